"""Template tags that draw the muscle map.

{% load bodymap %}{% bodymap "quadriceps glutes" "adductors" size="small" %}{% bodymap_heat levels %}
"""

from django import template

from exercises import bodymap as maps

register = template.Library()

SIZES = ("small", "medium", "large")


def _context(drawn, size):
    if size not in SIZES:
        raise ValueError(f"size must be one of {', '.join(SIZES)}, got {size!r}")
    return {"figure": drawn, "size": size}


@register.inclusion_tag("components/bodymap.html")
def bodymap(primary, secondary=(), size="medium"):
    """Front and back with the primary muscles strong and the secondary ones pale."""
    return _context(maps.figure(primary, secondary), size)


@register.inclusion_tag("components/bodymap.html")
def bodymap_heat(levels, size="large", words=None):
    """Front and back, each muscle by its level from 0 to 4; ``words`` are the levels' names."""
    return _context(maps.heat(levels, words), size)
