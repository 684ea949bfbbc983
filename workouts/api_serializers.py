"""What the API says of workouts and sets, field by field."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from exercises.models import Exercise
from exercises.rest.fields import MomentField, NumberField, TextField, UUIDField, WholeField
from exercises.rest.moments import not_in_the_future
from exercises.rest.paging import PageQuery
from exercises.rest.serializers import StrictSerializer
from profiles.api_serializers import OwnPlaceSerializer
from workouts.entries import AMOUNTS, SetEntry

MOST_SETS = 200


class WorkoutSetSerializer(StrictSerializer):
    """One set of one exercise: repetitions, seconds or metres say how much."""

    uuid = UUIDField(help_text="Made by the client.")
    exercise = TextField(max_length=80, help_text="Its slug; a retired one may still be logged.")
    repetitions = WholeField(min_value=1, max_value=1000, required=False, allow_null=True)
    weight_kg = NumberField(
        max_digits=6, decimal_places=2, min_value=0, max_value=1000, required=False, allow_null=True
    )
    seconds = WholeField(min_value=1, max_value=86_400, required=False, allow_null=True)
    distance_m = WholeField(min_value=1, max_value=1_000_000, required=False, allow_null=True)
    effort = NumberField(
        max_digits=3, decimal_places=1, min_value=1, max_value=10, required=False, allow_null=True,
        help_text="RPE: 1 very light, 10 nothing left.",
    )  # fmt: skip
    done_at = MomentField(
        required=False, validators=[not_in_the_future], help_text="The workout's start if not given."
    )
    position = serializers.IntegerField(read_only=True, help_text="The order within the workout, from 0.")
    voided_at = serializers.DateTimeField(read_only=True, allow_null=True, help_text="When it was taken out.")

    def validate(self, attrs):
        """Something must say how much."""
        if all(attrs.get(name) is None for name in ("repetitions", "seconds", "distance_m")):
            raise serializers.ValidationError(_("Say how much: repetitions, seconds or metres."))
        return attrs


class WorkoutSerializer(OwnPlaceSerializer):
    """One session of training."""

    uuid = UUIDField(help_text="Made by the client: sending it again writes nothing.")
    started_at = MomentField(validators=[not_in_the_future])
    finished_at = MomentField(required=False, allow_null=True, validators=[not_in_the_future])
    note = TextField(required=False, allow_blank=True, max_length=500)
    sets = WorkoutSetSerializer(many=True, max_length=MOST_SETS, help_text="In the order they were done.")

    def validate_sets(self, sets):
        """Find the exercises of all sets at once; each UUID at most once."""
        slugs = {entry["exercise"] for entry in sets}
        known = Exercise.objects.exclude(status=Exercise.Status.DRAFT).filter(slug__in=slugs)
        exercises = {exercise.slug: exercise for exercise in known}
        errors, seen = {}, set()
        for index, entry in enumerate(sets):
            if entry["exercise"] not in exercises:
                errors[index] = {"exercise": [_("There is no such exercise.")]}
            elif entry["uuid"] in seen:
                errors[index] = {"uuid": [_("Two sets have the same UUID.")]}
            seen.add(entry["uuid"])
        if errors:
            raise serializers.ValidationError(errors)
        return [{**entry, "exercise": exercises[entry["exercise"]]} for entry in sets]

    def validate(self, attrs):
        """It ends after it starts, and its sets were done in between."""
        start, end = attrs["started_at"], attrs.get("finished_at")
        if end and end < start:
            raise serializers.ValidationError({"finished_at": [_("It ends before it starts.")]})
        errors = {}
        for index, entry in enumerate(attrs["sets"]):
            done = entry.setdefault("done_at", start)
            if done < start:
                errors[index] = {"done_at": [_("It was done before the workout began.")]}
            elif end and done > end:
                errors[index] = {"done_at": [_("It was done after the workout had ended.")]}
        if errors:
            raise serializers.ValidationError({"sets": errors})
        return attrs

    def entries(self):
        """``(exercise, SetEntry)`` of every set."""
        return [
            (
                entry["exercise"],
                SetEntry(
                    uuid=entry["uuid"], done_at=entry["done_at"],
                    **{name: entry.get(name) for name in AMOUNTS},
                ),
            )
            for entry in self.validated_data["sets"]
        ]  # fmt: skip


class WorkoutQuery(PageQuery):
    """What the history can be narrowed by."""

    since = MomentField(required=False, help_text="Workouts that began at or after this time.")
    until = MomentField(required=False, help_text="Workouts that began before this time.")
    exercise = TextField(required=False, max_length=80, help_text="Workouts with a set of it: its slug.")
