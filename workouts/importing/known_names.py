"""Names other apps give exercises that no rule would find, and the exercise of ours that each one is."""

from functools import cache

from exercises.search.words import normalised

# slug = names. Handles and plates are not told apart where the movement is the same.
_TABLE = """
ab-wheel-rollout = ab wheel, ab-wheel rollout
assisted-dip-machine = chest dip (assisted), triceps dip (assisted), dip (assisted)
barbell-clean = clean
barbell-curl = bicep curl (barbell)
barbell-good-morning = good morning
barbell-overhead-press = overhead press, strict military press (barbell)
barbell-row = barbell row
band-fly = chest fly (band)
band-pull-apart = band pullaparts, band pull apart
cable-curl = cable curl, rope cable curl
cable-fly = low cable fly crossovers, cable crossover, cable fly crossovers
cable-pallof-press = cable core palloff press, pallof press
chin-up = chin up (weighted)
crunch = crunch (weighted)
dip = parallel bar triceps dip, chest dip (weighted), triceps dip (weighted), dip (weighted)
easy-run = running, running (outdoor), outdoor running, jogging
elliptical-easy = elliptical, elliptical machine, elliptical trainer, cross trainer
ez-bar-curl = ez bar biceps curl, bicep curl (ez bar)
face-pull = face pull, face pull (cable)
glute-ham-raise = glute ham raise
hip-abduction-machine = hip abductor (machine), abductor machine
hip-adduction-machine = hip adductor (machine), adductor machine
incline-dumbbell-curl = seated incline curl (dumbbell), seated incline dumbbell curl
inverted-row = inverted row (bodyweight)
lat-pulldown = lat pulldown (machine), lat machine
leg-press = leg press 45, leg press (45), leg press horizontal (machine), seated leg press (machine)
machine-assisted-pull-up = pull up (assisted), chin up (assisted)
machine-chest-press = iso-lateral chest press (machine)
machine-reverse-fly = butterfly reverse, reverse butterfly, reverse pec deck, rear delt machine fly
machine-reverse-fly = rear delt reverse fly (machine), reverse fly (machine)
machine-row = iso-lateral row (machine), iso-lateral low row, hammer strength row, seated row (machine)
machine-shoulder-press = shoulder press (plate loaded), shoulder press (machine plates)
machine-shoulder-press = seated shoulder press (machine), hammer strength shoulder press
meadows-row = meadows rows (barbell)
neutral-grip-pull-up = neutral chin up
one-arm-dumbbell-row = dumbbell row, bent over one arm row (dumbbell), single arm row (dumbbell)
overhead-dumbbell-triceps-extension = triceps extension (dumbbell)
pec-deck-fly = seated machine fly, pec deck, butterfly (pec deck)
pull-up = wide pull up
push-up = push up (weighted)
rope-basic-bounce = jump rope, jumping rope, rope jumping
rope-pushdown = triceps rope pushdown, rope push down, triceps pushdown (cable - straight bar)
rope-pushdown = triceps pushdown (cable), triceps pushdown, v-bar push down
rowing-machine-steady = rowing machine, rowing (machine), indoor rowing
russian-twist = russian twist (weighted)
seated-cable-row = seated cable row - bar grip, seated cable row - v grip (cable)
seated-cable-row = seated wide-grip row (cable)
seated-dumbbell-press = seated overhead press (dumbbell), shoulder press (dumbbell)
seated-dumbbell-press = seated shoulder press (dumbbell)
stair-climber-steady = stair machine, stair machine (steps), stair machine (floors), stair climber
stationary-bike-steady-ride = cycling (indoor), indoor cycling, spinning, stationary bike, exercise bike
straight-arm-pulldown = rope straight arm pulldown
treadmill-easy-run = treadmill, treadmill running
treadmill-walk = walking (treadmill), treadmill walking
45-degree-hip-extension = back extension (hyperextension), back extension (weighted hyperextension)
"""
# What people mean by these is not one thing: the calf or the triceps, a stroke, a kind of class.
_OPEN = "cable kickback, kickback, swimming, raise, press, row, curl, fly, extension"


def key_of(name):
    """What spellings of one name share: its words in order, as the search knows them."""
    return normalised(name)


@cache
def known_names():
    """``{key: slug}``; the slug is ``None`` where a person must say."""
    found = {key_of(name): None for name in _OPEN.split(",")}
    for line in _TABLE.strip().splitlines():
        slug, _equals, names = line.partition(" = ")
        found |= {key_of(name): slug.strip() for name in names.split(",")}
    return found
