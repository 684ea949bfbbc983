"""Reads a ``.po`` file: no more of the format than gettext's own tools write."""

import ast
import re
from dataclasses import dataclass

_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")$')


@dataclass(frozen=True)
class Entry:
    """One text and its translations: one, or one per plural form."""

    msgid: str
    texts: tuple
    context: str = ""
    plural: str = ""
    is_fuzzy: bool = False


def parse(path):
    """Return the entries of a catalogue, without its header and what is out of use."""
    blocks = re.split(r"\n{2,}", path.read_text(encoding="utf-8").strip())
    return [entry for entry in map(_entry, blocks) if entry is not None and entry.msgid]


def _entry(block):
    found, field = {}, ""
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        if match := _LINE.match(line):
            field = match[1]
            found[field] = ast.literal_eval(match[2])
        else:
            found[field] += ast.literal_eval(line)
    if "msgid" not in found:
        return None
    return Entry(
        msgid=found["msgid"],
        texts=tuple(text for name, text in found.items() if name.startswith("msgstr")),
        context=found.get("msgctxt", ""),
        plural=found.get("msgid_plural", ""),
        is_fuzzy=re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE) is not None,
    )
