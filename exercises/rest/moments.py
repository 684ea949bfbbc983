"""What a client's clock may say."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

# Clocks of phones run a little ahead.
SLACK = timedelta(minutes=5)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def not_in_the_future(moment):
    """Refuse a time that has not come, or that is before anybody could have logged it."""
    if moment > timezone.now() + SLACK:
        raise serializers.ValidationError(_("This time has not come yet."))
    if moment < EARLIEST:
        raise serializers.ValidationError(_("This is too long ago."))
