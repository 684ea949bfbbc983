"""What one card of the page shows of a pick, ready for the template."""

import math
import uuid
from dataclasses import dataclass, field

from exercises import vocabulary
from recommender.models import Feedback
from recommender.serving import Pick


@dataclass(frozen=True)
class Card:
    """A pick with its forms: ``token`` is what each kind of feedback from this card derives its UUID from.

    ``request`` joins the feedback to the impression; ``liked`` is the UUID of the like that stands.
    """

    pick: Pick
    request: uuid.UUID | None = None
    liked: uuid.UUID | None = None
    token: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def slug(self):
        """Names the card on its page."""
        return self.pick.slug

    @property
    def equipment(self):
        """The words of all that it needs."""
        return [vocabulary.EQUIPMENT.get(word, word) for word in self.pick.facts["equipment"]]

    @property
    def level(self):
        """The word of its level."""
        return vocabulary.LEVELS.get(self.pick.facts["level"], "")

    @property
    def type(self):
        """The word of its type."""
        return vocabulary.TYPES.get(self.pick.facts["type"], "")

    @property
    def primary(self):
        """The muscles it is done for, as codes."""
        return self.pick.facts["primary"]

    @property
    def secondary(self):
        """The muscles that help, as codes."""
        return [muscle for muscle in self.pick.facts["muscles"] if muscle not in self.primary]

    @property
    def minutes(self):
        """Its usual time in whole minutes; None where it is not known."""
        minutes = self.pick.facts["minutes"]
        return None if math.isnan(minutes) else max(1, round(minutes))


def deal(user, found):
    """Return the cards of a :class:`recommender.serving.Recommendation`, in order.

    One further query, and only where something shown is liked already.
    """
    tastes = found.answers.tastes()
    maybe = [pick.exercise_id for pick in found.picks if tastes.get(pick.exercise_id) == 1.0]
    likes = standing_likes(user, maybe) if maybe else {}
    return [Card(pick, request=found.request, liked=likes.get(pick.exercise_id)) for pick in found.picks]


def standing_likes(user, exercise_ids):
    """Return ``{exercise id: UUID of the latest like that stands}``."""
    rows = Feedback.objects.standing().filter(
        user=user, exercise_id__in=exercise_ids, kind=Feedback.Kind.LIKE
    )
    return dict(rows.order_by("created_at", "pk").values_list("exercise_id", "uuid"))


@dataclass(frozen=True)
class Ask:
    """What the feedback buttons need where there is no pick: on an exercise's own page."""

    slug: str
    liked: uuid.UUID | None = None
    request: uuid.UUID | None = None
    token: uuid.UUID = field(default_factory=uuid.uuid4)
