"""What the API says of sessions, field by field."""

from rest_framework import serializers

from exercises import vocabulary
from exercises.rest.fields import (
    ChoiceField,
    FlagField,
    MomentField,
    NumberField,
    TextField,
    UUIDField,
    WholeField,
)
from exercises.rest.moments import not_in_the_future
from exercises.rest.paging import PageQuery
from exercises.rest.serializers import StrictSerializer
from profiles.api_serializers import OwnPlaceSerializer
from recommender.session_forms import MOST_SEED
from recommender.sessions.building import LONGEST, SHORTEST
from recommender.sessions.plans import SECTIONS

REGIONS = list(vocabulary.REGIONS)
MOST_SLOTS = 60
UNITS = ["repetitions", "seconds", "minutes"]
SLOT = "The `key` of one of its slots, such as `main:12`."


class AtPlaceSerializer(OwnPlaceSerializer):
    """A body that may say where a session is to be."""

    place = UUIDField(required=False, allow_null=True, help_text="One of your places; else the current one.")


class SessionRequestSerializer(AtPlaceSerializer):
    """What a session is built from."""

    uuid = UUIDField(help_text="Made by the client: sending it again makes nothing.")
    minutes = WholeField(
        required=False, min_value=SHORTEST, max_value=LONGEST, help_text="Else your answer to the question."
    )
    region = ChoiceField(REGIONS, required=False, allow_null=True, help_text="Nothing: the whole body.")
    quiet = FlagField(default=False, help_text="Only what nobody below hears.")
    seed = WholeField(
        default=0, min_value=0, max_value=MOST_SEED, help_text="0 is the best; another is another one."
    )


class SessionChangeSerializer(AtPlaceSerializer):
    """What to change; what is not sent stays. All but `locked` alone builds it again around the locks."""

    minutes = WholeField(required=False, min_value=SHORTEST, max_value=LONGEST)
    region = ChoiceField(REGIONS, required=False, allow_null=True)
    quiet = FlagField(required=False)
    seed = WholeField(required=False, min_value=0, max_value=MOST_SEED, help_text="Another one: one more.")
    locked = serializers.ListField(
        child=TextField(max_length=40), required=False, max_length=MOST_SLOTS,
        help_text="The `key` of every slot to keep; the others are unlocked.",
    )  # fmt: skip


class SlotChoiceSerializer(StrictSerializer):
    """One slot of a session."""

    slot = TextField(max_length=40, help_text=SLOT)


class SessionSetSerializer(StrictSerializer):
    """One set of a session as it was done; of warming up and cooling down, only that it was done."""

    uuid = UUIDField(help_text="Made by the client: sending it again writes nothing, another one corrects.")
    slot = TextField(max_length=40, help_text=SLOT)
    number = WholeField(min_value=1, max_value=20, help_text="Which set, counted from 1.")
    repetitions = WholeField(min_value=1, max_value=1000, required=False, allow_null=True)
    seconds = WholeField(min_value=1, max_value=86_400, required=False, allow_null=True)
    weight_kg = NumberField(
        max_digits=6, decimal_places=2, min_value=0, max_value=1000, required=False, allow_null=True
    )
    effort = NumberField(
        max_digits=3, decimal_places=1, min_value=1, max_value=10, required=False, allow_null=True,
        help_text="RPE: 1 very light, 10 nothing left.",
    )  # fmt: skip
    done_at = MomentField(required=False, validators=[not_in_the_future], help_text="Now if not given.")


class SessionEndSerializer(StrictSerializer):
    """The end of a session."""

    finished_at = MomentField(required=False, validators=[not_in_the_future], help_text="Now if not given.")


class SlotSerializer(serializers.Serializer):
    """One exercise of a session, in the order of the session."""

    key = serializers.CharField(help_text="Names the slot in its session.")
    section = serializers.ChoiceField(list(SECTIONS))
    exercise = serializers.SlugField()
    name = serializers.CharField()
    sets = serializers.IntegerField()
    low = serializers.IntegerField(help_text="`low` to `high` `unit` in each set.")
    high = serializers.IntegerField()
    unit = serializers.ChoiceField(UNITS)
    is_per_side = serializers.BooleanField()
    aim = serializers.IntegerField(allow_null=True, help_text="What to reach this time.")
    weight_kg = serializers.FloatField(allow_null=True, help_text="The load; nothing where nobody knows yet.")
    rule = serializers.CharField(allow_blank=True, help_text="How `aim` and `weight_kg` were found.")
    rule_text = serializers.CharField(allow_blank=True)
    rest = serializers.IntegerField(help_text="Seconds after each set but the last.")
    work = serializers.IntegerField(help_text="Seconds of a set, both sides.")
    start = serializers.IntegerField(help_text="Seconds from the beginning.")
    superset = serializers.IntegerField(
        allow_null=True, help_text="Two with the same one are alternated set by set."
    )
    is_preparation = serializers.BooleanField(help_text="The light set before a main exercise; goes with it.")
    is_locked = serializers.BooleanField()
    why = serializers.ListField(child=serializers.CharField(), help_text="Why it is there, in sentences.")
    done = serializers.ListField(child=serializers.IntegerField(), help_text="Numbers of the sets done.")
    skipped = serializers.ListField(child=serializers.IntegerField(), help_text="Numbers of those left out.")


class SessionGoalSerializer(serializers.Serializer):
    """One thing that the session promised to train."""

    target = serializers.CharField()
    name = serializers.CharField()
    volume = serializers.FloatField(help_text="In hard sets that are all its own.")
    is_covered = serializers.BooleanField()
    why_not = serializers.CharField(allow_blank=True)


class StepSerializer(serializers.Serializer):
    """One stretch of time: `work`, `rest` or `change`; all of them add up to `seconds`."""

    kind = serializers.ChoiceField(["work", "rest", "change"])
    slot = serializers.CharField(help_text="The `key` of its slot.")
    seconds = serializers.IntegerField()
    number = serializers.IntegerField(help_text="Which set; 0 for changing over.")


class SessionCardSerializer(serializers.Serializer):
    """A session as a list shows it."""

    uuid = serializers.UUIDField()
    made_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(help_text="What was asked for.")
    place = serializers.UUIDField(allow_null=True)
    is_quiet = serializers.BooleanField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    workout = serializers.UUIDField(allow_null=True, help_text="The workout that its sets are in.")
    model = serializers.IntegerField(allow_null=True, help_text="The model that chose, if there is one.")


class SessionSerializer(SessionCardSerializer):
    """A whole session: what to do when, with how much, and why."""

    seconds = serializers.IntegerField(help_text="What it takes; never more than `minutes`.")
    goal = serializers.CharField()
    region = serializers.CharField(allow_null=True)
    seed = serializers.IntegerField()
    is_light = serializers.BooleanField(help_text="A lighter week: fewer sets, less load.")
    notes = serializers.ListField(child=serializers.CharField(), help_text="What is worth knowing of it.")
    slots = SlotSerializer(many=True)
    goals = SessionGoalSerializer(many=True)
    steps = StepSerializer(many=True)


class SessionQuery(PageQuery):
    """Which page of the list."""
