"""How much a set was: the cells of a row to repetitions, kilograms, seconds, metres and effort."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from workouts.importing import quantities
from workouts.importing.rows import FAILURE, Finding

# A failed set leaves nothing: that is what the highest effort means.
NOTHING_LEFT = Decimal(10)
# A number with its unit in one cell: ``225 lbs``, ``5,2 km``.
_WITH_UNIT = re.compile(r"(.*\d)\s*([^\W\d_]{1,9})\.?")


class Rejected(ValueError):
    """A row that cannot be kept, with the column that is to blame."""

    def __init__(self, column, message):
        super().__init__(message)
        self.column, self.message = column, message


class Amounts:
    """Reads the amounts of one file's rows; ``unit`` is for weights where the file names none.

    ``has_open_unit`` says that it was needed.
    """

    def __init__(self, found, unit):
        self.unit, self.has_open_unit = unit, False
        self.numbers = quantities.Numbers(
            cell.text for row in found for cell in (row.weight, row.distance, row.effort, row.repetitions)
        )

    def of(self, row):
        """Return ``({field: value}, [Finding])``: what a set was, and what was left out of it.

        Raises :class:`Rejected` for what is no number, no whole number, or in an unknown unit.
        """
        changes = []
        amounts = {
            "repetitions": self._repetitions(row.repetitions),
            "weight_kg": self._weight(row, changes),
            "seconds": self.seconds(row.seconds),
            "distance_m": self._distance(row),
            "effort": self._effort(row, changes),
        }
        return amounts, changes

    def seconds(self, cell):
        """A duration in whole seconds, ``None`` for nothing."""
        try:
            return quantities.seconds(cell.text, self.numbers, cell.unit) or None
        except ValueError as error:
            raise Rejected(cell.column, str(error)) from error

    def _number(self, cell):
        try:
            return self.numbers.read(cell.text)
        except ValueError as error:
            raise Rejected(cell.column, str(error)) from error

    def _repetitions(self, cell):
        number = self._number(cell)
        if not number:
            return None
        if number != int(number):
            raise Rejected(cell.column, _("“%(text)s” is not a whole number") % {"text": cell.text[:40]})
        return int(number)

    def _weight(self, row, changes):
        cell, unit = _parted(row.weight, quantities.KILOGRAMS)
        number = self._number(cell)
        if not number:
            return None
        if number < 0:
            changes.append(Finding(row.row, row.weight.column, _("a weight below zero (help) was left out")))
            return None
        unit = unit or self._unit(row.weight, row.weight_unit, quantities.KILOGRAMS)
        self.has_open_unit |= not unit
        return quantities.kilograms(number, unit or self.unit)

    def _distance(self, row):
        cell, unit = _parted(row.distance, quantities.METRES)
        number = self._number(cell)
        if not number:
            return None
        unit = unit or self._unit(row.distance, row.distance_unit, quantities.METRES)
        # Who lifts pounds runs miles.
        pounds = "lb" in (row.weight.unit, quantities.unit_of(row.weight_unit.text), self.unit)
        usual = "m" if number > quantities.FAR else "mi" if pounds else "km"
        return quantities.metres(number, unit or usual) or None

    def _unit(self, cell, unit_cell, table):
        try:
            return quantities.unit_in(cell, unit_cell, table)
        except ValueError as error:
            raise Rejected(unit_cell.column or cell.column, str(error)) from error

    def _effort(self, row, changes):
        number = self._number(row.effort)
        if number and not 1 <= number <= 10:
            changes.append(Finding(row.row, row.effort.column, _("an effort outside 1 to 10 was left out")))
            number = None
        if not number:
            return NOTHING_LEFT if row.kind == FAILURE else None
        return round(number, 1)


def _parted(cell, table):
    """``(cell, unit)``: the number and the unit that stand in one cell; ``""`` where there is none."""
    found = _WITH_UNIT.fullmatch(cell.text.strip())
    unit = quantities.unit_of(found[2]) if found else ""
    return (cell._replace(text=found[1]), unit) if unit in table else (cell, "")
