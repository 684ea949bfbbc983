"""Strong: a row per set, the workout's name and length repeated on each; rests and notes are rows too."""

from workouts.importing import kinds
from workouts.importing.rows import WARM_UP, Found

NAME, LABEL = "strong", "Strong"
REQUIRED = ("date", "exercise")


def recognises(columns):
    """Whether a header is one of Strong's."""
    return not columns.missing(REQUIRED) and "order" in columns


def read(columns, number, cells):
    """Return the :class:`Found` set of a row, or the word for what else it is."""

    def cell(field):
        return columns.cell(cells, field)

    kind = kinds.kind_of(cell("order").text)
    if kinds.kind_of(cell("exercise").text) == kinds.REST:
        kind = kinds.REST
    if kind == kinds.REST:
        return kind
    if kind != kinds.NOTE and kinds.kind_of(cell("note").text) == WARM_UP:  # As older versions mark it.
        kind = WARM_UP
    return Found(
        row=number, start=cell("date"), title=cell("title"), workout_note=cell("workout_note"),
        duration=cell("workout_duration") if "workout_duration" in columns else cell("duration"),
        exercise=cell("exercise"), kind=kind, repetitions=cell("repetitions"), weight=cell("weight"),
        weight_unit=cell("weight_unit"), distance=cell("distance"), distance_unit=cell("distance_unit"),
        seconds=cell("seconds"), effort=cell("effort"), note=cell("note"),
    )  # fmt: skip
