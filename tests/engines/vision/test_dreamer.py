import io
import itertools

import av
import numpy as np
import pytest
from PIL import Image

from engines.requests import DreamRequest, EngineError, FilmResult, PictureResult, read_motifs
from engines.style.pictures import encode, resized
from engines.vision import dreamer as dreaming
from engines.vision import film
from engines.vision.atlas import CAPTION, COLUMNS, SIDE, atlas
from engines.vision.dream import RATE, Aim
from engines.vision.dreamer import LEAST_LONG_SIDE, Dreamer
from engines.vision.motifs import aim_at
from tests.engines.vision.dreams import LAYER, motifs_file, network, photo


class CancelledError(Exception):
    pass


@pytest.fixture(autouse=True)
def small_photos_stay_small(monkeypatch):
    monkeypatch.setattr(dreaming, "LEAST_LONG_SIDE", 1)  # for speed


@pytest.fixture(scope="module")
def motifs(tmp_path_factory):
    return motifs_file(tmp_path_factory.mktemp("motifs"))


@pytest.fixture(scope="module")
def dreamer(motifs):
    return Dreamer(network("vision-0123abcd"), motifs)


def opened(content):
    return np.asarray(Image.open(io.BytesIO(content)), np.float32) / 255


def pictures_of(content):
    with av.open(io.BytesIO(content)) as container:
        return [frame.to_ndarray(format="rgb24") / 255 for frame in container.decode(video=0)]


def unheard(_progress):
    pass


def test_a_request_becomes_a_picture_of_the_photo_s_size(dreamer):
    result = dreamer.dream(DreamRequest(encode(photo(90, 61)), "眼睛"), unheard)
    assert isinstance(result, PictureResult)
    assert opened(result.picture).shape == (90, 61, 3)
    assert (result.width, result.height) == (61, 90)
    assert result.model == "vision-0123abcd"
    assert result.milliseconds > 0


def test_a_large_photo_dreams_smaller_and_keeps_its_detail(dreamer, monkeypatch):
    monkeypatch.setattr(dreaming, "LONG_SIDE", 64)
    before = np.random.default_rng(0).uniform(0.3, 0.7, (160, 200, 3)).astype(np.float32)
    sizes = []

    def seen(progress):
        if progress.preview:
            sizes.append(max(opened(progress.preview).shape))

    monkeypatch.setattr(dreaming, "PREVIEW_EVERY", 0.0)
    after = opened(dreamer.dream(DreamRequest(encode(before)), seen).picture)
    assert max(sizes) == 64
    assert after.shape == before.shape

    def detail(picture):
        return (picture - resized(resized(picture, 51, 64), 160, 200)).ravel()

    assert np.corrcoef(detail(before), detail(after))[0, 1] > 0.95


@pytest.mark.parametrize("zoom", [False, True])
def test_a_small_photo_is_enlarged_before_it_dreams(dreamer, monkeypatch, zoom):
    sizes = []

    def noted(picture, *_, **__):
        sizes.append(picture.shape)
        raise CancelledError

    monkeypatch.setattr(dreaming, "LEAST_LONG_SIDE", LEAST_LONG_SIDE)
    monkeypatch.setattr(dreaming, "sink" if zoom else "dream", noted)
    with pytest.raises(CancelledError):
        dreamer.dream(DreamRequest(encode(photo(48, 64)), zoom=zoom), unheard)
    assert sizes == [(384, 512, 3)]


def test_the_same_request_gives_the_same_picture(dreamer):
    request = DreamRequest(encode(photo(50, 50)))
    assert dreamer.dream(request, unheard).picture == dreamer.dream(request, unheard).picture


def test_more_strength_changes_more(dreamer):
    before = photo(64, 64)
    results = [dreamer.dream(DreamRequest(encode(before), strength=part), unheard) for part in (0.2, 1.0)]
    faint, deep = (np.abs(opened(result.picture) - before).mean() for result in results)
    assert deep > 2 * faint


def test_previews_are_shown_no_more_often_than_a_chat_takes_them(dreamer, monkeypatch):
    monkeypatch.setattr(dreaming, "PREVIEW_EVERY", 3600.0)
    told = []
    dreamer.dream(DreamRequest(encode(photo(48, 48))), told.append)
    assert told[-1].fraction == pytest.approx(1)
    assert not any(progress.preview for progress in told)


@pytest.mark.parametrize("zoom", [False, True])
def test_cancelling_ends_a_dream_at_once(dreamer, zoom):
    heard = []

    def cancel(progress):
        heard.append(progress)
        raise CancelledError

    with pytest.raises(CancelledError):
        dreamer.dream(DreamRequest(encode(photo(64, 64)), zoom=zoom), cancel)
    assert len(heard) == 1


def test_what_is_no_picture_is_refused(dreamer):
    with pytest.raises(EngineError, match="cannot be read"):
        dreamer.dream(DreamRequest(b"no picture"), unheard)


def test_an_unknown_motif_is_answered_with_those_that_work(dreamer):
    with pytest.raises(EngineError) as raised:
        dreamer.dream(DreamRequest(encode(photo(32, 32)), "火车"), unheard)
    assert "火车" in raised.value.zh
    assert "波纹、眼睛" in raised.value.zh
    assert "Ripples, Eyes" in raised.value.en


def test_a_motif_has_its_layer_and_channels_under_both_its_names(motifs):
    assert aim_at(None, network(), motifs) == Aim("block2_conv1")
    assert aim_at("眼睛", network(), motifs) == aim_at(" eyes", network(), motifs) == Aim(LAYER, (3, 5), 0.5)


def test_another_network_dreams_of_its_own_layers(motifs):
    other = network("VGG19")
    assert aim_at("波纹", other, motifs) == Aim(other.dream_layers[0])
    assert aim_at("眼睛", other, motifs) == Aim(other.dream_layers[1])


def test_a_missing_file_of_motifs_is_said(tmp_path):
    with pytest.raises(EngineError, match=r"dream-motifs\.json is missing"):
        aim_at(None, network(), tmp_path / "none.json")


@pytest.mark.parametrize("size", [(71, 95), (16, 16), (37, 501)])
def test_a_film_plays_and_begins_with_the_photo(dreamer, size):
    before = photo(*size)
    told = []
    result = dreamer.dream(DreamRequest(encode(before), zoom=True), told.append)
    assert isinstance(result, FilmResult)
    shown = pictures_of(result.film)
    height, width = result.height, result.width
    assert height % 2 == width % 2 == 0
    assert max(height, width) <= film.LONG_SIDE
    assert {picture.shape for picture in shown} == {(height, width, 3)}
    assert len(result.film) < 8_000_000
    assert len(shown) == pytest.approx(result.seconds * film.RATE_OF_PICTURES)
    assert 4 <= result.seconds <= 6
    assert np.abs(shown[0] - resized(before, height, width)).mean() < 0.08
    changes = [np.abs(picture - shown[0]).mean() for picture in shown]
    assert max(changes) > 0.05
    assert changes[-1] < 0.05  # played again and again, it does not jump
    assert opened(result.poster) == pytest.approx(shown[0], abs=0.2)
    fractions = [progress.fraction for progress in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1)


def test_a_film_flows_without_a_jump(dreamer):
    shown = pictures_of(dreamer.dream(DreamRequest(encode(photo(64, 96)), zoom=True), unheard).film)
    steps = [np.abs(after - before).mean() for before, after in itertools.pairwise(shown)]
    assert max(steps) < 6 * np.median(steps)


def test_a_film_sinks_into_the_dream_little_by_little(dreamer, monkeypatch):
    rates = []

    def noted(picture, *_, rate, **__):
        rates.append(rate)
        return picture

    monkeypatch.setattr(film, "dream", noted)
    dreamer.dream(DreamRequest(encode(photo(40, 40)), strength=1.0, zoom=True), unheard)
    assert rates[0] < 0.02 * RATE
    assert rates[: film.SINKING] == sorted(set(rates[: film.SINKING]))
    assert rates[film.SINKING - 1 :] == [RATE] * (film.KEYS - film.SINKING + 1)
    assert abs(film.SINKING - film.KEYS / 2) <= 1


def test_a_film_is_in_the_format_that_chats_play(dreamer):
    content = dreamer.dream(DreamRequest(encode(photo(40, 40)), zoom=True), unheard).film
    with av.open(io.BytesIO(content)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert stream.average_rate == film.RATE_OF_PICTURES
    assert content.index(b"moov") < content.index(b"mdat")


def test_the_worst_of_pictures_stays_within_eight_megabytes():
    noise = np.random.default_rng(0)
    pictures = (noise.random((480, 480, 3), np.float32) for _ in range(film.KEYS * film.BETWEEN + 1 + film.BACK))
    content, _, _ = film._encoded(pictures, (480, 480))
    assert len(content) < 8_000_000


def test_an_atlas_draws_every_channel_and_says_how_far_it_is():
    told = []
    sheet = atlas(network(), LAYER, range(3, 16), told.append)
    assert sheet.size == (COLUMNS * SIDE, SIDE + CAPTION)
    drawn = np.asarray(sheet, np.float32)[:SIDE]
    tiles = [drawn[:, place * SIDE : (place + 1) * SIDE] for place in range(COLUMNS)]
    assert all(tile.std() > 5 for tile in tiles[:13])
    assert all(tile.min() == 255 for tile in tiles[13:])
    assert np.abs(tiles[0] - tiles[1]).mean() > 1
    assert told == [1.0]


def test_every_motif_has_two_names_of_its_own():
    motifs = read_motifs()
    assert len(motifs) >= 8
    assert len({motif.name for motif in motifs}) == len({motif.english for motif in motifs}) == len(motifs)
