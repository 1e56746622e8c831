"""Typefaces come out of npm packages whose hashes are recorded, with their licences, and only once."""

import base64
import hashlib
import os
import tarfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from engines.fonts import fetch
from engines.requests import EngineError, Font, read_fonts
from tests.typefaces import rectangles

LICENCE = "SIL OPEN FONT LICENSE"


def npm(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> Path:
    """Puts a program called npm first in the search path; the file that its calls are written to."""
    (folder / "bin").mkdir()
    program, calls = folder / "bin" / "npm", folder / "calls"
    program.write_text(f'#!/bin/sh\necho "$@" >> "{calls}"\n{script}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return calls


@pytest.fixture
def font(tmp_path: Path) -> Font:
    """A package with a typeface in WOFF, as tmp_path/small-1.0.0.tgz."""
    plain = rectangles(tmp_path / "plain.ttf", "国山")
    with TTFont(plain) as opened:
        opened.flavor = "woff"
        opened.save(tmp_path / "small.woff")
    (tmp_path / "LICENSE").write_text(LICENCE)
    archive = tmp_path / "small-1.0.0.tgz"
    with tarfile.open(archive, "w:gz") as packed:
        for name in ("small.woff", "LICENSE"):
            packed.add(tmp_path / name, f"package/{name}")
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    members = {"member": "package/small.woff", "licence_member": "package/LICENSE"}
    return Font(
        "small.ttf", "Small", "small@1.0.0", archive.name, integrity, 1, **members, licence="OFL-1.1", copyright=""
    )


def test_the_typeface_is_unpacked_to_ttf_beside_its_licence(monkeypatch, tmp_path: Path, font: Font):
    calls = npm(monkeypatch, tmp_path, f'cp "{tmp_path}/small-1.0.0.tgz" .')
    told: list[str] = []
    assert fetch(tmp_path / "fonts", [font], telling=lambda font: told.append(font.family)) == ["Small"]
    assert sorted(path.name for path in (tmp_path / "fonts").iterdir()) == ["small.ttf", "small.ttf.licence.txt"]
    assert (tmp_path / "fonts/small.ttf.licence.txt").read_text() == LICENCE
    with TTFont(tmp_path / "fonts/small.ttf") as opened:
        assert opened.flavor is None
        assert set(opened.getBestCmap()) == {ord("国"), ord("山")}
    assert told == ["Small"]
    assert calls.read_text().startswith("pack small@1.0.0 --ignore-scripts")


def test_what_is_there_is_not_fetched_again(monkeypatch, tmp_path: Path, font: Font):
    calls = npm(monkeypatch, tmp_path, f'cp "{tmp_path}/small-1.0.0.tgz" .')
    assert [fetch(tmp_path / "fonts", [font]) for _ in range(2)] == [["Small"], []]
    assert len(calls.read_text().splitlines()) == 1


def test_a_package_with_another_checksum_is_refused_and_not_kept(monkeypatch, tmp_path: Path, font: Font):
    npm(monkeypatch, tmp_path, "printf other > small-1.0.0.tgz")
    with pytest.raises(EngineError) as caught:
        fetch(tmp_path / "fonts", [font])
    assert "checksum" in caught.value.en
    assert "校验和" in caught.value.zh
    assert list((tmp_path / "fonts").iterdir()) == []


@pytest.mark.parametrize("script", ["exit 1", "true"])
def test_without_a_network_one_sentence_says_what_to_do(monkeypatch, tmp_path: Path, font: Font, script: str):
    npm(monkeypatch, tmp_path, script)
    with pytest.raises(EngineError) as caught:
        fetch(tmp_path / "fonts", [font])
    assert "npm" in caught.value.en
    assert not (tmp_path / "fonts/small.ttf").exists()


def test_without_npm_the_sentence_says_where_it_comes_from(monkeypatch, tmp_path: Path, font: Font):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError) as caught:
        fetch(tmp_path / "fonts", [font])
    assert "Node.js" in caught.value.en


def test_every_recorded_typeface_names_package_version_hash_and_an_open_licence():
    fonts = read_fonts()
    assert fonts
    for font in fonts:
        assert font.package.rpartition("@")[2].count(".") == 2
        assert font.integrity.startswith("sha512-")
        assert font.licence == "OFL-1.1"
    assert len({font.file for font in fonts}) == len(fonts)
