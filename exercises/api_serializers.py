"""What the API says of exercises and words, field by field."""

from rest_framework import serializers

from exercises import vocabulary
from exercises.filters import NOTHING, SORTS
from exercises.models import Exercise
from exercises.representations import WITHDRAWN
from exercises.rest.fields import ChoiceField, FlagField, MomentField, TextField, WordsField
from exercises.rest.paging import CursorQuery, PageQuery
from exercises.search.query import LONGEST_TEXT


class ExerciseQuery(PageQuery):
    """What the list can be narrowed by; the page of the catalogue has the same form."""

    q = TextField(
        required=False, max_length=LONGEST_TEXT, help_text="Words, in any order; limits are understood."
    )
    type = WordsField(vocabulary.TYPES, required=False, help_text="Any of these.")
    level = ChoiceField(list(vocabulary.LEVELS), required=False, help_text="No harder than this.")
    muscle = WordsField(vocabulary.MUSCLES, required=False, help_text="Any of these.")
    equipment = WordsField(
        [NOTHING, *vocabulary.EQUIPMENT], required=False,
        help_text="What is at hand: everything an exercise needs is among these. `none` is nothing at all.",
    )  # fmt: skip
    joint = WordsField(vocabulary.JOINTS, required=False, help_text="To be spared: no more than a low load.")
    quiet = FlagField(required=False, help_text="Only what nobody below hears.")
    sort = ChoiceField([sort for sort in SORTS if sort], required=False)


class ChangesQuery(CursorQuery):
    """From when on; the cursor of an earlier answer goes before the time."""

    updated_since = MomentField(required=False, help_text="Changes at or after this time; none: everything.")


class ExerciseCardSerializer(serializers.Serializer):
    """An exercise as a card shows it."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    type = serializers.ChoiceField(list(vocabulary.TYPES))
    level = serializers.ChoiceField(list(vocabulary.LEVELS))
    pattern = serializers.ChoiceField(list(vocabulary.PATTERNS), allow_blank=True)
    measure = serializers.ChoiceField(list(vocabulary.MEASURES))
    minutes = serializers.FloatField(allow_null=True, help_text="The usual time in all, rests included.")
    is_quiet = serializers.BooleanField()
    is_unilateral = serializers.BooleanField()
    equipment = serializers.ListField(child=serializers.SlugField(), help_text="All that it needs.")
    primary = serializers.ListField(child=serializers.SlugField(), help_text="Muscles it is done for.")
    secondary = serializers.ListField(child=serializers.SlugField(), help_text="Muscles that help.")


class DoseSerializer(serializers.Serializer):
    """How much to do: sets of `low` to `high` units."""

    sets = serializers.IntegerField()
    low = serializers.IntegerField()
    high = serializers.IntegerField()
    unit = serializers.ChoiceField(list(vocabulary.MEASURES))
    rest = serializers.IntegerField(help_text="Seconds between sets.")


class MuscleShareSerializer(serializers.Serializer):
    """How much of the work a muscle does."""

    muscle = serializers.SlugField()
    role = serializers.ChoiceField(["primary", "secondary"])
    share = serializers.FloatField(help_text="The shares of one exercise add to 1.")


class JointStressSerializer(serializers.Serializer):
    """What is asked of a joint; joints that are not named bear nothing."""

    joint = serializers.SlugField()
    stress = serializers.ChoiceField([1, 2, 3])


class SuitabilitySerializer(serializers.Serializer):
    """A note for people to whom a topic applies."""

    topic = serializers.ChoiceField(list(vocabulary.SUITABILITY_TOPICS))
    advice = serializers.ChoiceField(list(vocabulary.SUITABILITY))


class GoalDoseSerializer(serializers.Serializer):
    """How much of it for one goal."""

    goal = serializers.ChoiceField(list(vocabulary.GOALS))
    dose = DoseSerializer()


class SourceSerializer(serializers.Serializer):
    """Where it comes from, and under which licence."""

    name = serializers.CharField()
    url = serializers.CharField(allow_blank=True)
    author = serializers.CharField(allow_blank=True)
    licence = serializers.CharField()


class ExerciseSerializer(ExerciseCardSerializer):
    """Everything about a published exercise."""

    aliases = serializers.ListField(child=serializers.CharField())
    force = serializers.ChoiceField(list(vocabulary.FORCES), allow_blank=True)
    mechanic = serializers.ChoiceField(list(vocabulary.MECHANICS), allow_blank=True)
    met = serializers.FloatField(allow_null=True, help_text="Energy cost in METs.")
    seconds_per_repetition = serializers.FloatField(allow_null=True)
    muscles = MuscleShareSerializer(many=True)
    joints = JointStressSerializer(many=True)
    suitability = SuitabilitySerializer(many=True)
    doses = GoalDoseSerializer(many=True)
    variation_group = serializers.SlugField(allow_null=True, help_text="Variations of one movement share it.")
    easier = serializers.SlugField(allow_null=True)
    harder = serializers.SlugField(allow_null=True)
    instead = serializers.ListField(child=serializers.SlugField())
    summary = serializers.CharField(allow_blank=True)
    setup = serializers.CharField(allow_blank=True)
    steps = serializers.ListField(child=serializers.CharField())
    breathing = serializers.CharField(allow_blank=True)
    mistakes = serializers.ListField(child=serializers.CharField())
    source = SourceSerializer()
    updated_at = serializers.DateTimeField()


class ExerciseChangeSerializer(serializers.Serializer):
    """One change: the exercise as it is now, or, when it is no longer published, where it stood."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    status = serializers.ChoiceField(
        [Exercise.Status.PUBLISHED.value, Exercise.Status.RETIRED.value, WITHDRAWN],
        help_text="`retired` and `withdrawn` are gone; what is withdrawn may return.",
    )
    updated_at = serializers.DateTimeField()
    replacement = serializers.SlugField(allow_null=True, help_text="What to do instead of a retired one.")
    exercise = ExerciseSerializer(allow_null=True, help_text="Nothing for one that is gone.")


class ExerciseChangesSerializer(serializers.Serializer):
    """Some changes, oldest first. Keep `cursor` for the next time, and ask again while there is more."""

    results = ExerciseChangeSerializer(many=True)
    has_more = serializers.BooleanField()
    cursor = serializers.CharField()


class WordSerializer(serializers.Serializer):
    """A word: what is sent, and what people read."""

    code = serializers.CharField()
    name = serializers.CharField()


class NumberWordSerializer(serializers.Serializer):
    """A step of a scale."""

    code = serializers.IntegerField()
    name = serializers.CharField()


class RegionSerializer(WordSerializer):
    """A region of the body."""

    muscles = serializers.ListField(child=serializers.SlugField())
