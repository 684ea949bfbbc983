"""What the API says of a person's answers and places, field by field."""

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers

from exercises import vocabulary
from exercises.rest.fields import ChoiceField, FlagField, TextField, UUIDField, WholeField, WordsField
from exercises.rest.serializers import StrictSerializer
from profiles.answers import STEPS
from profiles.models import Limitation, Place, Profile

LANGUAGES = [code for code, _name in settings.LANGUAGES]
HABITS = ("language", "units", "week_start", "clock")


class MeSerializer(serializers.Serializer):
    """Who is signed in."""

    email = serializers.CharField()
    joined_at = serializers.DateTimeField()
    answered = serializers.ListField(
        child=serializers.ChoiceField(list(STEPS)), help_text="Questions answered."
    )
    unanswered = serializers.ListField(child=serializers.ChoiceField(list(STEPS)))


class PlaceSerializer(StrictSerializer):
    """Somewhere to train, with what is there."""

    uuid = UUIDField(required=False, help_text="Made by the client, or else here; it never changes.")
    name = TextField(max_length=40, required=False, help_text="Without one it is called after its kind.")
    kind = ChoiceField(Place.Kind.choices)
    equipment = WordsField(vocabulary.EQUIPMENT, help_text="All that is there.")
    is_quiet = FlagField(default=False, help_text="Nothing that makes a noise.")


class OwnPlaceSerializer(StrictSerializer):
    """A body that may name one of the member's places."""

    place = UUIDField(required=False, allow_null=True, help_text="One of your places.")

    def validate_place(self, uuid):
        """One's own place; anybody else's is as unknown as none."""
        if uuid is None:
            return None
        place = self.context["request"].user.places.filter(uuid=uuid).first()
        if place is None:
            raise serializers.ValidationError(_("You have no such place."))
        return place


class PlaceChangeSerializer(StrictSerializer):
    """What to change about a place; what is not sent stays."""

    name = TextField(max_length=40, required=False)
    kind = ChoiceField(Place.Kind.choices, required=False)
    equipment = WordsField(vocabulary.EQUIPMENT, required=False)
    is_quiet = FlagField(required=False)


class LimitationSerializer(StrictSerializer):
    """A joint that hurts, and how badly: severe is no load at all."""

    joint = ChoiceField(list(vocabulary.JOINTS))
    severity = ChoiceField(Limitation.Severity.choices)


class PreferencesSerializer(serializers.Serializer):
    """What a person wants and has."""

    goal = serializers.ChoiceField(list(vocabulary.GOALS))
    level = serializers.ChoiceField(list(vocabulary.LEVELS))
    minutes = serializers.IntegerField(help_text="Per session.")
    days_per_week = serializers.IntegerField()
    favoured_muscles = serializers.ListField(child=serializers.ChoiceField(list(vocabulary.MUSCLES)))
    limitations = LimitationSerializer(many=True)
    places = PlaceSerializer(many=True)
    current_place = serializers.UUIDField(allow_null=True, help_text="Where you train now.")
    language = serializers.ChoiceField(LANGUAGES, allow_blank=True, help_text="Empty: as the browser asks.")
    units = serializers.ChoiceField(
        Profile.Units.values, allow_blank=True,
        help_text="What pages show weights in; the API is always in kilograms.",
    )  # fmt: skip
    week_start = serializers.ChoiceField(Profile.WeekStart.values, allow_blank=True)
    clock = serializers.ChoiceField(Profile.Clock.values, allow_blank=True)
    answered = serializers.ListField(child=serializers.ChoiceField(list(STEPS)))


class PreferencesChangeSerializer(StrictSerializer):
    """What to change; what is not sent stays. Lists replace what was there."""

    goal = ChoiceField(list(vocabulary.GOALS), required=False)
    level = ChoiceField(list(vocabulary.LEVELS), required=False)
    minutes = WholeField(min_value=5, max_value=180, required=False)
    days_per_week = WholeField(min_value=1, max_value=7, required=False)
    favoured_muscles = WordsField(vocabulary.MUSCLES, required=False)
    limitations = LimitationSerializer(
        many=True, required=False, max_length=len(vocabulary.JOINTS), help_text="Each joint at most once."
    )
    current_place = UUIDField(required=False, help_text="One of your places.")
    language = ChoiceField(LANGUAGES, required=False, allow_blank=True)
    units = ChoiceField(Profile.Units.values, required=False, allow_blank=True)
    week_start = ChoiceField(Profile.WeekStart.values, required=False, allow_blank=True)
    clock = ChoiceField(Profile.Clock.values, required=False, allow_blank=True)

    def validate_limitations(self, limitations):
        """Return ``{joint: severity}``; a joint named twice would be a riddle."""
        found = {limit["joint"]: limit["severity"] for limit in limitations}
        if len(found) < len(limitations):
            raise serializers.ValidationError(_("Each joint at most once."))
        return found

    def validate_current_place(self, uuid):
        """One's own place; anybody else's is as unknown as none."""
        place = self.context["request"].user.places.filter(uuid=uuid).first()
        if place is None:
            raise serializers.ValidationError(_("You have no such place."))
        return place
