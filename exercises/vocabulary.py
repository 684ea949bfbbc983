"""The one vocabulary of the catalogue: every word a record may use, and the word people read.

Each table maps a code (what files, the API and the database hold) to the word shown to a person. The
catalogue's files, the importers, the models' choices and the engine's features all draw on these
tables, so that a new word is added in one place.
"""

MUSCLES = {
    "neck": "Neck",
    "traps": "Traps",
    "shoulders": "Shoulders",
    "chest": "Chest",
    "middle-back": "Middle back",
    "lats": "Lats",
    "lower-back": "Lower back",
    "biceps": "Biceps",
    "triceps": "Triceps",
    "forearms": "Forearms",
    "abdominals": "Abdominals",
    "obliques": "Obliques",
    "hip-flexors": "Hip flexors",
    "glutes": "Glutes",
    "abductors": "Abductors",
    "adductors": "Adductors",
    "quadriceps": "Quadriceps",
    "hamstrings": "Hamstrings",
    "calves": "Calves",
    "shins": "Shins",
}

# Which broad region a muscle belongs to: what a person means by "only legs".
REGIONS = {
    "legs": (
        "Legs",
        ("glutes", "abductors", "adductors", "quadriceps", "hamstrings", "calves", "shins", "hip-flexors"),
    ),
    "back": ("Back", ("traps", "middle-back", "lats", "lower-back")),
    "chest": ("Chest", ("chest",)),
    "shoulders": ("Shoulders and neck", ("shoulders", "neck")),
    "arms": ("Arms", ("biceps", "triceps", "forearms")),
    "core": ("Core", ("abdominals", "obliques")),
}

# Floor, wall and a mat are taken for granted and are not equipment.
EQUIPMENT = {
    "dumbbell": "Dumbbells",
    "kettlebell": "Kettlebell",
    "barbell": "Barbell and plates",
    "ez-bar": "EZ bar",
    "trap-bar": "Trap bar",
    "rack": "Squat rack",
    "bench": "Bench",
    "band": "Resistance bands",
    "cable": "Cable station",
    "machine": "Weight machines",
    "smith-machine": "Smith machine",
    "landmine": "Landmine",
    "pull-up-bar": "Pull-up bar",
    "dip-bars": "Dip bars",
    "suspension-trainer": "Rings or suspension trainer",
    "medicine-ball": "Medicine ball",
    "exercise-ball": "Exercise ball",
    "foam-roller": "Foam roller",
    "ab-wheel": "Ab wheel",
    "box": "Box or step",
    "chair": "Sturdy chair",
    "towel": "Towel or strap",
    "stick": "Stick",
    "jump-rope": "Jump rope",
    "sandbag": "Sandbag",
    "weight-vest": "Weight vest",
    "battle-ropes": "Battle ropes",
    "sled": "Sled",
    "balance-board": "Balance board or pad",
    "treadmill": "Treadmill",
    "stationary-bike": "Stationary bike",
    "rowing-machine": "Rowing machine",
    "elliptical": "Elliptical trainer",
    "stair-climber": "Stair climber",
    "ski-ergometer": "Ski ergometer",
    "bicycle": "Bicycle",
    "pool": "Swimming pool",
}

JOINTS = {
    "neck": "Neck",
    "shoulder": "Shoulder",
    "elbow": "Elbow",
    "wrist": "Wrist",
    "upper-back": "Upper back",
    "lower-back": "Lower back",
    "hip": "Hip",
    "knee": "Knee",
    "ankle": "Ankle",
}

# How much an exercise asks of a joint.
STRESS = {0: "none", 1: "low", 2: "medium", 3: "high"}

TYPES = {
    "strength": "Strength",
    "power": "Power",
    "cardio": "Cardio",
    "mobility": "Mobility",
    "stretching": "Stretching",
    "balance": "Balance",
    "rehabilitation": "Rehabilitation",
}

LEVELS = {1: "New", 2: "Regular", 3: "Strong", 4: "Expert"}

FORCES = {"push": "Push", "pull": "Pull", "static": "Hold", "mixed": "Mixed"}

MECHANICS = {"compound": "Compound", "isolation": "Isolation"}

PATTERNS = {
    "squat": "Squat",
    "lunge": "Lunge",
    "hinge": "Hinge",
    "horizontal-push": "Push, horizontal",
    "vertical-push": "Push, overhead",
    "horizontal-pull": "Pull, horizontal",
    "vertical-pull": "Pull, overhead",
    "carry": "Carry",
    "rotate": "Rotate",
    "brace": "Brace",
    "locomotion": "Locomotion",
    "jump": "Jump",
    "throw": "Throw",
    "single-joint": "Single joint",
    "stretch": "Stretch",
    "balance-hold": "Balance",
}

# What one unit of the exercise is.
MEASURES = {"repetitions": "Repetitions", "seconds": "Seconds held", "minutes": "Minutes"}

GOALS = {
    "strength": "Get stronger",
    "muscle": "Build muscle",
    "power": "Jump and move fast",
    "endurance": "Last longer",
    "weight": "Lose weight",
    "mobility": "Move freely",
    "health": "Stay healthy",
}

SUITABILITY_TOPICS = {
    "pregnancy": "Pregnancy",
    "high-blood-pressure": "High blood pressure",
    "balance-risk": "Risk of falling",
}
SUITABILITY = {"fine": "Fine", "care": "With care", "avoid": "Avoid"}
