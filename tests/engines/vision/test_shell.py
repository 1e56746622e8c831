"""`python -m engines vision …`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from engines import device
from engines.__main__ import app
from engines.requests import read_motifs
from engines.shell import run
from tests.engines.vision.sights import example, png

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(png(example(3, 20, 40, 56)[0]))
    return path


def test_in_a_process_of_its_own_the_maps_are_drawn_and_the_theme_is_called_one(photo):
    # Of its own, because any other test may have chosen how matplotlib draws.
    done = subprocess.run(
        [sys.executable, "-m", "engines", "vision", "look", str(photo), "--layer", "block1_conv1"],
        cwd=ROOT,
        env=os.environ | {"LC_ALL": "zh_CN.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *labels, theme, file = done.stdout.splitlines()
    assert len(labels) == 5 and all("%" in label for label in labels)
    assert theme.startswith("题目：")
    with Image.open(file) as sheet:
        assert sheet.width > sheet.height


@pytest.mark.parametrize(
    ("command", "option", "wrong", "right"),
    [
        ("dream", "--motif", "eyed", "Eyes, Everything"),
        ("fool", "--target", "goldfisch", "the nearest are goldfish"),
        ("look", "--layer", "block9_conv1", "--layer block1_conv1"),
    ],
)
def test_a_name_that_does_not_exist_is_refused_before_tensorflow_is_loaded(
    photo, monkeypatch, capsys, command, option, wrong, right
):
    monkeypatch.setattr(device, "prepare", lambda: pytest.fail("TensorFlow would be loaded"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert run(app, ["vision", command, str(photo), option, wrong]) == 2
    said = capsys.readouterr().err
    assert wrong in said
    assert right in said


def test_the_help_of_dreams_names_every_motif_in_both_languages(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "2000")
    assert run(app, ["vision", "dream", "--help"]) == 0
    said = capsys.readouterr().out
    assert all(motif.name in said and motif.english in said for motif in read_motifs())
