"""Words that people use for the same thing. Keys and values are written as people type them.

``SAME`` is applied to what is searched and to what is searched for, so both end up with one spelling.
``RELATED`` widens what is searched for only: other words that would satisfy it too, a little less.
"""

SAME = {
    # hyphens and spaces
    "push up": "pushup", "press up": "pushup", "pressup": "pushup", "pull up": "pullup", "chin up": "chinup",
    "sit up": "situp", "step up": "stepup", "step down": "stepdown", "get up": "getup",
    "muscle up": "muscleup",
    "warm up": "warmup", "cool down": "cooldown", "dead lift": "deadlift", "dead bug": "deadbug",
    "kick back": "kickback", "push down": "pushdown", "pull down": "pulldown", "pull over": "pullover",
    "push downs": "pushdown", "press down": "pushdown", "pressdown": "pushdown", "cross over": "crossover",
    "body weight": "bodyweight", "bird dog": "birddog", "roll out": "rollout", "face pull": "facepull",
    "wood chop": "woodchop", "wood chopper": "woodchop", "woodchopper": "woodchop", "t bar": "tbar",
    "v up": "vup", "l sit": "lsit", "e z bar": "ezbar", "ez bar": "ezbar", "ez curl bar": "ezbar",
    "sz bar": "ezbar", "trap bar": "trapbar", "hex bar": "trapbar", "hexbar": "trapbar",
    "kettle bell": "kettlebell", "dumb bell": "dumbbell", "dumbell": "dumbbell", "bar bell": "barbell",
    "tread mill": "treadmill", "jumping jack": "jumpingjack", "star jump": "jumpingjack",
    "skull crusher": "skullcrusher", "skullcrusher": "skullcrusher", "cat cow": "catcow",
    "cat camel": "catcow", "hyper extension": "hyperextension", "band pull apart": "band pullapart",
    "pull apart": "pullapart", "high knee": "highknee", "warrior": "warrior", "flye": "fly",
    # abbreviations
    "db": "dumbbell", "bb": "barbell", "kb": "kettlebell", "mb": "medicine ball", "bw": "bodyweight",
    "ohp": "overhead press", "rdl": "romanian deadlift", "sldl": "stiff leg deadlift",
    "bss": "bulgarian split squat", "hspu": "handstand pushup", "tgu": "turkish getup", "ghd": "glute ham",
    "ghr": "glute ham raise", "bor": "bent over row", "cgbp": "close grip bench press",
    "sl": "single leg", "one leg": "single leg", "one legged": "single leg", "single legged": "single leg",
    "1 leg": "single leg", "one arm": "single arm", "one armed": "single arm", "1 arm": "single arm",
    "1 arm db": "single arm dumbbell", "straight legged": "straight leg", "stiff legged": "stiff leg",
    "trx": "suspension trainer", "bosu": "balance board",
    # muscles
    "quad": "quadriceps", "ab": "abdominals", "abs": "abdominals", "abdominal": "abdominals",
    "six pack": "abdominals", "tummy": "abdominals", "stomach": "abdominals", "belly": "abdominals",
    "pec": "chest", "pectoral": "chest", "delt": "shoulder", "deltoid": "shoulder", "lat": "lats",
    "hammy": "hamstring", "tri": "triceps", "tricep": "triceps", "bi": "biceps", "bicep": "biceps",
    "trapezius": "traps", "butt": "glute", "bum": "glute", "gluteus": "glute", "booty": "glute",
    "calf": "calf", "calve": "calf", "oblique": "oblique", "erector": "lower back",
    "spinal erector": "lower back",
    "inner thigh": "adductor", "outer thigh": "abductor", "thigh": "thigh", "tibialis": "shin",
    "rhomboid": "middle back", "mid back": "middle back", "upper back": "middle back",
    # things
    "swiss ball": "exercise ball", "stability ball": "exercise ball", "gym ball": "exercise ball",
    "physio ball": "exercise ball", "fit ball": "exercise ball", "med ball": "medicine ball",
    "slam ball": "medicine ball", "wall ball": "medicine ball", "thera band": "band", "theraband": "band",
    "resistance band": "band", "elastic": "band", "elastic band": "band", "loop band": "band",
    "skipping rope": "jump rope", "skip rope": "jump rope", "rope skipping": "jump rope",
    "skipping": "jump rope", "rower": "rowing machine", "erg": "rowing machine",
    "exercise bike": "stationary bike", "spin bike": "stationary bike", "cross trainer": "elliptical",
    "pulley": "cable", "foam roll": "foam roller", "roller": "foam roller", "plyo box": "box",
    "chinning bar": "pullup bar", "gym ring": "ring",
    # ways of writing
    "running": "run", "walking": "walk", "jogging": "jog", "stretching": "stretch",
    "calisthenic": "bodyweight",
    "mobilisation": "mobility", "mobilization": "mobility", "plyometric": "plyometric", "plyo": "plyometric",
    "rehab": "rehabilitation", "aerobic": "cardio", "hiit": "interval", "novice": "beginner",
    "advanced": "expert",
}  # fmt: skip

# phrase → [(other phrase, weight)]
RELATED = {
    "bench": [("bench press", 1.15)],
    "press": [("push", 0.6)],
    "military press": [("overhead press", 0.95)],
    "shoulder press": [("overhead press", 0.9)],
    "overhead press": [("shoulder press", 0.9)],
    "bodyweight": [("noequipment", 0.6)],
    "bike": [("bicycle", 0.9), ("cycling", 0.9)],
    "cycling": [("bike", 0.9), ("bicycle", 0.9)],
    "bicycle": [("bike", 0.8)],
    "jog": [("run", 0.9)],
    "run": [("jog", 0.9)],
    "jump": [("hop", 0.7)],
    "rotator cuff": [("external rotation", 1.0), ("internal rotation", 0.9), ("shoulder rotation", 0.8)],
    "skip": [("jump rope", 0.8)],
    "thigh": [("quadriceps", 0.8), ("hamstring", 0.7)],
    "core": [("abdominals", 0.8), ("oblique", 0.7)],
    "back": [("lats", 0.7), ("middle back", 0.8)],
    "arm": [("biceps", 0.7), ("triceps", 0.7)],
    "leg": [("quadriceps", 0.7), ("hamstring", 0.6)],
    "plyometric": [("jump", 0.8), ("power", 0.7)],
    "beginner": [("new", 0.9)],
    "easy": [("beginner", 0.9)],
    "ring": [("suspension trainer", 0.7)],
    "suspension trainer": [("suspension", 0.9), ("ring", 0.7)],
    "hip thrust": [("glute bridge", 0.6)],
    "bridge": [("hip thrust", 0.4)],
    "skullcrusher": [("lying triceps extension", 0.9)],
    "good morning": [("hinge", 0.4)],
    "swim": [("pool", 0.7)],
    "balance": [("single leg", 0.3)],
    "yoga": [("mobility", 0.6), ("stretch", 0.6)],
    "flexibility": [("stretch", 0.8), ("mobility", 0.7)],
    "warmup": [("mobility", 0.7)],
    "interval": [("cardio", 0.6)],
}  # fmt: skip

# Words that narrow nothing.
IDLE = {
    "a", "an", "and", "at", "for", "exercise", "exercises", "home", "i", "in", "my", "of", "on", "only", "or",
    "the", "to", "training", "using", "with", "workout", "workouts", "equipment", "please", "some", "me",
}  # fmt: skip
