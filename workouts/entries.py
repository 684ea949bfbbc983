"""What a client says of one set, before it is written."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

AMOUNTS = ("repetitions", "weight_kg", "seconds", "distance_m", "effort")


@dataclass(frozen=True)
class SetEntry:
    """One set: how much of it, how heavy and how hard. The UUID is made by the client.

    At least one of ``repetitions``, ``seconds`` and ``distance_m`` (metres) says how much. Without
    ``done_at`` it was done at the time the log is written.
    """

    uuid: UUID = field(default_factory=uuid4)
    repetitions: int | None = None
    weight_kg: Decimal | None = None
    seconds: int | None = None
    distance_m: int | None = None
    effort: Decimal | None = None
    done_at: datetime | None = None

    def amounts(self):
        """``{field: value}`` of everything that is measured."""
        return {name: getattr(self, name) for name in AMOUNTS}


def entries_for(dose, uuids):
    """Return the sets of a :class:`exercises.dosage.Dose`, at its lower end, one per UUID given."""
    amount = {
        "repetitions": {"repetitions": dose.low},
        "seconds": {"seconds": dose.low},
        "minutes": {"seconds": 60 * dose.low},
    }[dose.unit]
    return [SetEntry(uuid=uuid, **amount) for uuid, _number in zip(uuids, range(dose.sets), strict=False)]
