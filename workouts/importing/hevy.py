"""Hevy: a row per set with the workout's start and end; the kind of a set has a column of its own."""

from workouts.importing import kinds
from workouts.importing.rows import Found

NAME, LABEL = "hevy", "Hevy"
REQUIRED = ("start", "exercise")


def recognises(columns):
    """Whether a header is one of Hevy's."""
    return not columns.missing(REQUIRED) and ("index" in columns or "kind" in columns)


def read(columns, number, cells):
    """Return the :class:`Found` set of a row, or the word for what else it is."""

    def cell(field):
        return columns.cell(cells, field)

    return Found(
        row=number, start=cell("start"), end=cell("end"), title=cell("title"),
        workout_note=cell("workout_note"), exercise=cell("exercise"), kind=kinds.kind_of(cell("kind").text),
        repetitions=cell("repetitions"), weight=cell("weight"), weight_unit=cell("weight_unit"),
        distance=cell("distance"), distance_unit=cell("distance_unit"), seconds=cell("duration"),
        effort=cell("effort"), note=cell("note"),
    )  # fmt: skip
