"""Parts the name of an exercise: the movement, what sets its variations apart, the equipment it names."""

import re
from collections import defaultdict
from dataclasses import dataclass

from exercises.search.words import raw_tokens, tokens

# What a name says that calls itself bodyweight.
NONE = "none"

# Spellings of one thing in names; unlike the search's table nothing here is merely related.
_SAME = {
    "push up": "pushup", "press up": "pushup", "pressup": "pushup", "pull up": "pullup", "chin up": "chinup",
    "sit up": "situp", "step up": "stepup", "step down": "stepdown", "get up": "getup",
    "muscle up": "muscleup",
    "dead lift": "deadlift", "dead bug": "deadbug", "dead hang": "deadhang", "kick back": "kickback",
    "push down": "pushdown", "press down": "pushdown", "pull down": "pulldown", "pull over": "pullover",
    "cross over": "crossover", "bird dog": "birddog", "roll out": "rollout", "face pull": "facepull",
    "wood chop": "woodchop", "woodchopper": "woodchop", "v up": "vup", "l sit": "lsit", "flye": "fly",
    "skull crusher": "skullcrusher", "skull crush": "skullcrusher", "upright row": "uprightrow",
    "bench press": "benchpress", "hammer curl": "hammercurl", "star jump": "jumpingjack",
    "jumping jack": "jumpingjack", "ab": "abdominal", "pec": "pectoral", "tri": "triceps",
    "tricep": "triceps",
    "bicep": "biceps", "delt": "deltoid", "lat pulldown": "pulldown", "lat pull down": "pulldown",
    "rdl": "romanian deadlift", "ohp": "overhead press", "bss": "bulgarian split squat",
    "hspu": "handstand pushup", "tgu": "turkish getup", "laying": "lying", "legged": "leg", "armed": "arm",
    "handed": "hand", "one leg": "single leg", "one legged": "single leg", "one arm": "single arm",
    "one armed": "single arm", "1 arm": "single arm", "1 leg": "single leg", "unilateral": "single",
    "two arm": "double arm", "two leg": "double leg", "2 arm": "double arm", "bent over": "bentover",
    "clean and jerk": "cleanjerk", "one": "single", "two": "double", "2": "double",
    "farmer walk": "farmer carry",
    "stiff legged": "stiff leg", "straight legged": "straight leg", "behind back": "behindback",
}  # fmt: skip

_EQUIPMENT = {
    "dumbbell": "dumbbell", "dumbell": "dumbbell", "db": "dumbbell", "barbell": "barbell", "bb": "barbell",
    "kettlebell": "kettlebell", "kb": "kettlebell", "cable": "cable", "pulley": "cable", "machine": "machine",
    "band": "band", "banded": "band", "ezbar": "ez-bar", "ez bar": "ez-bar", "e z bar": "ez-bar",
    "sz bar": "ez-bar",
    "ez curl bar": "ez-bar", "trap bar": "trap-bar", "hex bar": "trap-bar", "smith machine": "smith-machine",
    "smith": "smith-machine", "multi press": "smith-machine", "multipress": "smith-machine",
    "mp": "smith-machine",
    "trx": "suspension-trainer", "suspension": "suspension-trainer", "suspended": "suspension-trainer",
    "ring": "ring", "medicine ball": "medicine-ball", "med ball": "medicine-ball",
    "exercise ball": "exercise-ball", "swiss ball": "exercise-ball", "stability ball": "exercise-ball",
    "landmine": "landmine", "sandbag": "sandbag", "foam roller": "foam-roller", "bodyweight": NONE,
    "plate": "plate",
}  # fmt: skip
# What mainly tells two versions of a movement apart; a bench or a rack only helps.
MAIN_EQUIPMENT = set(_EQUIPMENT.values()) - {NONE}

# Words of one line exclude each other; a name with none of them says nothing of it.
_OPPOSITES = """
incline inclined | decline declined | flat
left | right
seated sitting sit | standing stand | lying supine prone | kneeling | halfkneeling | hanging
single | double | alternating alternate
wide | narrow close
underhand supinated supinating | overhand pronated | neutral | reverse | hammer | mixed
front frontal forward anterior | back backward rear posterior behind | side lateral sideways
high | low
internal internally interior | external externally exterior
inner | outer
adduction adductor | abduction abductor
flexion | extension | rotation
dorsiflexion | plantarflexion
clockwise | counterclockwise
push | pull
up | down
upper | lower | middle
half partial quarter | full
assisted | weighted
eccentric negative | isometric static | dynamic
straight stiff | bent
palmup | palmdown | palmin
in | out
knee | hip
leg | arm
sumo | conventional
walking | stationary
first | second
quad quadriceps | hamstring | calf | glute | chest | shoulder | triceps | biceps | neck | ankle | wrist
curl | press | raise | row | fly | squat | lunge | deadlift | stretch | crunch | plank
"""
_GROUPS = []
SIDES = {}
for _number, _line in enumerate(_OPPOSITES.strip().splitlines()):
    _GROUPS.append(_line)
    for _side, _words in enumerate(_line.split("|")):
        for _word in _words.split():
            SIDES[_word] = (_number, _side)
# What most exercises are anyway.
USUAL = {SIDES["standing"], SIDES["double"], SIDES["flat"]}
# From this line on the words are the movement itself: they exclude each other and still count as words.
_MOVEMENT_FROM = len(_GROUPS) - 2
# The muscle that a word for a part of the body names.
BODY_PARTS = {
    "quad": "quadriceps", "quadriceps": "quadriceps", "hamstring": "hamstrings", "calf": "calves",
    "glute": "glutes", "chest": "chest", "shoulder": "shoulders", "triceps": "triceps", "biceps": "biceps",
    "neck": "neck", "wrist": "forearms",
}  # fmt: skip
_IDLE = {
    "a", "an", "the", "with", "on", "using", "and", "of", "for", "to", "at", "by", "from", "exercise", "your",
    "hd", "nb", "version", "style", "grip", "position",
}  # fmt: skip
_LONGEST = 4


@dataclass(frozen=True)
class Name:
    """A name, parted: movement words, what sets variations apart, equipment named."""

    words: frozenset
    sides: frozenset
    equipment: frozenset


def part(name):
    """Part a name into a :class:`Name`.

    >>> sorted(part("Incline DB Bench Press").words), sorted(part("Incline DB Bench Press").equipment)
    (['benchpress'], ['dumbbell'])
    """
    joined = re.sub(r"\bw/", "with ", name.lower())
    joined = re.sub(r"palms?[\s-]+(up|down|in)", r"palm\1", joined)
    joined = re.sub(r"half[\s-]+kneeling", "halfkneeling", joined)
    joined = re.sub(r"counter[\s-]+clockwise", "counterclockwise", joined)
    words, sides, equipment = set(), set(), set()
    for word in _merged(raw_tokens(joined), {**_SAME, **_EQUIPMENT}):
        if word in _EQUIPMENT:
            equipment.add(_EQUIPMENT[word])
        elif word in SIDES:
            group, side = SIDES[word]
            sides.add((group, side))
            if group >= _MOVEMENT_FROM:
                words.add(word)
        elif word not in _IDLE:
            words.add(word)
    # On a bench that is tilted a press is a bench press, whether the name says so or not.
    if "press" in words and sides & {SIDES["incline"], SIDES["decline"]} and not words & {"leg", "shoulder"}:
        words = {"benchpress" if word == "press" else word for word in words}
        sides.discard(SIDES["press"])
    # A name made of such words alone ("High pull", "Wrist extension") has no others to go by.
    if words <= set(BODY_PARTS):
        spelt = set(raw_tokens(joined)) - _IDLE
        words = words | (spelt - set(_EQUIPMENT)) or spelt
    return Name(frozenset(words), frozenset(sides), frozenset(equipment))


def _merged(words, table):
    """Words with the phrases of a table replaced, longest first; equipment phrases stay one word."""
    merged, at = [], 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            if phrase in _EQUIPMENT:
                merged.append(phrase)
                break
            if phrase in _SAME:
                merged.extend(_merged(_SAME[phrase].split(), {}) if length > 1 else _SAME[phrase].split())
                break
        else:
            length = 1
            merged.append(words[at])
        at += length
    return merged


def opposed(one, other):
    """Whether two parted names exclude each other: on some line each takes another side."""
    groups = defaultdict(lambda: (set(), set()))
    for index, name in enumerate((one, other)):
        for group, side in name.sides:
            groups[group][index].add(side)
    return any(first and second and first != second for first, second in groups.values())


# Equipment that a name tells of: normalised words → code. Words with other meanings are left out.
_NAMED = {
    "dumbbell": "dumbbell", "kettlebell": "kettlebell", "barbell": "barbell", "ezbar": "ez-bar",
    "trapbar": "trap-bar", "bench": "bench", "band": "band", "cable": "cable", "machine": "machine",
    "landmine": "landmine", "sandbag": "sandbag", "treadmill": "treadmill", "elliptical": "elliptical",
    "box": "box", "sled": "sled", "ring": "suspension-trainer", "suspension": "suspension-trainer",
    "smith machine": "smith-machine", "medicine ball": "medicine-ball", "exercise ball": "exercise-ball",
    "foam roller": "foam-roller", "rowing machine": "rowing-machine", "battle rope": "battle-ropes",
    "jump rope": "jump-rope", "stationary bike": "stationary-bike", "cable machine": "cable",
    "balance board": "balance-board", "ab wheel": "ab-wheel",
}  # fmt: skip


def named_equipment(name):
    """The equipment a name tells of, longest phrases first.

    >>> named_equipment("Smith machine bench press"), named_equipment("Bicycle crunch")
    (['smith-machine', 'bench'], [])
    """
    words, found, at = tokens(name), [], 0
    while at < len(words):
        pair = " ".join(words[at : at + 2])
        code = _NAMED.get(pair)
        step = 2 if code else 1
        code = code or _NAMED.get(words[at])
        if code:
            found.append(code)
        at += step
    return list(dict.fromkeys(found))
