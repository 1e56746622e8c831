"""`python -m engines style …` with the real network."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from engines.__main__ import app
from engines.requests import PictureResult, Preset, read_presets
from engines.shell import run
from engines.style import sheet as drawing
from engines.style import shell
from engines.style.pictures import decode
from engines.style.presets import numbers
from engines.style.sheet import COLUMNS, MARGIN
from engines.style.stylizer import Sketch, Stylizer
from tests.engines.style.conftest import file, landscape, opened


@pytest.fixture(autouse=True)
def english(monkeypatch, stylizer):
    monkeypatch.setattr(Stylizer, "load", lambda: stylizer)  # loading it for each command would take seconds
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(file(landscape(60, 80)))
    return path


@pytest.fixture
def painting(tmp_path):
    path = tmp_path / "painting.jpg"
    path.write_bytes(file(landscape(70, 70, seed=3), "JPEG"))
    return path


def style(*arguments):
    return run(app, ["style", *map(str, arguments)])


def test_a_photo_is_painted_beside_itself_unless_told_otherwise(photo, painting, capsys):
    assert style("transfer", photo, painting) == 0
    painted = photo.with_name("photo-painted.png")
    assert opened(painted.read_bytes()).shape == (60, 80, 3)
    assert str(painted) in capsys.readouterr().out


def test_options_reach_the_picture(photo, painting, tmp_path):
    outputs = []
    for number, options in enumerate(
        ([], ["--strength", 40], ["--keep-colours"], ["--detail", 128], ["--preset", "呐喊"])
    ):
        outputs.append(tmp_path / f"{number}.png")
        assert style("transfer", photo, painting, "-o", outputs[-1], *options) == 0
    pictures = [opened(output.read_bytes()) for output in outputs]
    assert all(np.abs(picture - pictures[0]).mean() > 0.01 for picture in pictures[1:])


def test_no_strength_leaves_the_photo(photo, tmp_path):
    assert style("transfer", photo, "--preset", "Ink wash", "--strength", 0, "-o", tmp_path / "same.png") == 0
    assert (tmp_path / "same.png").read_bytes() != photo.read_bytes()
    assert np.array_equal(opened((tmp_path / "same.png").read_bytes()), opened(photo.read_bytes()))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["PHOTO", "--preset", "油画"], "There is no preset “油画”"),
        (["PHOTO"], "Give 1 to 4 styles"),
        (["nothing.jpg", "--preset", "水墨"], "nothing.jpg cannot be read"),
        (["nowhere/nothing.jpg", "--preset", "水墨"], "nowhere/nothing.jpg cannot be read"),
        ([".", "--preset", "水墨"], ". cannot be read"),
        (["PHOTO", "--preset", "水墨", "--strength", "140"], "--strength takes 0-100"),
        (["PHOTO", "--preset", "水墨", "--detail", "3"], "--detail takes 128-1600"),
        (["PHOTO", "--preset", "水墨", "--fine"], "presets have none"),
        ([], "CONTENT is missing"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(photo, capsys, arguments, sentence):
    assert style("transfer", *(argument.replace("PHOTO", str(photo)) for argument in arguments)) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["transfer", "PHOTO", "--preset", "水墨", "-o", "painted.gif"], "painted.gif names no known format; end"),
        (["transfer", "PHOTO", "--preset", "水墨", "-o", "painted"], "end the name with .png, .jpg"),
        (["transfer", "PHOTO", "--preset", "水墨", "-o", "PHOTO/painted.png"], "painted.png cannot be written"),
        (["transfer", "PHOTO", "PHOTO", "-o", "nowhere/painted.jpg"], "nowhere/painted.jpg cannot be written"),
        (["transfer", "PHOTO", "PHOTO", "-o", "FOLDER"], "cannot be written; give the path of a file"),
        (["transfer", "PHOTO", "PHOTO", "--curve", "loss.png"], "--curve goes with --fine"),
        (["transfer", "PHOTO", "PHOTO", "--fine", "--curve", "nowhere/loss.png"], "for example: --curve loss.png"),
        (["transfer", "PHOTO", "PHOTO", "--fine", "--curve", "loss.txt"], "The curve is a PNG; end its name with .png"),
        (["sheet", "PHOTO", "-o", "sheet.gif"], "sheet.gif names no known format"),
        (["sheet", "PHOTO", "-o", "nowhere/sheet.png"], "nowhere/sheet.png cannot be written"),
    ],
)
def test_what_cannot_be_kept_is_said_before_the_work(photo, tmp_path, monkeypatch, capsys, arguments, sentence):
    folder = tmp_path / "folder.png"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shell.device, "prepare", lambda: pytest.fail("the work began"))
    names = {"PHOTO": str(photo), "FOLDER": str(folder)}
    for name, path in names.items():
        arguments = [argument.replace(name, path) for argument in arguments]
    assert style(*arguments) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == [folder, photo]


@pytest.mark.parametrize(("ending", "kind"), [("jpg", "JPEG"), ("JPEG", "JPEG"), ("webp", "WEBP"), ("png", "PNG")])
def test_the_ending_of_the_output_chooses_its_format(photo, tmp_path, ending, kind):
    output = tmp_path / f"painted.{ending}"
    assert style("transfer", photo, "--preset", "水墨", "-o", output) == 0
    with Image.open(output) as image:
        assert (image.format, image.size) == (kind, (80, 60))


def test_a_fine_painting_comes_with_its_curve(photo, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    finished = PictureResult(photo.read_bytes(), 80, 60, "fine", 1.0, losses=(3.0, 2.0, 1.0))
    monkeypatch.setattr(shell, "_paint", lambda request: finished)
    assert style("transfer", photo, photo, "-o", "painted.jpg", "--fine", "--curve", "loss.png") == 0
    with Image.open("painted.jpg") as painted, Image.open("loss.png") as curve:
        assert (painted.format, curve.format) == ("JPEG", "PNG")


def test_a_sheet_is_kept_in_the_format_of_its_ending(photo, tmp_path, monkeypatch):
    monkeypatch.setattr(shell, "SHEET_SIDE", 48)
    assert style("sheet", photo, "-o", tmp_path / "sheet.jpg") == 0
    with Image.open(tmp_path / "sheet.jpg") as image:
        assert image.format == "JPEG"


def test_a_sheet_shows_every_preset_in_its_place(photo, tmp_path, monkeypatch, stylizer):
    monkeypatch.setattr(shell, "SHEET_SIDE", 48)
    assert style("sheet", photo, "-o", tmp_path / "sheet.png") == 0
    sheet = opened((tmp_path / "sheet.png").read_bytes())
    small = decode(photo.read_bytes(), 48)
    named = read_presets()
    rows = len(named) / COLUMNS
    for index, preset in enumerate(named):
        left = MARGIN + index % COLUMNS * (48 + MARGIN)
        top = MARGIN + index // COLUMNS * round((sheet.shape[0] - MARGIN) / rows)
        (painted,) = stylizer.paint([Sketch(small, numbers(preset.name))])
        assert np.abs(sheet[top : top + 36, left : left + 48] - painted).mean() < 0.01


@pytest.mark.parametrize(("families", "name"), [(None, "水墨"), ((), "Ink wash")])
def test_names_on_a_sheet_are_english_where_no_chinese_font_is_found(monkeypatch, families, name):
    written = []
    monkeypatch.setattr(ImageDraw.ImageDraw, "text", lambda pen, place, text, *rest, **options: written.append(text))
    if families is None:  # whatever this machine has, take the font that comes with matplotlib for a Chinese one
        families = ("DejaVu Sans",)
    monkeypatch.setattr(drawing, "CHINESE_FONTS", families)
    drawing.sheet([landscape(20, 30)], [Preset("水墨", "Ink wash")])
    assert written == [name]


def test_fetching_what_is_there_is_silent(capsys):
    assert style("fetch") == 0
    assert capsys.readouterr() == ("", "")
