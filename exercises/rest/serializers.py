"""Serializers that refuse what they do not know, in bodies and in addresses."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

UNKNOWN = _("There is no such field here.")
READ_ONLY = _("This cannot be changed here.")
GIVEN_TWICE = _("This was given more than once.")
NUMBER = re.compile(r"-?[0-9]{1,9}", re.ASCII)
FLAGS = {"true": True, "1": True, "false": False, "0": False}


class StrictSerializer(serializers.Serializer):
    """A body with these fields and no others; each unknown one is named."""

    def to_internal_value(self, data):
        """Read the fields, and gather what is unknown with what is wrong."""
        errors = {}
        if isinstance(data, Mapping):
            for name in data:
                if name not in self.fields:
                    errors[name] = [UNKNOWN]
                elif self.fields[name].read_only:
                    errors[name] = [READ_ONLY]
        try:
            found = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**errors, **error.detail}) from error
        if errors:
            raise serializers.ValidationError(errors)
        return found


class QuerySerializer(StrictSerializer):
    """The parameters of an address: texts become what the fields want, by one spelling each."""

    @classmethod
    def read(cls, request, **context):
        """Return the parameters of a request, validated; raises ``ValidationError`` naming the field."""
        form = cls(data={}, context={"request": request, **context})
        data, errors = {}, {}
        for name, values in request.query_params.lists():
            field = form.fields.get(name)
            if isinstance(field, serializers.ListField):
                data[name] = [_typed(field.child, value) for value in values]
            elif len(values) > 1:
                errors[name] = [GIVEN_TWICE]
            else:
                data[name] = _typed(field, values[0])
        if errors:
            raise serializers.ValidationError(errors)
        form.initial_data = data
        form.is_valid(raise_exception=True)
        return form.validated_data


def _typed(field, text):
    """The value that a text spells for a field; a text that spells none is left for the field to refuse."""
    if isinstance(field, serializers.BooleanField):
        return FLAGS.get(text, text)
    wants_number = isinstance(field, serializers.IntegerField) or int in getattr(field, "types", ())
    if wants_number and NUMBER.fullmatch(text):
        return int(text)
    return text
