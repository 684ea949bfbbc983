import json
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from recommender.engine import artifact
from recommender.engine.artifact import ArtifactError
from recommender.engine.pipeline import HybridArrays

from .serving_worlds import make_arrays

CONTENT = {
    "item_ids": np.arange(5),
    "B": np.arange(10, dtype=np.float32).reshape(2, 5),
    "empty": np.zeros((5, 0), dtype=np.float32),
    "scalars": {"beta": 0.5, "half_life": float("inf"), "n": np.float32(2)},
    "names": ["a", "b"],
    "cold_weights": None,
}


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "model"
    return path, artifact.save(path, CONTENT, metadata={"seed": 7})


def test_what_was_saved_comes_back(saved):
    path, digest = saved

    loaded = artifact.load(path, sha256=digest)

    assert loaded.sha256 == digest
    assert loaded.metadata == {"seed": 7}
    assert set(loaded.content) == set(CONTENT)
    for name in ("item_ids", "B", "empty"):
        np.testing.assert_array_equal(loaded.content[name], CONTENT[name])
        assert loaded.content[name].dtype == CONTENT[name].dtype
    assert loaded.content["scalars"] == {"beta": 0.5, "half_life": float("inf"), "n": 2.0}
    assert loaded.content["names"] == ["a", "b"]
    assert loaded.content["cold_weights"] is None


def test_arrays_are_mapped_read_only_and_outlive_the_directory(saved):
    path, _ = saved
    content = artifact.load(path).content

    with pytest.raises(ValueError, match="read-only"):
        content["B"][0, 0] = 1
    for file in path.iterdir():
        file.unlink()
    assert content["B"][1, 4] == 9


def test_a_whole_model_makes_the_round_trip(tmp_path):
    arrays = make_arrays(np.arange(6))
    content = {name: getattr(arrays, name) for name in arrays.__dataclass_fields__}

    digest = artifact.save(tmp_path / "model", content)
    loaded = HybridArrays(**artifact.load(tmp_path / "model", sha256=digest).content)

    assert loaded.scalars == arrays.scalars
    np.testing.assert_array_equal(loaded.B, arrays.B)


def test_the_same_content_has_the_same_digest(tmp_path, saved):
    assert artifact.save(tmp_path / "again", CONTENT, metadata={"seed": 7}) == saved[1]


def test_nothing_is_overwritten(saved):
    with pytest.raises(ArtifactError, match="exists already"):
        artifact.save(saved[0], CONTENT)


@pytest.mark.parametrize(
    "content",
    [
        {"objects": np.array([object()])},
        {"text": np.array(["a"])},
        {"value": object()},
        {"../escape": np.zeros(1)},
        {"a/b": 1},
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(tmp_path, content):
    with pytest.raises(ArtifactError):
        artifact.save(tmp_path / "shelf" / "model", content)

    assert list((tmp_path / "shelf").iterdir()) == []


@pytest.mark.parametrize("file", ["B.npy", "item_ids.npy", "manifest.json"])
@pytest.mark.parametrize("position", [0, 60, -1])
def test_one_changed_bit_anywhere_is_found(saved, file, position):
    path, digest = saved
    data = bytearray((path / file).read_bytes())
    data[position] ^= 1
    (path / file).write_bytes(data)

    with pytest.raises(ArtifactError):
        artifact.load(path, sha256=digest)


@pytest.mark.parametrize("file", ["B.npy", "empty.npy", "manifest.json"])
def test_a_cut_or_missing_file_is_found(saved, file):
    path, _ = saved
    data = (path / file).read_bytes()
    (path / file).write_bytes(data[:-1])
    with pytest.raises(ArtifactError):
        artifact.load(path)
    (path / file).write_bytes(b"")
    with pytest.raises(ArtifactError):
        artifact.load(path)
    (path / file).unlink()
    with pytest.raises(ArtifactError):
        artifact.load(path)


def test_an_added_file_is_found(saved):
    (saved[0] / "extra.npy").write_bytes(b"")

    with pytest.raises(ArtifactError, match=r"extra\.npy"):
        artifact.load(saved[0])


def test_a_file_behind_a_symbolic_link_is_refused(saved, tmp_path):
    path, _ = saved
    (path / "B.npy").rename(tmp_path / "elsewhere.npy")
    (path / "B.npy").symlink_to(tmp_path / "elsewhere.npy")

    with pytest.raises(ArtifactError, match=r"B\.npy"):
        artifact.load(path)


def test_another_whole_artifact_in_its_place_is_found(saved, tmp_path):
    other = artifact.save(tmp_path / "other", {"B": np.zeros(2)})

    artifact.load(tmp_path / "other", sha256=other)
    with pytest.raises(ArtifactError, match="not the artifact that was recorded"):
        artifact.load(tmp_path / "other", sha256=saved[1])


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"version": "1"},
        {"format": "another-model"},
        {"arrays": None},
        {"arrays": {"../../etc/passwd": {}}},
        {"arrays": {"B": {}}},
        {"values": 3},
    ],
)
def test_a_manifest_of_another_kind_is_refused(saved, change):
    path, _ = saved
    manifest = json.loads((path / "manifest.json").read_text())
    (path / "manifest.json").write_text(json.dumps(manifest | change))

    with pytest.raises(ArtifactError):
        artifact.load(path)


@pytest.mark.parametrize("text", ["", "[]", "3", "{", '{"format": "nextset-model"}', "\udcff"])
def test_a_manifest_that_is_no_manifest_is_refused(saved, text):
    (saved[0] / "manifest.json").write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(ArtifactError):
        artifact.load(saved[0])


class Bomb:
    """Unpickling this would leave a mark."""

    def __reduce__(self):
        return os.mkdir, ("exploded",)


def test_nothing_is_ever_unpickled(saved, tmp_path, monkeypatch):
    """A forger who rewrites every checksum still gets no code run."""
    monkeypatch.chdir(tmp_path)
    path, _ = saved
    with (path / "B.npy").open("wb") as file:
        np.save(file, np.array([Bomb()]), allow_pickle=True)
    data = (path / "B.npy").read_bytes()
    manifest = json.loads((path / "manifest.json").read_text())
    manifest["arrays"]["B"] = {
        "sha256": __import__("hashlib").sha256(data).hexdigest(),
        "bytes": len(data),
        "dtype": "|O",
        "shape": [1],
    }
    (path / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(ArtifactError, match="expected"):
        artifact.load(path)
    (path / "B.npy").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(ArtifactError):
        artifact.load(path)
    assert not (tmp_path / "exploded").exists()


def test_no_artifact_is_said_to_be_none(tmp_path):
    with pytest.raises(ArtifactError, match="no artifact"):
        artifact.load(tmp_path / "nothing")


WRITER = """
import sys, numpy as np
from recommender.engine import artifact
content = {f"part{i}": np.random.default_rng(i).random(400_000) for i in range(40)}
print("ready", flush=True)
artifact.save(sys.argv[1], content)
print("done", flush=True)
"""


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.06, 0.15])
def test_a_writer_killed_at_any_moment_leaves_a_whole_artifact_or_none(tmp_path, delay):
    path = tmp_path / "shelf" / "new"
    root = Path(__file__).parents[3]
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, cwd=root, text=True
    )
    writer.stdout.readline()
    time.sleep(delay)

    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()

    if path.exists():
        assert len(artifact.load(path).content) == 40
    else:
        artifact.save(path, CONTENT)
        artifact.load(path)
    path.parent.mkdir(exist_ok=True)
    artifact.sweep(path.parent, older_than=0)
    assert [entry.name for entry in path.parent.iterdir()] == ["new"]


def test_sweeping_leaves_a_writer_at_work_alone(tmp_path):
    (tmp_path / ".tmp-model-1").mkdir()

    assert artifact.sweep(tmp_path, older_than=60) == 0
    assert artifact.sweep(tmp_path, older_than=0) == 1
