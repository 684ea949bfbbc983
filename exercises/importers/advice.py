"""What would be right, for everything an import may find wrong with a row."""

from django.utils.translation import gettext_lazy as _

RIGHT = {
    "formula": _("The text itself, without = + - or @ at its start."),
    "text_too_long": _("A closing quotation mark at the end of the cell, or a shorter text."),
    "duplicate_id": _("An id of its own for every row, or one row less."),
    "name_missing": _("A name with letters in it."),
    "name_too_long": _("A name of at most 120 characters; the rest belongs into the description."),
    "wrong_shape": _("A record like the others: words as text, several words as a list."),
    "not_a_number": _("A number, with a unit where it is not the usual one: 30, 45 min, 1:30, 90 s."),
    "out_of_range": _("A number inside the range; or nothing, where it is not known."),
    "unknown_word": _("A word of the vocabulary; say which one on the page of words."),
    "address_left_out": _("An address that begins with https:// and has at most 200 characters."),
    "script_removed": _("Plain text. The rest of the text was kept."),
    "muscle_primary_and_secondary": _("Each muscle once, as primary or as secondary."),
    "equipment_says_nothing": _("The things it needs, or “none”."),
    "repeated_row": _("One row for each exercise."),
}
