"""Other people's words for the vocabulary: one table per field, looked up without case, accents, plurals.

A word maps to a code, to ``[]`` where it means "nothing needed", or to ``None`` where it is known to say
nothing ("other").
"""

import difflib
import functools
import re

from exercises import vocabulary
from exercises.importers import foreign_words as foreign
from exercises.search.words import raw_tokens

MUSCLES = """
neck: levator scapulae, sternocleidomastoid, sternocleidomastoideus, cervical spine, nacken, cuello
traps: trap, trapezius, upper traps, upper trapezius, trapezius upper fibers, musculus trapezius, trapez
shoulders: delt, deltoid, deltoids, front delts, side delts, rear delts, anterior deltoid, lateral
    deltoid, posterior deltoid, deltoid anterior, deltoid lateral, deltoid posterior, rear deltoid,
    infraspinatus, supraspinatus, subscapularis, teres minor, rotator cuff, rotator cuffs, schultern,
    hombros
chest: pec, pecs, pectoral, pectorals, pectoralis, pectoralis major, pectoralis minor, upper chest,
    lower chest, pectoralis major clavicular head, pectoralis major sternal head, serratus, serratus
    anterior, brust, pecho
middle-back: mid back, middle traps, rhomboid, rhomboids, trapezius lower fibers, trapezius middle
    fibers, upper back, lower traps, back
lats: lat, latissimus, latissimus dorsi, teres major, wings
lower-back: erector spinae, spinal erectors, erectors, lumbar, spine, lowerback, quadratus lumborum
biceps: bicep, biceps brachii, brachialis, front arms
triceps: tricep, triceps brachii, back arms, trizeps
forearms: forearm, brachioradialis, wrist extensors, wrist flexors, grip, wrists, unterarme, hands
abdominals: ab, abs, abdominal, abdominis, rectus abdominis, core, stomach, belly, bauch, abdomen,
    transverse abdominis, transversus abdominis, lower abs, upper abs
obliques: oblique, obliquus externus abdominis, obliquus internus abdominis, external obliques, waist,
    internal obliques, side abs
hip-flexors: hip flexor, iliopsoas, psoas, hips
glutes: glute, gluteus, gluteus maximus, gluteals, butt, buttocks, bum, po, gluteos
abductors: abductor, hip abductors, gluteus medius, gluteus minimus, tensor fasciae latae, outer thighs,
    outer thigh, tfl, iliotibial band
adductors: adductor, hip adductors, adductor brevis, adductor longus, adductor magnus, pectineus,
    pectineous, gracilis, inner thighs, inner thigh, groin
quadriceps: quad, quads, quadricep, quadriceps femoris, sartorius, rectus femoris, vastus lateralis,
    vastus medialis, front thighs, upper legs, thighs
hamstrings: hamstring, hams, ham, biceps femoris, semitendinosus, semimembranosus, back thighs, leg
    biceps
calves: calf, calve, gastrocnemius, soleus, lower legs, waden, pantorrillas
shins: shin, tibialis, tibialis anterior, tib
"""
EQUIPMENT = """
dumbbell: db, dbs, dumbbells, dumbell, dumbells, hand weights, hantel, kurzhantel, mancuerna, mancuernas
kettlebell: kb, kettle bell, girya, kettlebells
barbell: bb, bar, olympic barbell, olympic bar, langhantel, weight plate, plate, plates, barra
ez-bar: ez, e z bar, e z curl bar, ez curl bar, ez barbell, sz bar, sz stange, curl bar, ezbar
trap-bar: trapbar, hex bar, hexbar
rack: squat rack, power rack, power cage, squat stand
bench: flat bench, incline bench, decline bench, weight bench, adjustable bench, hyperextension bench,
    preacher bench, roman chair
band: bands, resistance band, resistance bands, exercise band, elastic band, tube, loop band, mini band,
    theraband, thera band, rubber band, miniband
cable: cables, cable machine, cable station, cable tower, pulley, pulley machine, crossover, kabelzug,
    polea
machine: weight machine, weight machines, leverage machine, lever machine, leverage, selectorized, plate
    loaded machine, hammer strength, assisted machine, maquina, machines
smith-machine: smith, multipress, multi press
landmine: landmine attachment, t bar
pull-up-bar: pullup bar, chin up bar, chinning bar, high bar, bar for pull ups
dip-bars: dip bar, parallel bars, dip station, parallettes, parallel bar
suspension-trainer: rings, ring, gymnastic rings, trx, suspension, suspension rings, suspension system,
    suspension band, straps
medicine-ball: med ball, medball, medicineball, slam ball, wall ball
exercise-ball: swiss ball, stability ball, gym ball, fitness ball, physio ball, fitball, yoga ball
foam-roller: foam roll, roller, foamroller, blackroll, rumble roller
ab-wheel: ab roller, wheel roller, wheel
box: plyo box, plyometric box, step, stepper box, platform, aerobic step
chair: sturdy chair, stool, couch, sofa
towel: strap, yoga strap, belt strap, towels
stick: broomstick, dowel, pvc pipe, pole, wand
jump-rope: rope jump, skipping rope, speed rope, skip rope
sandbag: sand bag, power bag
weight-vest: weighted vest, weight belt, dip belt
battle-ropes: battle rope, battling ropes, heavy rope, heavy ropes
sled: prowler, sled machine, push sled, weight sled
balance-board: bosu, bosu ball, balance pad, wobble board, balance disc, balance trainer, foam pad
treadmill: running machine, laufband
stationary-bike: exercise bike, spin bike, spinning bike, assault bike, air bike, recumbent bike,
    ergometer
rowing-machine: rower, row machine, rowing ergometer, concept 2 rower
elliptical: elliptical machine, cross trainer, crosstrainer, elliptical trainer
stair-climber: stair master, stairmaster, stepmill, stair machine, step mill, climbmill, stepmill
    machine
ski-ergometer: ski erg, skierg, ski machine, skierg machine
bicycle: bike, road bike, mountain bike, fahrrad
pool: swimming pool, water
"""
NOTHING = """
    none, no, nothing, body only, bodyweight, body weight, no equipment, none bodyweight exercise,
    bodyweight only, calisthenics, n a, mat, gym mat, yoga mat, exercise mat, floor, wall, keine,
    ninguno, ohne, self
"""
NOT_SAID = """
    other, unknown, various, misc, miscellaneous, any, weight, weights, weighted, free weights,
    assisted, accessory
"""
TYPES = """
strength: powerlifting, strongman, calisthenics, weightlifting, weight training, resistance,
    hypertrophy, bodybuilding, weights, crossfit, kraft, fuerza, resistance training, strength training
power: plyometrics, plyometric, olympic weightlifting, olympic lifting, explosive, plyo, ballistic,
    olympic weight lifting
cardio: cardiovascular, aerobic, aerobics, endurance, hiit, conditioning, running, interval, cycling,
    distance cardio, duration cardio
mobility: warmup, warm up, joint mobility, yoga, pilates, dynamic stretching, flexibility and mobility
stretching: stretch, flexibility, static stretching, cool down, dehnen, estiramiento, foam rolling, smr
balance: stability, coordination, agility
rehabilitation: rehab, physiotherapy, physical therapy, prehab, corrective, therapy
"""
# A part of the body is not a type of exercise: known, and saying nothing here.
TYPES_NOT_SAID = """
    arms, legs, abs, chest, back, shoulders, calves, core, upper, lower, full body, whole body, upper
    body, lower body, lower legs, upper pull, upper push, upper lower pull, upper lower push, upper
    lower core, lower pull, core lower, lower core, core upper, upper core, upper lower, upper pull
    core, other, push, pull, isolation, compound, neck, waist, lower arms, upper arms, upper legs
"""
LEVELS = """
1: beginner, novice, easy, new, starter, basic, low, beginners, anfanger, principiante, level 1,
    foundation
2: intermediate, medium, moderate, regular, mid, intermedio, fortgeschritten, level 2, average
3: advanced, hard, expert, difficult, strong, high, experienced, avanzado, level 3, challenging, pro
4: elite, very hard, master, level 4, extreme
"""
FORCES = """
push: pushing, press, push bilateral, push unilateral, empuje, drucken
pull: pulling, pull bilateral, tirar, ziehen
static: hold, isometric, static hold, iso, isometrico
mixed: push pull, push and pull, dynamic, both, compound push pull, hinge, rotation
"""
MECHANICS = """
compound: multi joint, multijoint, multi, poly articular, polyarticular, compuesto
isolation: isolated, single joint, isolate, mono articular, aislamiento, isolation exercise, uni joint
"""

# Whatever is longer is no word, and comparing it with every spelling would take its time.
LONGEST_WORD = 60

UNKNOWN = object()
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def key(word):
    """How a word is looked up: folded, in the singular, CamelCase parted."""
    return " ".join(raw_tokens(_CAMEL.sub(" ", str(word))))


def parsed(text):
    """Pairs of code and spellings; a line that begins with spaces goes on with the one before."""
    entries = re.split(r"\n(?=\S)", text.strip())
    for entry in entries:
        code, spellings = entry.split(":", 1)
        yield int(code) if code.isdigit() else code, [" ".join(word.split()) for word in spellings.split(",")]


def _table(words, others, names, **special):
    table = {}
    # English was there first: where a word means two things, it means the English one.
    for code, spellings in parsed(others):
        for spelling in spellings:
            table[key(spelling)] = code
    for value, spellings in special.items():
        for spelling in spellings.split(","):
            table[key(spelling)] = {"nothing": [], "not_said": None}[value]
    for code, spellings in parsed(words):
        for spelling in spellings:
            table[key(spelling)] = code
    for code, name in vocabulary.english(names).items():
        table[key(code)] = code
        # Where our word for one thing is others' word for another, theirs is what a file means.
        table.setdefault(key(name), code)
    return table


_TABLES = {
    "muscle": _table(
        MUSCLES,
        foreign.MUSCLES,
        vocabulary.MUSCLES,
        not_said="full body, whole body, other, cardio, cardiovascular system",
    ),
    "equipment": _table(
        EQUIPMENT,
        foreign.EQUIPMENT,
        vocabulary.EQUIPMENT,
        nothing=f"{NOTHING}, {foreign.NOTHING}",
        not_said=NOT_SAID,
    ),
    "type": _table(TYPES, foreign.TYPES, vocabulary.TYPES, not_said=TYPES_NOT_SAID),
    "level": _table(
        LEVELS, foreign.LEVELS, vocabulary.LEVELS, not_said="any, all, all levels, other, unknown"
    ),
    "force": _table(FORCES, foreign.FORCES, vocabulary.FORCES, not_said="other, none, n a, unknown"),
    "mechanic": _table(
        MECHANICS, foreign.MECHANICS, vocabulary.MECHANICS, not_said="other, none, n a, unknown"
    ),
}


def look_up(field, word, own=None):
    """The code of a word, ``[]`` for "nothing", ``None`` for "does not say", or ``UNKNOWN``.

    ``own`` maps keys to codes and is asked first: the words a person has decided on.
    """
    wanted = key(word)
    if own and wanted in own:
        return own[wanted]
    return _TABLES[field].get(wanted, UNKNOWN)


def table(field):
    """Every known spelling of a field with its code."""
    return _TABLES[field]


@functools.lru_cache(maxsize=4096)
def nearest(field, word, n=3, cutoff=0.6):
    """Codes whose spellings look most like ``word``, the nearest first; for offering to a person."""
    if len(str(word)) > LONGEST_WORD:
        return []
    spellings = difflib.get_close_matches(key(word), _TABLES[field], n=n * 2, cutoff=cutoff)
    codes = [_TABLES[field][spelling] for spelling in spellings]
    return list(dict.fromkeys(code for code in codes if code))[:n]
