"""Words of the catalogue among the reader's own: their language, and how they stand in a sentence.

{% load catalogue %}<h1{% in_english %}>{{ exercise.name }}</h1> {{ level|in_sentence }}
"""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from exercises import vocabulary

register = template.Library()


@register.simple_tag
def in_english():
    """The attribute that has a screen reader say the catalogue's texts in English; nothing where all is."""
    is_english = (get_language() or "en").partition("-")[0] == "en"
    return "" if is_english else mark_safe(' lang="en"')


@register.filter
def in_sentence(word):
    """A word of the vocabulary as it stands inside a sentence."""
    return vocabulary.in_sentence(word)
