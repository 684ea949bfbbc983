"""Which exercises serve a goal, and how well by their kind: a rule of thumb over the catalogue's words."""

# Points per word. The engine's content scorer starts from the same table; it knows none of our rooms, so
# the table stands there once more and a test keeps the two alike.
LOOKED_FOR = {
    "strength": {"type=strength": 1.0, "mechanic=compound": 0.4, "type=power": 0.2},
    "muscle": {"type=strength": 1.0, "mechanic=isolation": 0.2, "mechanic=compound": 0.2},
    "power": {"type=power": 1.0, "pattern=jump": 0.4, "pattern=throw": 0.4, "type=strength": 0.4},
    "endurance": {"type=cardio": 1.0, "pattern=locomotion": 0.3, "type=strength": 0.2},
    "weight": {"type=cardio": 0.8, "type=strength": 0.5, "mechanic=compound": 0.3, "type=power": 0.3},
    "mobility": {"type=mobility": 1.0, "type=stretching": 0.8, "type=balance": 0.3},
    "health": {"type=strength": 0.5, "type=cardio": 0.5, "type=mobility": 0.4, "type=balance": 0.4},
}


def types_for(goal):
    """The types that serve a goal, the most fitting first.

    >>> types_for("mobility")
    ('mobility', 'stretching', 'balance')
    """
    points = {
        word.removeprefix("type="): value
        for word, value in LOOKED_FOR[goal].items()
        if word.startswith("type=")
    }
    return tuple(sorted(points, key=lambda word: -points[word]))


def fit(goal, *, type, mechanic, pattern):
    """How well an exercise of this kind fits a goal: 0 (not at all) to 1 (nothing could fit better).

    >>> fit("muscle", type="strength", mechanic="isolation", pattern="single-joint")
    1.0
    """
    looked_for = LOOKED_FOR[goal]
    said = (f"type={type}", f"mechanic={mechanic}", f"pattern={pattern}")
    return sum(looked_for.get(word, 0.0) for word in said) / _most(looked_for)


def _most(looked_for):
    """The points of a kind that has the best word for everything."""
    best = {}
    for word, value in looked_for.items():
        question = word.partition("=")[0]
        best[question] = max(best.get(question, 0.0), value)
    return sum(best.values())
