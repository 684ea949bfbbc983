"""The one vocabulary of the catalogue: every word a record may use, and the word people read.

Each table maps a code (what files, the API and the database hold) to the word shown to a person. The
catalogue's files, the importers, the models' choices and the engine's features all draw on these
tables, so that a new word is added in one place. The words are shown in the reader's language: each is
named with its table as context, since a word may be another one elsewhere ("Back" is also a button).
"""

from django.utils.translation import get_language, override, pgettext_lazy

# Languages that write a noun with a capital wherever it stands.
_CAPITAL_NOUNS = frozenset({"de"})

MUSCLES = {
    "neck": pgettext_lazy("muscle", "Neck"),
    "traps": pgettext_lazy("muscle", "Traps"),
    "shoulders": pgettext_lazy("muscle", "Shoulders"),
    "chest": pgettext_lazy("muscle", "Chest"),
    "middle-back": pgettext_lazy("muscle", "Middle back"),
    "lats": pgettext_lazy("muscle", "Lats"),
    "lower-back": pgettext_lazy("muscle", "Lower back"),
    "biceps": pgettext_lazy("muscle", "Biceps"),
    "triceps": pgettext_lazy("muscle", "Triceps"),
    "forearms": pgettext_lazy("muscle", "Forearms"),
    "abdominals": pgettext_lazy("muscle", "Abdominals"),
    "obliques": pgettext_lazy("muscle", "Obliques"),
    "hip-flexors": pgettext_lazy("muscle", "Hip flexors"),
    "glutes": pgettext_lazy("muscle", "Glutes"),
    "abductors": pgettext_lazy("muscle", "Abductors"),
    "adductors": pgettext_lazy("muscle", "Adductors"),
    "quadriceps": pgettext_lazy("muscle", "Quadriceps"),
    "hamstrings": pgettext_lazy("muscle", "Hamstrings"),
    "calves": pgettext_lazy("muscle", "Calves"),
    "shins": pgettext_lazy("muscle", "Shins"),
}

# Which broad region a muscle belongs to: what a person means by "only legs".
REGIONS = {
    "legs": (
        pgettext_lazy("region", "Legs"),
        ("glutes", "abductors", "adductors", "quadriceps", "hamstrings", "calves", "shins", "hip-flexors"),
    ),
    "back": (pgettext_lazy("region", "Back"), ("traps", "middle-back", "lats", "lower-back")),
    "chest": (pgettext_lazy("region", "Chest"), ("chest",)),
    "shoulders": (pgettext_lazy("region", "Shoulders and neck"), ("shoulders", "neck")),
    "arms": (pgettext_lazy("region", "Arms"), ("biceps", "triceps", "forearms")),
    "core": (pgettext_lazy("region", "Core"), ("abdominals", "obliques")),
}

# Floor, wall and a mat are taken for granted and are not equipment.
EQUIPMENT = {
    "dumbbell": pgettext_lazy("equipment", "Dumbbells"),
    "kettlebell": pgettext_lazy("equipment", "Kettlebell"),
    "barbell": pgettext_lazy("equipment", "Barbell and plates"),
    "ez-bar": pgettext_lazy("equipment", "EZ bar"),
    "trap-bar": pgettext_lazy("equipment", "Trap bar"),
    "rack": pgettext_lazy("equipment", "Squat rack"),
    "bench": pgettext_lazy("equipment", "Bench"),
    "band": pgettext_lazy("equipment", "Resistance bands"),
    "cable": pgettext_lazy("equipment", "Cable station"),
    "machine": pgettext_lazy("equipment", "Weight machines"),
    "smith-machine": pgettext_lazy("equipment", "Smith machine"),
    "landmine": pgettext_lazy("equipment", "Landmine"),
    "pull-up-bar": pgettext_lazy("equipment", "Pull-up bar"),
    "dip-bars": pgettext_lazy("equipment", "Dip bars"),
    "suspension-trainer": pgettext_lazy("equipment", "Rings or suspension trainer"),
    "medicine-ball": pgettext_lazy("equipment", "Medicine ball"),
    "exercise-ball": pgettext_lazy("equipment", "Exercise ball"),
    "foam-roller": pgettext_lazy("equipment", "Foam roller"),
    "ab-wheel": pgettext_lazy("equipment", "Ab wheel"),
    "box": pgettext_lazy("equipment", "Box or step"),
    "chair": pgettext_lazy("equipment", "Sturdy chair"),
    "towel": pgettext_lazy("equipment", "Towel or strap"),
    "stick": pgettext_lazy("equipment", "Stick"),
    "jump-rope": pgettext_lazy("equipment", "Jump rope"),
    "sandbag": pgettext_lazy("equipment", "Sandbag"),
    "weight-vest": pgettext_lazy("equipment", "Weight vest"),
    "battle-ropes": pgettext_lazy("equipment", "Battle ropes"),
    "sled": pgettext_lazy("equipment", "Sled"),
    "balance-board": pgettext_lazy("equipment", "Balance board or pad"),
    "treadmill": pgettext_lazy("equipment", "Treadmill"),
    "stationary-bike": pgettext_lazy("equipment", "Stationary bike"),
    "rowing-machine": pgettext_lazy("equipment", "Rowing machine"),
    "elliptical": pgettext_lazy("equipment", "Elliptical trainer"),
    "stair-climber": pgettext_lazy("equipment", "Stair climber"),
    "ski-ergometer": pgettext_lazy("equipment", "Ski ergometer"),
    "bicycle": pgettext_lazy("equipment", "Bicycle"),
    "pool": pgettext_lazy("equipment", "Swimming pool"),
}

JOINTS = {
    "neck": pgettext_lazy("joint", "Neck"),
    "shoulder": pgettext_lazy("joint", "Shoulder"),
    "elbow": pgettext_lazy("joint", "Elbow"),
    "wrist": pgettext_lazy("joint", "Wrist"),
    "upper-back": pgettext_lazy("joint", "Upper back"),
    "lower-back": pgettext_lazy("joint", "Lower back"),
    "hip": pgettext_lazy("joint", "Hip"),
    "knee": pgettext_lazy("joint", "Knee"),
    "ankle": pgettext_lazy("joint", "Ankle"),
}

# How much an exercise asks of a joint.
STRESS = {
    0: pgettext_lazy("stress", "none"),
    1: pgettext_lazy("stress", "low"),
    2: pgettext_lazy("stress", "medium"),
    3: pgettext_lazy("stress", "high"),
}

TYPES = {
    "strength": pgettext_lazy("type", "Strength"),
    "power": pgettext_lazy("type", "Power"),
    "cardio": pgettext_lazy("type", "Cardio"),
    "mobility": pgettext_lazy("type", "Mobility"),
    "stretching": pgettext_lazy("type", "Stretching"),
    "balance": pgettext_lazy("type", "Balance"),
    "rehabilitation": pgettext_lazy("type", "Rehabilitation"),
}

LEVELS = {
    1: pgettext_lazy("level", "New"),
    2: pgettext_lazy("level", "Regular"),
    3: pgettext_lazy("level", "Strong"),
    4: pgettext_lazy("level", "Expert"),
}

FORCES = {
    "push": pgettext_lazy("force", "Push"),
    "pull": pgettext_lazy("force", "Pull"),
    "static": pgettext_lazy("force", "Hold"),
    "mixed": pgettext_lazy("force", "Mixed"),
}

MECHANICS = {
    "compound": pgettext_lazy("mechanic", "Compound"),
    "isolation": pgettext_lazy("mechanic", "Isolation"),
}

PATTERNS = {
    "squat": pgettext_lazy("pattern", "Squat"),
    "lunge": pgettext_lazy("pattern", "Lunge"),
    "hinge": pgettext_lazy("pattern", "Hinge"),
    "horizontal-push": pgettext_lazy("pattern", "Push, horizontal"),
    "vertical-push": pgettext_lazy("pattern", "Push, overhead"),
    "horizontal-pull": pgettext_lazy("pattern", "Pull, horizontal"),
    "vertical-pull": pgettext_lazy("pattern", "Pull, overhead"),
    "carry": pgettext_lazy("pattern", "Carry"),
    "rotate": pgettext_lazy("pattern", "Rotate"),
    "brace": pgettext_lazy("pattern", "Brace"),
    "locomotion": pgettext_lazy("pattern", "Locomotion"),
    "jump": pgettext_lazy("pattern", "Jump"),
    "throw": pgettext_lazy("pattern", "Throw"),
    "single-joint": pgettext_lazy("pattern", "Single joint"),
    "stretch": pgettext_lazy("pattern", "Stretch"),
    "balance-hold": pgettext_lazy("pattern", "Balance"),
}

# What one unit of the exercise is.
MEASURES = {
    "repetitions": pgettext_lazy("measure", "Repetitions"),
    "seconds": pgettext_lazy("measure", "Seconds held"),
    "minutes": pgettext_lazy("measure", "Minutes"),
}

GOALS = {
    "strength": pgettext_lazy("goal", "Get stronger"),
    "muscle": pgettext_lazy("goal", "Build muscle"),
    "power": pgettext_lazy("goal", "Jump and move fast"),
    "endurance": pgettext_lazy("goal", "Last longer"),
    "weight": pgettext_lazy("goal", "Lose weight"),
    "mobility": pgettext_lazy("goal", "Move freely"),
    "health": pgettext_lazy("goal", "Stay healthy"),
}

SUITABILITY_TOPICS = {
    "pregnancy": pgettext_lazy("suitability", "Pregnancy"),
    "high-blood-pressure": pgettext_lazy("suitability", "High blood pressure"),
    "balance-risk": pgettext_lazy("suitability", "Risk of falling"),
}
SUITABILITY = {
    "fine": pgettext_lazy("suitability", "Fine"),
    "care": pgettext_lazy("suitability", "With care"),
    "avoid": pgettext_lazy("suitability", "Avoid"),
}


def english(table):
    """Return ``{code: word}`` of a table in English, whoever reads: what files, rows and searches hold."""
    with override("en"):
        return {code: str(word[0] if isinstance(word, tuple) else word) for code, word in table.items()}


def in_sentence(word):
    """Return a word as it stands inside a sentence: "Lower back" becomes "lower back", "EZ bar" stays."""
    word = str(word)
    if (get_language() or "en").partition("-")[0] in _CAPITAL_NOUNS or word[:2].isupper():
        return word
    return word[:1].lower() + word[1:]
