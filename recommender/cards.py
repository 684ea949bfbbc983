"""What one card of the page shows of a pick, ready for the template."""

import math
import uuid
from dataclasses import dataclass, field

from exercises import vocabulary
from recommender import evidence
from recommender.models import Feedback
from recommender.serving import Pick

# Only a like makes an exercise worth so much (see ``evidence.fold``).
LIKED = evidence.OPINIONS[Feedback.Kind.LIKE]


@dataclass(frozen=True)
class Card:
    """A pick with its forms: ``token`` is what each kind of feedback from this card derives its UUID from.

    ``request`` joins the feedback to the impression; ``is_liked`` says whether the last opinion is a like.
    """

    pick: Pick
    request: uuid.UUID | None = None
    is_liked: bool = False
    token: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def slug(self):
        """Names the card on its page."""
        return self.pick.slug

    @property
    def name(self):
        """The exercise's name."""
        return self.pick.name

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


@dataclass(frozen=True)
class Ask:
    """What the feedback buttons need where there is no pick: on an exercise's own page."""

    slug: str
    name: str
    is_liked: bool = False
    request: uuid.UUID | None = None
    token: uuid.UUID = field(default_factory=uuid.uuid4)


def deal(found, *, request=None):
    """Return the cards of a :class:`recommender.serving.Recommendation`, in order.

    ``request`` replaces its own where a card that was shown before is drawn again.
    """
    tastes = found.answers.tastes()
    return [
        Card(pick, request=request or found.request, is_liked=tastes.get(pick.exercise_id) == LIKED)
        for pick in found.picks
    ]


def ask(why):
    """Return the :class:`Ask` beside a :class:`recommender.serving.Why`."""
    return Ask(why.slug, why.name, why.answers.tastes().get(why.exercise_id) == LIKED)
