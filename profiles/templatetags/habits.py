"""Filters that show weights and times as the reader is used to.

{% load habits %}{{ kilograms|weight }} {{ kilograms|weight:0 }} {{ moment|clock }} {{ moment|moment }}
"""

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from profiles import weights
from profiles.habits import clock_format

register = template.Library()


@register.filter
def weight(kg, digits=None):
    """Kilograms in the reader's unit, with its sign; nothing for ``None``."""
    return "" if kg is None else weights.shown(kg, digits=digits)


@register.filter
def weight_number(kg, digits=None):
    """The same without the sign, where that stands by itself: ``{% weight_unit %}``."""
    return "" if kg is None else weights.number(kg, digits=digits)


@register.simple_tag
def weight_unit():
    """The sign of the reader's unit."""
    return weights.unit_word()


@register.filter(expects_localtime=True)
def clock(moment):
    """The time of day, by the reader's clock: 16:30 or 4:30 PM."""
    return date_format(_local(moment), clock_format()) if moment else ""


@register.filter(expects_localtime=True)
def moment(moment):
    """The day and the time of day."""
    if not moment:
        return ""
    return f"{date_format(_local(moment), 'DATE_FORMAT')}, {clock(moment)}"


def _local(moment):
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
