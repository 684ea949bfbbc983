"""Our own file of sets: what was downloaded comes back, here or on another installation."""

from exercises.cells import plain_text
from workouts.importing.rows import Found

NAME, LABEL = "nextset", "Nextset"
REQUIRED = ("start", "exercise")
OWN = "Set UUID"


def recognises(columns):
    """Whether a header is ours."""
    return not columns.missing(REQUIRED) and OWN in columns.header


def read(columns, number, cells):
    """Return the :class:`Found` set of a row."""

    def cell(field):
        return columns.cell(cells, field)

    def words(field):
        found = cell(field)
        return found._replace(text=plain_text(found.text))

    return Found(
        row=number, start=cell("start"), end=cell("end"), workout_note=words("workout_note"),
        exercise=words("exercise"), repetitions=cell("repetitions"), weight=cell("weight"),
        distance=cell("distance"), seconds=cell("seconds"), effort=cell("effort"),
    )  # fmt: skip
