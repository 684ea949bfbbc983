"""What a row is beside a plain set: a warm-up, a drop set, a set to failure, or no set at all."""

import re
from functools import lru_cache

from exercises.search.words import fold
from workouts.importing.rows import DROP, FAILURE, NORMAL, WARM_UP

REST, NOTE = "rest timer", "note"

_WORDS = {
    WARM_UP: "w, warmup, warm up, warm-up, aufwarmen, aufwarmsatz, calentamiento, echauffement, "
    "riscaldamento, aquecimento",
    DROP: "d, drop, dropset, drop set, drop-set, reduktionssatz, serie descendente, degressive",
    FAILURE: "f, failure, to failure, versagen, bis zum versagen, muskelversagen, al fallo, fallo, echec, "
    "a cedimento, cedimento, falha",
    REST: "rest timer, rest, pausentimer, satzpause, pause, temporizador de descanso, descanso, "
    "minuteur de repos, repos, timer di recupero, recupero",
    NOTE: "note, notes, notiz, nota, commentaire",
}
# What a clock is called says rest in any other wording as well.
_CLOCK = re.compile(r"\b(?:timer|temporizador|minuteur|cronometro|chronometre)\b")
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split(", ")}


@lru_cache(maxsize=1000)
def kind_of(text):
    """The kind that a word or a letter stands for; anything else, such as a number, is a plain set.

    >>> kind_of("W"), kind_of("Rest Timer"), kind_of("Ruhe-Timer"), kind_of("3"), kind_of("dropset")
    ('warm-up', 'rest timer', 'rest timer', 'normal', 'drop')
    """
    word = fold(text).strip(" ().")
    return _KINDS.get(word) or (REST if _CLOCK.search(word) else NORMAL)
