import pytest

from engines import manifest
from engines.requests import EngineError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "small.npz").write_bytes(b"weights")
    manifest.record(tmp_path / "small.npz", tmp_path, made_by="a test", licence="MIT")
    return tmp_path


def test_a_recorded_file_is_read_under_a_name_that_tells_its_hash(folder):
    read = manifest.read("small.npz", folder)
    assert read.content == b"weights"
    assert read.model == "small-" + manifest.entries(folder)[0]["sha256"][:8]


def test_a_changed_file_is_refused_in_a_sentence_that_says_what_to_do(folder):
    (folder / "small.npz").write_bytes(b"weightz")
    with pytest.raises(EngineError, match="git checkout -- weights"):
        manifest.read("small.npz", folder)


@pytest.mark.parametrize("missing", ["small.npz", "manifest.json"])
def test_a_missing_file_is_an_error_for_people(folder, missing):
    (folder / missing).unlink()
    with pytest.raises(EngineError, match="missing or damaged"):
        manifest.read("small.npz", folder)


def test_recording_again_renews_the_row_and_keeps_the_others(folder):
    (folder / "other.npz").write_bytes(b"more")
    manifest.record(folder / "other.npz", folder, made_by="a test")
    (folder / "small.npz").write_bytes(b"new weights")
    manifest.record(folder / "small.npz", folder, made_by="a later test")
    rows = {row["file"]: row for row in manifest.entries(folder)}
    assert rows["small.npz"]["bytes"] == 11
    assert rows["small.npz"]["made_by"] == "a later test"
    assert rows["other.npz"]["bytes"] == 4
