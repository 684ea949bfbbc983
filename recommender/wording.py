"""The words of reasons, limits and feedback: kinds, keys and numbers become short sentences."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from exercises import vocabulary
from recommender.models import Feedback

QUESTIONS = {
    "goal": gettext_lazy("your goal"),
    "level": gettext_lazy("your level"),
    "minutes": gettext_lazy("your time"),
    "days_per_week": gettext_lazy("your days a week"),
    "equipment": gettext_lazy("your equipment"),
    "favoured": gettext_lazy("the muscles you favour"),
    "limited": gettext_lazy("what hurts"),
}
ANSWERS = {
    "goal": vocabulary.GOALS,
    "level": {str(level): name for level, name in vocabulary.LEVELS.items()},
    "equipment": vocabulary.EQUIPMENT,
    "favoured": vocabulary.MUSCLES,
    "limited": vocabulary.JOINTS,
}

# What is said after feedback, and what it will change.
SAID = {
    Feedback.Kind.LIKE: gettext_lazy("Liked. More like it from now on."),
    Feedback.Kind.DISLIKE: gettext_lazy("Not for you. Less like it from now on."),
    Feedback.Kind.NEVER: gettext_lazy("You will not see it again."),
    Feedback.Kind.TOO_HARD: gettext_lazy("Too hard. Put aside for some weeks, and less like it."),
    Feedback.Kind.TOO_EASY: gettext_lazy("Too easy. Put aside for some weeks."),
    Feedback.Kind.HURTS: gettext_lazy("It hurts: you will not see it again."),
    Feedback.Kind.DONE: gettext_lazy("Done, and written in your history."),
    Feedback.Kind.SWAP: gettext_lazy("Swapped away until tomorrow."),
}
_I_SOUND = re.compile(r"h?i(?![aeo])", re.IGNORECASE)
# A value above this, and below 0, comes from a swap alone.
SWAPPED = -0.25


def said(kind):
    """Return what to say after feedback of ``kind``: that it was heard, and what it changes."""
    return SAID[Feedback.Kind(kind)]


def listed(names):
    """Return "a", "a and b" or "a, b and c"."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    parts = {"first": ", ".join(names[:-1]), "last": names[-1]}
    if _I_SOUND.match(names[-1]):
        # Translators: Spanish says "e" rather than "y" here; most languages say the same as ever.
        return pgettext("before an i sound", "%(first)s and %(last)s") % parts
    return _("%(first)s and %(last)s") % parts


def answer(feature):
    """Return the words of one preference feature, ``goal=strength`` → "Get stronger"."""
    question, _sep, value = feature.partition("=")
    table = ANSWERS.get(question)
    if table and value in table:
        return str(table[value])
    return value


def part(kind, key, names):
    """Return the line of the exact sum for one part; ``names`` maps exercise ids to names and values."""
    if kind == "history":
        name, value = names.get(key, (_("an exercise"), 0))
        if value >= 0.9:
            return _("liked %(name)s") % {"name": name}
        if value > 0:
            return _("did %(name)s") % {"name": name}
        if value > SWAPPED:
            return _("swapped away %(name)s") % {"name": name}
        return _("did not suit you: %(name)s") % {"name": name}
    if kind == "preference":
        question = key.split("=", 1)[0]
        said = answer(key)
        label = QUESTIONS.get(question, question)
        return f"{label}: {said}" if said else str(label)
    if kind == "popularity":
        return _("popular here")
    return str(kind)


def question(name, answers):
    """Return the line of the exact sum for one question and what the person answered to it."""
    label = str(QUESTIONS.get(name, name))
    if name == "equipment":
        return f"{label}: {answers.place}" if answers.place else label
    replies = {
        "goal": [vocabulary.GOALS.get(answers.goal, answers.goal)],
        "level": [vocabulary.LEVELS.get(answers.level, answers.level)],
        "minutes": [_("%(minutes)d minutes") % {"minutes": answers.minutes}],
        "days_per_week": [answers.days_per_week],
        "favoured": [vocabulary.MUSCLES.get(word, word) for word in answers.favoured] or [_("none")],
        "limited": [vocabulary.JOINTS.get(word, word) for word in sorted(answers.tolerance)]
        or [_("nothing")],
    }.get(name, [])
    said = listed(vocabulary.in_sentence(reply) for reply in replies)
    return f"{label}: {said}" if said else label


def reason(kind, key, keys, names, *, facts=None, learnt=True):
    """Return the short sentence of one reason on a card.

    ``facts`` are the exercise's: only what it really trains is said to be trained. With ``learnt`` the
    weight of an answer comes from people who gave the same one; without, from the catalogue's tags.
    """
    known = [names[item][0] for item in keys if item in names]
    if kind == "liked":
        if not known:
            return _("Because of what you did")
        if max(names[item][1] for item in keys if item in names) >= 0.9:
            return _("Because you liked %(names)s") % {"names": listed(known[:2])}
        return _("Because you did %(names)s") % {"names": listed(known[:2])}
    if kind == "disliked":
        return _("Unlike %(names)s, which did not suit you") % {"names": listed(known[:2])}
    if kind == "popularity":
        return _("Popular with people here")
    if key == "favoured":
        trained = [muscle.partition("=")[2] for muscle in keys]
        trained = [muscle for muscle in trained if muscle in (facts or {}).get("muscles", {})]
        if trained:
            return _("Trains what you favour: %(muscles)s") % {
                "muscles": listed(
                    vocabulary.in_sentence(vocabulary.MUSCLES[muscle]) for muscle in trained[:2]
                )
            }
    said = [vocabulary.in_sentence(word) for word in map(answer, keys) if word]
    return _alike(key, said) if learnt else _fitting(key, said)


def _alike(key, said):
    """What people who gave the same answer like."""
    words = {"answers": listed(said[:2])}
    if key == "goal" and said:
        return _("Liked by people with your goal: %(answers)s") % words
    if key == "equipment" and said:
        return _("Liked by people who have %(answers)s") % words
    if key == "favoured" and said:
        return _("Liked by people who favour %(answers)s") % words
    if key == "limited" and said:
        return _("Liked by people who spare the %(answers)s") % words
    return {
        "level": _("Liked by people of your level"),
        "equipment": _("Liked by people with your equipment"),
        "favoured": _("Liked by people who favour what you do"),
        "limited": _("Liked by people whom as little hurts"),
        "minutes": _("Liked by people with as much time"),
        "days_per_week": _("Liked by people who train as often"),
    }.get(key) or _("Liked by people who answer as you do")


def _fitting(key, said):
    """What the catalogue's tags say, where nobody was learnt from."""
    if key == "goal" and said:
        return _("Fits your goal: %(goal)s") % {"goal": said[0]}
    if key == "level":
        return _("Fits your level")
    if key == "equipment" and said:
        return _("Uses what you have: %(things)s") % {"things": listed(said[:2])}
    return _("Suits %(answer)s") % {"answer": QUESTIONS.get(key, key)}


def limit(name, count):
    """Return "Leaves out 18 exercises: they load the knee." for one limit."""
    joint = name.partition(":")[2]
    words = {"count": count, "joint": vocabulary.in_sentence(vocabulary.JOINTS.get(joint, joint))}
    return _left_out("joint" if joint else name, count) % words


def _left_out(name, count):
    """The whole sentence of each limit: parts of one could not be put together in every language."""
    if name == "joint":
        return ngettext(
            "Leaves out %(count)d exercise: it loads the %(joint)s.",
            "Leaves out %(count)d exercises: they load the %(joint)s.", count,
        )  # fmt: skip
    if name == "equipment":
        return ngettext(
            "Leaves out %(count)d exercise: it needs equipment that is not there.",
            "Leaves out %(count)d exercises: they need equipment that is not there.", count,
        )  # fmt: skip
    if name == "level":
        return ngettext(
            "Leaves out %(count)d exercise: it is above your level.",
            "Leaves out %(count)d exercises: they are above your level.", count,
        )  # fmt: skip
    if name == "blocked":
        return ngettext(
            "Leaves out %(count)d exercise: you asked never to see it, or it hurts.",
            "Leaves out %(count)d exercises: you asked never to see them, or they hurt.", count,
        )  # fmt: skip
    if name == "already":
        return ngettext(
            "Leaves out %(count)d exercise: you put it aside for now.",
            "Leaves out %(count)d exercises: you put them aside for now.", count,
        )  # fmt: skip
    if name == "types":
        return ngettext(
            "Leaves out %(count)d exercise: it is of another kind.",
            "Leaves out %(count)d exercises: they are of another kind.", count,
        )  # fmt: skip
    if name == "muscles":
        return ngettext(
            "Leaves out %(count)d exercise: it trains other muscles.",
            "Leaves out %(count)d exercises: they train other muscles.", count,
        )  # fmt: skip
    if name == "minutes":
        return ngettext(
            "Leaves out %(count)d exercise: it takes longer than you have.",
            "Leaves out %(count)d exercises: they take longer than you have.", count,
        )  # fmt: skip
    if name == "quiet":
        return ngettext(
            "Leaves out %(count)d exercise: it makes a noise.",
            "Leaves out %(count)d exercises: they make a noise.", count,
        )  # fmt: skip
    if name == "catalogue":
        return ngettext(
            "Leaves out %(count)d exercise: it is not in the catalogue any more.",
            "Leaves out %(count)d exercises: they are not in the catalogue any more.", count,
        )  # fmt: skip
    return ngettext("Leaves out %(count)d exercise.", "Leaves out %(count)d exercises.", count)


def gained(word, count):
    """Return what owning one more thing would give."""
    name = str(vocabulary.EQUIPMENT.get(word, word))
    return ngettext("%(name)s: %(count)d more", "%(name)s: %(count)d more", count) % {
        "name": name,
        "count": count,
    }


def relaxing(name):
    """Return what a person could change about a limit, as ``(words, URL name, argument)``; None if nothing.

    The argument is None where the address takes none.
    """
    if name.startswith("joint:"):
        return _("Change what hurts"), "profiles:question", "limits"
    return {
        "equipment": (_("Change your equipment"), "profiles:question", "places"),
        "level": (_("Change your level"), "profiles:question", "level"),
        "minutes": (_("Change your time"), "profiles:question", "time"),
        "blocked": (_("See what you said"), "recommender:said", None),
        "already": (_("See what you said"), "recommender:said", None),
    }.get(name)


def failing(name, row, answers):
    """Return the sentence that says why one exercise is not allowed: one limit, one exercise."""
    joint = name.partition(":")[2]
    if name == "equipment":
        lacking = [
            vocabulary.in_sentence(vocabulary.EQUIPMENT.get(w, w))
            for w in row["equipment"]
            if w not in answers.equipment
        ]
        return _("It needs %(things)s, which you do not have at %(place)s.") % {
            "things": listed(lacking),
            "place": answers.place or _("this place"),
        }
    if joint:
        return _("It loads the %(joint)s (%(stress)s), more than you said it may bear.") % {
            "joint": vocabulary.in_sentence(vocabulary.JOINTS.get(joint, joint)),
            "stress": vocabulary.STRESS.get(row["joints"].get(joint, 0), "?"),
        }
    if name == "level":
        level = vocabulary.LEVELS.get(row["level"], "?")
        return _("It is for the level “%(level)s”; yours is “%(yours)s”.") % {
            "level": level,
            "yours": vocabulary.LEVELS[answers.level],
        }
    return {
        "blocked": _("You asked never to see it again, or said that it hurts."),
        "already": _("You put it aside for now."),
        "minutes": _("It takes longer than the time you have."),
        "quiet": _("It makes a noise."),
        "types": _("It is of another kind than you asked for."),
        "muscles": _("It trains other muscles than you asked for."),
        "catalogue": _("It is not in the catalogue any more."),
    }.get(name, name)
