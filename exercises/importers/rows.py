"""The two shapes a foreign exercise takes: as found, and cleaned."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class Translation:
    """A name and a description in one language."""

    language: str
    name: str
    description: str = ""


@dataclass
class Row:
    """One exercise as a source has it: words as found. ``None`` for equipment means "does not say"."""

    place: str
    key: str = ""
    name: str = ""
    aliases: list = field(default_factory=list)
    type: str = ""
    level: str = ""
    force: str = ""
    mechanic: str = ""
    equipment: list | None = None
    primary: list = field(default_factory=list)
    secondary: list = field(default_factory=list)
    minutes: str = ""
    met: str = ""
    summary: str = ""
    description: str = ""
    translations: list = field(default_factory=list)
    licence: str = ""
    author: str = ""
    url: str = ""
    # What only our own export says; such a row is taken as it stands.
    own: dict | None = None


@dataclass
class Draft:
    """One exercise in the words of the vocabulary, ready to be matched and written."""

    place: str
    key: str
    name: str
    aliases: list
    type: str = ""
    level: int | None = None
    force: str = ""
    mechanic: str = ""
    equipment: list = field(default_factory=list)
    is_equipment_known: bool = False
    primary: list = field(default_factory=list)
    secondary: list = field(default_factory=list)
    minutes: Decimal | None = None
    met: Decimal | None = None
    summary: str = ""
    steps: list = field(default_factory=list)
    licence: str = ""
    author: str = ""
    url: str = ""
    own: dict | None = None
