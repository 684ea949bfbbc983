"""What the API says of picks, reasons and feedback, field by field."""

from django.utils import timezone
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from exercises import vocabulary
from exercises.api_serializers import DoseSerializer, ExerciseCardSerializer
from exercises.models import Exercise
from exercises.rest.fields import (
    ChoiceField,
    FlagField,
    MomentField,
    SlugReferenceField,
    TextField,
    UUIDField,
    WholeField,
    WordsField,
)
from exercises.rest.moments import not_in_the_future
from exercises.rest.paging import PageQuery
from exercises.rest.serializers import QuerySerializer, StrictSerializer
from profiles.api_serializers import OwnPlaceSerializer
from recommender.models import Feedback
from recommender.serving import Filters

MOST_PICKS = 50
KINDS = Feedback.Kind.choices


class NowQuery(QuerySerializer, OwnPlaceSerializer):
    """What a person wants just now, on top of what they said for good."""

    place = UUIDField(required=False, help_text="One of your places; the current one if not given.")
    minutes = WholeField(required=False, min_value=3, max_value=180, help_text="No longer than this.")
    quiet = FlagField(required=False, help_text="Only what nobody below hears.")
    region = ChoiceField(list(vocabulary.REGIONS), required=False, help_text="Only muscles of this region.")
    type = WordsField(vocabulary.TYPES, required=False, help_text="Any of these.")


class RecommendationQuery(NowQuery):
    """How many picks, and how much of their reasons."""

    n = WholeField(min_value=1, max_value=MOST_PICKS, default=12, help_text="At most so many picks.")
    exact = FlagField(default=False, help_text="With `parts`: the exact sum behind each score.")
    without = serializers.ListField(
        child=TextField(max_length=80), required=False, max_length=100,
        help_text="Slugs of exercises that are not wanted, such as those on the screen already.",
    )  # fmt: skip


def filters_of(query):
    """Return the :class:`recommender.serving.Filters` of validated parameters."""
    region, without = query.get("region"), query.get("without")
    slugs = Exercise.objects.filter(slug__in=without) if without else Exercise.objects.none()
    return Filters(
        minutes=query.get("minutes"),
        quiet=query.get("quiet", False),
        muscles=vocabulary.REGIONS[region][1] if region else (),
        types=tuple(query.get("type", ())),
        without=tuple(slugs.values_list("pk", flat=True)) if without else (),
    )


class ReasonSerializer(serializers.Serializer):
    """One reason in words, and what it adds to the score."""

    kind = serializers.CharField()
    text = serializers.CharField()
    value = serializers.FloatField()


class PartSerializer(serializers.Serializer):
    """One line of the exact sum: `history` (an exercise), `preference` (an answer), `popularity`."""

    kind = serializers.CharField()
    key = serializers.CharField(allow_blank=True, help_text="Which exercise or answer.")
    text = serializers.CharField()
    value = serializers.FloatField()


class PickSerializer(serializers.Serializer):
    """One recommended exercise."""

    rank = serializers.IntegerField(help_text="Counted from 1.")
    score = serializers.FloatField()
    propensity = serializers.FloatField(help_text="How likely it was to be shown here.")
    exercise = ExerciseCardSerializer()
    dose = DoseSerializer()
    reasons = ReasonSerializer(many=True, help_text="The strongest, in words.")
    parts = PartSerializer(
        many=True, allow_null=True, help_text="With `exact` alone. They add up to the score."
    )


class LimitSerializer(serializers.Serializer):
    """What one limit leaves out."""

    name = serializers.CharField(help_text="`equipment`, `level`, `joint:knee`, `minutes`, …")
    total = serializers.IntegerField(help_text="Exercises it leaves out.")
    alone = serializers.IntegerField(help_text="Exercises that nothing else leaves out.")
    text = serializers.CharField()


class GainSerializer(serializers.Serializer):
    """What one more piece of equipment would give."""

    equipment = serializers.SlugField()
    exercises = serializers.IntegerField()


class RecommendationSerializer(serializers.Serializer):
    """Picks, best first, and what was left out."""

    request = serializers.UUIDField(help_text="Send it with feedback on these picks.")
    model = serializers.IntegerField(allow_null=True, help_text="The model that chose, if there is one.")
    allowed = serializers.IntegerField(help_text="Exercises that fit your answers and these wishes.")
    catalogue = serializers.IntegerField()
    picks = PickSerializer(many=True)
    limits = LimitSerializer(many=True)
    equipment_gains = GainSerializer(many=True)


class WhySerializer(serializers.Serializer):
    """The exact sum behind an exercise's place among those that you could do."""

    exercise = ExerciseCardSerializer()
    score = serializers.FloatField()
    rank = serializers.IntegerField(allow_null=True, help_text="Nothing where a limit leaves it out.")
    allowed = serializers.IntegerField(help_text="How many exercises fit.")
    parts = PartSerializer(many=True, help_text="They add up to the score.")


class WhyNotSerializer(serializers.Serializer):
    """Why an exercise is not among the picks: the limits that it fails, or how far down it stands."""

    exercise = ExerciseCardSerializer()
    is_allowed = serializers.BooleanField()
    failing = serializers.ListField(child=serializers.CharField(), help_text="One sentence per limit.")
    score = serializers.FloatField()
    rank = serializers.IntegerField(allow_null=True)
    allowed = serializers.IntegerField(help_text="How many exercises fit.")


class FeedbackSerializer(StrictSerializer):
    """What a person says of an exercise."""

    uuid = UUIDField(help_text="Made by the client: sending it again writes nothing.")
    exercise = SlugReferenceField(
        queryset=Exercise.objects.published(), help_text="Its slug.",
        error_messages={"does_not_exist": gettext_lazy("There is no such exercise.")},
    )  # fmt: skip
    kind = ChoiceField(KINDS)
    request = UUIDField(required=False, allow_null=True, help_text="The `request` of the picks it answers.")
    at = MomentField(
        source="created_at", required=False, validators=[not_in_the_future],
        help_text="When it was said, if not now: for clients that were offline.",
    )  # fmt: skip
    undone_at = serializers.DateTimeField(read_only=True, allow_null=True)

    def moment(self):
        """When it was said."""
        return self.validated_data.get("created_at") or timezone.now()


class FeedbackResultSerializer(serializers.Serializer):
    """What became of one item of a list."""

    uuid = serializers.CharField(allow_null=True, help_text="As it was sent, where it was a text.")
    status = serializers.ChoiceField(
        [200, 201, 400, 409], help_text="What the item would have been answered alone."
    )
    feedback = FeedbackSerializer(allow_null=True)
    errors = serializers.ListField(child=serializers.DictField(), default=list)


class FeedbackQuery(PageQuery):
    """What the list of feedback can be narrowed by."""

    kind = ChoiceField(KINDS, required=False)
    exercise = TextField(required=False, max_length=80, help_text="Its slug.")
