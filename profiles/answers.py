"""A person's answers as plain values, whether they are kept in the database or in a guest's session."""

from dataclasses import asdict, dataclass, field, fields, replace

from exercises import vocabulary
from profiles.models import Limitation, Place, Profile

STEPS = ("goal", "level", "places", "limits", "time")


@dataclass(frozen=True)
class Answers:
    """What one person answered; a question that was not answered keeps its default.

    ``limitations`` maps a joint to a :class:`Limitation.Severity`; the place is the one where the
    person trains now.
    """

    goal: str = "health"
    level: int = 1
    kind: str = Place.Kind.HOME.value
    place: str = ""
    equipment: tuple = ()
    is_quiet: bool = False
    limitations: dict = field(default_factory=dict)
    minutes: int = 30
    days_per_week: int = 3
    favoured: tuple = ()
    answered: tuple = ()

    @property
    def tolerance(self):
        """``{joint: highest stress it may bear}``."""
        return {
            joint: Limitation.TOLERANCE[Limitation.Severity(severity)]
            for joint, severity in self.limitations.items()
        }

    @property
    def unanswered(self):
        """The steps not answered yet, in the order they are asked."""
        return tuple(step for step in STEPS if step not in self.answered)

    def with_step(self, step, **values):
        """The same answers with ``values`` changed and ``step`` marked as answered."""
        answered = tuple(name for name in STEPS if name == step or name in self.answered)
        return replace(self, answered=answered, **values)

    def to_plain(self):
        """The answers as JSON can hold them."""
        return asdict(self)


def from_plain(plain):
    """Return :class:`Answers` from what :meth:`Answers.to_plain` gave.

    A session may be older than the vocabulary: fields and words that no longer exist are dropped.
    """
    known = {name.name: plain[name.name] for name in fields(Answers) if name.name in plain}
    for name, words in (("equipment", vocabulary.EQUIPMENT), ("favoured", vocabulary.MUSCLES)):
        known[name] = tuple(word for word in known.get(name, ()) if word in words)
    known["answered"] = tuple(step for step in STEPS if step in known.get("answered", ()))
    known["limitations"] = {
        joint: severity
        for joint, severity in known.get("limitations", {}).items()
        if joint in vocabulary.JOINTS and severity in Limitation.Severity.values
    }
    if known.get("goal") not in vocabulary.GOALS:
        known.pop("goal", None)
    return Answers(**known)


def answers_of(user):
    """Return the :class:`Answers` of a member, in four queries; defaults where there is no profile."""
    profile = Profile.objects.filter(user=user).select_related("current_place").first()
    limitations = dict(user.limitations.order_by("pk").values_list("joint__slug", "severity"))
    if profile is None:
        return Answers(limitations=limitations)
    answers = Answers(
        goal=profile.goal, level=profile.level, minutes=profile.minutes, days_per_week=profile.days_per_week,
        limitations=limitations, favoured=tuple(slugs(profile.favoured_muscles)),
        answered=tuple(step for step in STEPS if step in profile.answered),
    )  # fmt: skip
    return standing_at(answers, profile.current_place) if profile.current_place else answers


def slugs(words):
    """The words of a relation (equipment, muscles), sorted."""
    return sorted(words.values_list("slug", flat=True))


def standing_at(answers, place):
    """Return ``answers`` as they would be at ``place``; at a new place with nothing there for ``None``."""
    if place is None:
        return replace(answers, kind=Place.Kind.GYM.value, place="", equipment=(), is_quiet=False)
    return replace(
        answers, kind=place.kind, place=place.name, equipment=tuple(slugs(place.equipment)),
        is_quiet=place.is_quiet,
    )  # fmt: skip
