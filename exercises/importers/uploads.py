"""Files a curator sent, kept between the steps of an import: the person's own, and not for long.

An upload is a folder ``DATA_DIR/imports/<person>/<token>`` that holds the files under their own
(cleaned) names, what the person has chosen so far, and the report of the last look. Nothing in it is
ever run or served. The token cannot be guessed, and is looked for below its person's folder alone.
"""

import json
import re
import secrets
import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path, PurePath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from exercises.importers import wger
from exercises.importers.files import SourceError

# Of all files of one import together. Larger ones go through the command, where an operator waits.
MOST_BYTES = 10_000_000
# Matching takes a few milliseconds a row, and somebody waits for the page.
MOST_ROWS = 3000
MOST_FILES = 12
MOST_PER_PERSON = 5
KEPT_FOR = timedelta(days=1)
CLAIMED_FOR = timedelta(minutes=15)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_LONGEST_NAME = 80


@dataclass
class Upload:
    """One import in the making."""

    folder: Path
    name: str = ""
    reader: str = ""
    source: str = ""
    columns: dict = field(default_factory=dict)
    words: list = field(default_factory=list)
    header: bool | None = None
    kept_at: str = ""
    is_done: bool = False

    @property
    def token(self):
        """What its addresses are made of."""
        return self.folder.name

    @property
    def path(self):
        """What to import: the file, or the folder where there are several."""
        files = sorted((self.folder / "files").iterdir())
        return files[0] if len(files) == 1 else self.folder / "files"

    def options(self):
        """The keyword arguments that the choices are to :func:`exercises.importers.import_exercises`."""
        return {
            "reader": self.reader,
            "source": self.source,
            "columns": self.columns,
            "words": {(field, word): code for field, word, code in self.words},
            "header": self.header,
            "most_rows": MOST_ROWS,
        }

    def save(self):
        """Keep the choices; what was found with other ones is no longer true."""
        self._keep_choices()
        (self.folder / "report.json").unlink(missing_ok=True)

    def _keep_choices(self):
        said = {
            "name": self.name, "reader": self.reader, "source": self.source, "columns": self.columns,
            "words": self.words, "header": self.header, "kept_at": self.kept_at, "is_done": self.is_done,
        }  # fmt: skip
        (self.folder / "choices.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")

    def claim(self, *, at):
        """Whether the caller may import now: one at a time, however often the button is pressed.

        A claim left by a process that was killed counts for ``CLAIMED_FOR``.
        """
        claimed = self.folder / "claimed"
        try:
            with claimed.open("x", encoding="utf-8") as file:
                file.write(at.isoformat())
        except FileExistsError:
            since = claimed.read_text(encoding="utf-8")
            if not since or at - datetime.fromisoformat(since) < CLAIMED_FOR:
                return False
            claimed.write_text(at.isoformat(), encoding="utf-8")
        return True

    def release(self):
        """Let it be imported again: nothing was."""
        (self.folder / "claimed").unlink(missing_ok=True)

    def keep_report(self, report, stamp):
        """Keep what a look found, with the state of the catalogue that it was held against."""
        text = json.dumps({"stamp": stamp, "report": report}, ensure_ascii=False)
        (self.folder / "report.json").write_text(text, encoding="utf-8")

    def kept_report(self, stamp=None):
        """The report of the last look, or None when choices or the catalogue have changed since."""
        try:
            kept = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return kept["report"] if stamp is None or kept["stamp"] == stamp else None

    def finish(self, report):
        """Keep the report of what was done and throw the files away; it stays until the upload is swept."""
        # The report first: whoever finds the upload done finds it.
        self.keep_report(report, "")
        self.is_done = True
        self._keep_choices()
        shutil.rmtree(self.folder / "files", ignore_errors=True)

    def discard(self):
        """Throw everything away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def root():
    """The folder of all uploads."""
    return Path(settings.DATA_DIR) / "imports"


def keep(*, person, files, at, reader="", source=""):
    """Keep what a person sent and return the :class:`Upload`.

    ``files`` are Django's uploaded files. Raises :class:`SourceError` for too many or too large ones and
    for several that are not wger's.
    """
    _check(files)
    sweep(at=at)
    own = root() / str(person)
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    by_age = sorted(own.iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for old in by_age[MOST_PER_PERSON - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
    names = [_cleaned(file.name) for file in files]
    upload = Upload(
        own / secrets.token_urlsafe(24), reader=reader, source=source, kept_at=at.isoformat(),
        name=", ".join(names[:2]) + (" …" if len(names) > 2 else ""),
    )  # fmt: skip
    inside = upload.folder / "files"
    inside.mkdir(mode=0o700, parents=True)
    for name, file in zip(names, files, strict=True):
        with (inside / name).open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
    upload.save()
    return upload


def _check(files):
    if not files:
        raise SourceError(_("no file was sent"))
    if len(files) > MOST_FILES:
        raise SourceError(
            _("%(count)d files; %(most)d are the most") % {"count": len(files), "most": MOST_FILES}
        )
    size = sum(file.size for file in files)
    if size > MOST_BYTES:
        raise SourceError(
            _("%(size)d MB is more than %(most)d MB")
            % {"size": size // 1_000_000, "most": MOST_BYTES // 1_000_000}
        )
    if len(files) > 1:
        missing = set(wger.FILES.values()) - {file.name for file in files}
        if missing:
            raise SourceError(
                _("several files are understood only as wger's fixtures, and of those are missing: %s")
                % ", ".join(sorted(missing))
            )


def _cleaned(name):
    """A name that is no path and no surprise: letters, digits, dots, dashes and underscores."""
    try:
        name = get_valid_filename(PurePath(name).name)
    except SuspiciousFileOperation:
        return "upload"
    name = name.lstrip(".") or "upload"
    stem, dot, suffix = name.rpartition(".")
    return (
        name if len(name) <= _LONGEST_NAME else f"{(stem or suffix)[: _LONGEST_NAME - 10]}{dot}{suffix[:8]}"
    )


def find(*, person, token):
    """The person's own upload of that token, or None."""
    if not _TOKEN.fullmatch(token):
        return None
    folder = root() / str(person) / token
    try:
        said = json.loads((folder / "choices.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Upload(folder, **said)


def unfinished(*, person):
    """The person's uploads that were neither imported nor thrown away, the latest first."""
    own = root() / str(person)
    found = [find(person=person, token=folder.name) for folder in own.iterdir()] if own.is_dir() else []
    return sorted((u for u in found if u and not u.is_done), key=lambda u: u.kept_at, reverse=True)


def sweep(*, at):
    """Throw away what is older than ``KEPT_FOR``; return how many."""
    count = 0
    for folder in root().glob("*/*"):
        try:
            said = json.loads((folder / "choices.json").read_text(encoding="utf-8"))
            kept_at = datetime.fromisoformat(said["kept_at"])
        except (OSError, ValueError, KeyError):
            # Half written, by a process that was killed: its folder's own time must do.
            kept_at = datetime.fromtimestamp(folder.stat().st_mtime, tz=at.tzinfo)
        if at - kept_at > KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)
            count += 1
    return count
