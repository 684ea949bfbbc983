"""Reads files that may not be what they say: size, kind, encoding and JSON are checked first."""

import codecs
import json
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 50_000_000

_NOT_TEXT = {
    b"PK\x03\x04": gettext_lazy("a zip archive or a spreadsheet; unpack it, or save the sheet as CSV"),
    b"PK\x05\x06": gettext_lazy("an empty zip archive"),
    b"\x1f\x8b": gettext_lazy("a gzip archive; unpack it first"),
    b"BZh": gettext_lazy("a bzip2 archive; unpack it first"),
    b"\xfd7zXZ": gettext_lazy("an xz archive; unpack it first"),
    b"7z\xbc\xaf": gettext_lazy("a 7z archive; unpack it first"),
    b"%PDF": gettext_lazy("a PDF"),
    b"\xd0\xcf\x11\xe0": gettext_lazy("an old Excel file; save it as CSV"),
    b"SQLite format 3": gettext_lazy("an SQLite database"),
    b"\x89PNG": gettext_lazy("a picture"),
    b"\xff\xd8\xff": gettext_lazy("a picture"),
}  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


class SourceError(ValueError):
    """A file that cannot be imported at all; the message names the file and the reason."""


def read_text(path):
    """Return ``(text, encoding)`` of a file of at most ``MOST_BYTES``.

    A byte order mark decides the encoding; without one it is UTF-8, or else Windows-1252, the encoding
    of most older spreadsheets. Raises :class:`SourceError` for what is too large or not a text.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            text = _("%(size)d MB is more than %(most)d MB")
            text %= {"size": size // 1_000_000, "most": MOST_BYTES // 1_000_000}
            raise SourceError(f"{path.name}: {text}")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path.name}: " + _("cannot be read") + f": {error.strerror}") from error
    for mark, kind in _NOT_TEXT.items():
        if data.startswith(mark):
            raise SourceError(f"{path.name}: " + _("this is %s") % kind)
    return _decoded(path, data)


def _decoded(path, data):
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None) or _unmarked(data)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            text = _("holds zero bytes, so it is not a text in any usual encoding")
            raise SourceError(f"{path.name}: {text}")
        return text, encoding
    text = _("its bytes are no text in %s") % (marked or _("UTF-8 or Windows-1252"))
    raise SourceError(f"{path.name}: {text}")


def _unmarked(data):
    """UTF-16 without its mark, told by a zero in every other byte of the beginning; else None."""
    start = data[:400]
    zeros = start[0::2].count(0), start[1::2].count(0)
    if min(zeros) == 0 and max(zeros) > len(start) // 2 * 0.7:
        return "utf-16-le" if zeros[1] else "utf-16-be"
    return None


def read_json(path):
    """Return ``(value, encoding)`` of a JSON file; a key given twice in one object is an error."""
    path = Path(path)
    text, encoding = read_text(path)
    try:
        return json.loads(text, object_pairs_hook=_once), encoding
    except json.JSONDecodeError as error:
        lines = _json_lines(text)
        if lines is not None:
            return lines, encoding
        text = _("not readable as JSON: %(reason)s at line %(line)d, column %(column)d")
        text %= {"reason": error.msg, "line": error.lineno, "column": error.colno}
        raise SourceError(f"{path.name}: {text}") from error
    except RecursionError as error:
        text = _("nested too deeply to be a list of exercises")
        raise SourceError(f"{path.name}: {text}") from error
    except ValueError as error:
        raise SourceError(f"{path.name}: {error}") from error


def _json_lines(text):
    """The records of a text with one JSON object a line, or None where it is no such text."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines[:2]):
        return None
    try:
        return [json.loads(line, object_pairs_hook=_once) for line in lines]
    except (ValueError, RecursionError):
        return None


def _once(pairs):
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(_("the key %r stands twice in one object") % twice)
    return made
