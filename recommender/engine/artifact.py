"""A model on disk: plain arrays and a JSON manifest, checked before use, memory-mapped, never unpickled.

An artifact is a directory with ``manifest.json`` and one ``.npy`` file per array. The manifest holds the
format, the versions it was written with, every value that is not an array, and the size and SHA-256 of every
file. The SHA-256 of the manifest itself covers all of it: keep it elsewhere (with the run that made the
model) and give it to :func:`load`.
"""

import contextlib
import hashlib
import json
import math
import mmap
import os
import re
import secrets
import shutil
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np

FORMAT = "nextset-model"
VERSION = 1
MANIFEST = "manifest.json"
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
KINDS = "biuf"  # booleans and numbers: what a file of raw bytes can hold
TEMPORARY = ".tmp-"
MAX_MANIFEST = 64 * 1024 * 1024


class ArtifactError(Exception):
    """An artifact that cannot be written or must not be used; the message says which one and why."""


@dataclass(frozen=True)
class Artifact:
    """What :func:`load` gives: ``content`` as it was saved, its arrays read-only and memory-mapped."""

    content: dict
    metadata: dict
    sha256: str


def save(path, content, *, metadata=None):
    """Write ``content`` to the new directory ``path`` and return the SHA-256 of its manifest.

    Everything is written under a temporary name beside ``path``, flushed to disk, and then renamed: whoever
    looks finds the whole artifact or none, whenever the writer was killed.

    Parameters
    ----------
    content : mapping of names to arrays of numbers, or to values that JSON can hold
    metadata : mapping of values that JSON can hold, kept as they are

    Raises
    ------
    ArtifactError
        When ``path`` exists already, or something in it can be kept neither as an array nor as JSON.
    """
    path = Path(path)
    if path.exists() or path.is_symlink():
        raise ArtifactError(f"{path}: exists already; an artifact is never overwritten")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f"{TEMPORARY}{path.name}-{secrets.token_hex(8)}"
    temporary.mkdir()
    try:
        digest = _write(temporary, path, content, metadata or {})
        _flush_directory(temporary)
        _rename(temporary, path)
        _flush_directory(path.parent)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return digest


def _write(directory, path, content, metadata):
    arrays, values = {}, {}
    for name, value in content.items():
        if not NAME.fullmatch(name):
            raise ArtifactError(f"{path}: {name!r} cannot be the name of an array or value")
        if isinstance(value, np.ndarray):
            arrays[name] = _write_array(directory / f"{name}.npy", name, value)
        else:
            values[name] = value
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "numpy": np.__version__,
        "arrays": arrays,
        "values": _plain(values),
        "metadata": _plain(metadata),
    }
    try:
        text = json.dumps(manifest, indent=1, sort_keys=True, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise ArtifactError(f"{path}: cannot be kept as JSON: {error}") from error
    with (directory / MANIFEST).open("xb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return hashlib.sha256(text).hexdigest()


class _Hashing:
    """A file that hashes what passes through it, so that no array is read twice."""

    def __init__(self, file):
        self._file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data):
        self.digest.update(data)
        self.size += memoryview(data).nbytes
        return self._file.write(data)


def _write_array(file_path, name, array):
    if array.dtype.kind not in KINDS:
        raise ArtifactError(f"{name}: arrays of {array.dtype} cannot be kept, only booleans and numbers")
    array = np.ascontiguousarray(array)
    with file_path.open("xb") as file:
        hashing = _Hashing(file)
        np.lib.format.write_array(hashing, array, version=(1, 0), allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    return {
        "sha256": hashing.digest.hexdigest(),
        "bytes": hashing.size,
        "dtype": array.dtype.str,
        "shape": list(array.shape),
    }


def _plain(value):
    """``value`` with numpy scalars as Python's and infinities spelled out: JSON has no word for them."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return {"$float": str(value)}
    return value


def _restore(value):
    if isinstance(value, dict):
        if set(value) == {"$float"}:
            return float(value["$float"])
        return {key: _restore(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_restore(item) for item in value]
    return value


def _rename(temporary, path):
    try:
        temporary.rename(path)
    except OSError as error:
        raise ArtifactError(f"{path}: cannot be put in place: {error}") from error


def _flush_directory(path):
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def load(path, *, sha256=None):
    """Return the :class:`Artifact` at ``path`` after checking every byte of it.

    Parameters
    ----------
    sha256 : str, optional
        What :func:`save` returned. Without it damage is found, but not a whole artifact put in another's
        place.

    Raises
    ------
    ArtifactError
        When anything is missing, added, damaged, changed, of another version, or not an artifact at all.
    """
    path = Path(path)
    if path.is_symlink() or not path.is_dir():
        raise ArtifactError(f"{path}: there is no artifact")
    text = _read_manifest(path)
    digest = hashlib.sha256(text).hexdigest()
    if sha256 is not None and not secrets.compare_digest(digest, str(sha256)):
        raise ArtifactError(
            f"{path}: is not the artifact that was recorded (SHA-256 {digest}, expected {sha256})"
        )
    try:
        manifest = json.loads(text)
        if manifest["format"] != FORMAT:
            raise ArtifactError(f"{path}: is a {manifest['format']!r}, not a {FORMAT}")
        if manifest["version"] != VERSION:
            raise ArtifactError(
                f"{path}: has version {manifest['version']!r}; this program reads version {VERSION}"
            )
        expected = manifest["arrays"]
        content = _restore(manifest["values"])
        metadata = _restore(manifest["metadata"])
        files = {MANIFEST, *(f"{name}.npy" for name in expected)}
        found = {file.name for file in path.iterdir()}
        if found != files:
            raise ArtifactError(f"{path}: files missing or added: {', '.join(sorted(found ^ files))}")
        for name, entry in expected.items():
            if not NAME.fullmatch(name):
                raise ArtifactError(f"{path}: {name!r} cannot be the name of an array")
            content[name] = _map_array(path / f"{name}.npy", entry)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ArtifactError(f"{path}: the manifest is not readable: {error!r}") from error
    return Artifact(content, metadata, digest)


@contextlib.contextmanager
def _opened(file_path):
    """A file descriptor of a plain file; a symbolic link is refused, since it may point anywhere later."""
    try:
        handle = os.open(file_path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        raise ArtifactError(f"{file_path}: not readable: {error.strerror}") from error
    try:
        yield handle
    finally:
        os.close(handle)


def _read_manifest(path):
    with _opened(path / MANIFEST) as handle:
        if os.fstat(handle).st_size > MAX_MANIFEST:
            raise ArtifactError(f"{path / MANIFEST}: too large for a manifest")
        with os.fdopen(os.dup(handle), "rb") as file:
            return file.read()


def _map_array(file_path, entry):
    """The array in a file, a read-only view of one mapping: the bytes hashed are the bytes used."""
    with _opened(file_path) as handle:
        size = os.fstat(handle).st_size
        if size != entry["bytes"] or size == 0:
            raise ArtifactError(f"{file_path}: has {size} bytes, expected {entry['bytes']}")
        mapping = mmap.mmap(handle, 0, access=mmap.ACCESS_READ)
    if hashlib.sha256(mapping).hexdigest() != entry["sha256"]:
        raise ArtifactError(f"{file_path}: is damaged or was changed (its SHA-256 differs)")
    header = BytesIO(mapping[: min(size, 65536)])
    version = np.lib.format.read_magic(header)
    if version != (1, 0):
        raise ArtifactError(f"{file_path}: has array format {version}, expected (1, 0)")
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(header)
    if dtype.kind not in KINDS or fortran or [dtype.str, list(shape)] != [entry["dtype"], entry["shape"]]:
        raise ArtifactError(f"{file_path}: holds {dtype} {shape}, expected {entry['dtype']} {entry['shape']}")
    count = math.prod(shape)
    if header.tell() + count * dtype.itemsize != size:
        raise ArtifactError(f"{file_path}: its size does not fit its shape")
    if not count:
        return np.empty(shape, dtype)
    return np.frombuffer(mapping, dtype, count, header.tell()).reshape(shape)


def sweep(parent, *, older_than=3600.0):
    """Remove temporary directories that killed writers left in ``parent``; return how many.

    Only those are removed that nobody touched for ``older_than`` seconds: a writer may be at work.
    """
    removed = 0
    for directory in Path(parent).glob(f"{TEMPORARY}*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - directory.stat().st_mtime > older_than:
                shutil.rmtree(directory, ignore_errors=True)
                removed += 1
    return removed
