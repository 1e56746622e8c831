"""The named styles."""

import json
import zipfile

import numpy as np
import pytest

from engines.manifest import entries
from engines.requests import EngineError, read_presets
from engines.style import presets, weights
from engines.style.colours import oklab
from engines.style.stylizer import Sketch
from tests.engines.style.conftest import file, landscape


def test_there_are_at_least_a_dozen_with_names_in_both_languages():
    named = read_presets()
    assert len(named) >= 12
    assert len({preset.name for preset in named} | {preset.english for preset in named}) == 2 * len(named)


def test_no_two_are_alike():
    found = np.stack(list(presets.load().values()))
    apart = np.abs(found[:, None] - found[None]).mean(-1) + np.eye(len(found))
    assert apart.min() > 0.05


def test_they_were_made_with_the_weights_that_read_photos():
    assert json.loads((presets.places.WEIGHTS / presets.FILE).read_text(encoding="utf-8"))["model"] == weights.MODEL


@pytest.mark.parametrize("name", ["星月夜", "Starry night", "starry NIGHT", "starrynight"])
def test_a_preset_is_known_by_either_name(name):
    assert presets.known(name).name == "星月夜"


def test_an_unknown_name_is_answered_with_those_there_are():
    with pytest.raises(EngineError) as raised:
        presets.numbers("油画")
    assert "油画" in raised.value.zh
    assert "水墨" in raised.value.zh
    assert "Ink wash" in raised.value.en


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "paintings.zip"
    with zipfile.ZipFile(path, "w") as opened:
        for index, name in enumerate(sorted(presets.USED)):
            opened.writestr(f"paintings/{name}.jpg", file(np.full_like(landscape(16, 16), index / 20), "JPEG"))
    return path


def test_presets_are_made_of_their_paintings_in_their_shares(archive, tmp_path):
    path = presets.make(archive, lambda painting: np.full(100, painting.mean(), np.float32), tmp_path)
    found = {row["name"]: row["numbers"][0] for row in json.loads(path.read_text(encoding="utf-8"))["presets"]}
    index = {name: position / 20 for position, name in enumerate(sorted(presets.USED))}
    for recipe in presets.RECIPES:
        if recipe.restored:
            continue
        expected = sum(share * index[name] for name, share in recipe.paintings.items())
        assert found[recipe.name] == pytest.approx(expected, abs=0.005)
    assert [row["file"] for row in entries(tmp_path)] == [presets.FILE]


def test_a_painting_on_brown_silk_is_restored_before_it_is_read_where_the_recipe_says_so(archive, tmp_path):
    seen = []
    presets.make(archive, lambda painting: seen.append(painting) or np.zeros(100, np.float32), tmp_path)
    wanted = {(name, recipe.restored) for recipe in presets.RECIPES for name in recipe.paintings}
    assert len(seen) == len(wanted) > len(presets.USED)


def test_restoring_takes_the_brown_from_the_silk_and_strengthens_green():
    silk, green = np.array([0.45, 0.30, 0.18], np.float32), np.array([0.38, 0.32, 0.22], np.float32)
    aged = np.where(np.arange(64)[:, None, None] < 16, green, silk) * np.ones((64, 64, 1), np.float32)
    aged[:4] = 0.05
    fresh = presets.restored(aged)
    assert fresh[40, 40].min() > 1.5 * silk.min()
    (pigment,) = fresh[10:11, 40]
    assert pigment[1] > pigment[0]
    assert green[0] > green[1]


def test_blue_and_green_makes_a_grey_photo_greener_than_it_was(stylizer):
    grey = np.repeat(landscape(128, 128).mean(-1, keepdims=True), 3, -1)
    (painted,) = stylizer.paint([Sketch(grey, presets.numbers("青绿山水"))])
    assert oklab(painted)[..., 1].mean() < -0.01


def test_the_shares_of_a_mixture_make_a_whole():
    assert all(sum(recipe.paintings.values()) == pytest.approx(1) for recipe in presets.RECIPES)


def test_a_missing_painting_is_named(tmp_path):
    path = tmp_path / "paintings.zip"
    with zipfile.ZipFile(path, "w"):
        pass
    with pytest.raises(EngineError, match="great-wave-hokusai-1831"):
        presets.make(path, lambda painting: painting, tmp_path)


def test_an_archive_that_is_none_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(EngineError, match="zip file of the paintings"):
        presets.make(tmp_path / "nothing.zip", lambda painting: painting, tmp_path)
