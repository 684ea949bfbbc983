"""FitNotes: a row per set with a day but no time; all sets of a day are one workout."""

from workouts.importing.rows import Found

NAME, LABEL = "fitnotes", "FitNotes"
REQUIRED = ("date", "exercise")


def recognises(columns):
    """Whether a header is one of FitNotes'."""
    return not columns.missing(REQUIRED) and "category" in columns and "order" not in columns


def read(columns, number, cells):
    """Return the :class:`Found` set of a row, or the word for what else it is."""

    def cell(field):
        return columns.cell(cells, field)

    return Found(
        row=number, start=cell("date"), exercise=cell("exercise"), repetitions=cell("repetitions"),
        weight=cell("weight"), weight_unit=cell("weight_unit"), distance=cell("distance"),
        distance_unit=cell("distance_unit"), seconds=cell("time"), effort=cell("effort"), note=cell("note"),
    )  # fmt: skip
