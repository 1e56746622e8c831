"""Requests become results: bytes in, bytes out."""

import numpy as np
import pytest

from engines.requests import EngineError, Progress, StyleRequest, StyleSource
from engines.style.painter import Painter
from engines.style.pictures import resized
from engines.worker import Cancelled
from tests.engines.style.conftest import file, landscape, opened

PHOTO = file(landscape(60, 80))
PAINTING = file(landscape(90, 90, seed=9)[::-1])
INK, WAVE = StyleSource(preset="水墨"), StyleSource(preset="浮世绘")


@pytest.fixture(scope="module")
def painter(stylizer):
    return Painter(stylizer)


def fast(painter, *styles, content=PHOTO, **options):
    (outcome,) = painter.fast([StyleRequest(content, styles, **options)])
    if isinstance(outcome, EngineError):
        raise outcome
    return opened(outcome.picture)


def distance(one, other):
    return float(np.abs(one - other).mean())


def test_a_result_says_what_it_is(painter):
    (result,) = painter.fast([StyleRequest(PHOTO, (INK,))])
    assert (result.width, result.height, result.losses, result.finished) == (80, 60, (), True)
    assert opened(result.picture).shape == (60, 80, 3)
    assert result.model.startswith("magenta-")
    assert result.milliseconds > 0


def test_nothing_to_paint_is_no_trouble(painter):
    assert painter.fast([]) == []


def test_presets_and_photos_are_styles(painter):
    assert distance(fast(painter, INK), fast(painter, StyleSource(photo=PAINTING))) > 0.02


def test_a_mixture_lies_between_its_styles(painter):
    ink, wave = fast(painter, INK), fast(painter, WAVE)
    mostly_ink = fast(painter, StyleSource(preset="水墨", weight=3), WAVE)
    assert 0 < distance(mostly_ink, ink) < distance(mostly_ink, wave)


def test_the_options_of_a_request_reach_the_picture(painter):
    plain = fast(painter, WAVE)
    for options in ({"strength": 0.5}, {"keep_colours": True}, {"detail": 128}):
        assert distance(fast(painter, WAVE, **options), plain) > 0.01


def test_one_bad_picture_among_several_spoils_only_its_own(painter):
    good, bad, unnamed = painter.fast(
        [
            StyleRequest(PHOTO, (INK,)),
            StyleRequest(b"no picture", (INK,)),
            StyleRequest(PHOTO, (StyleSource(preset="油画"),)),
        ]
    )
    assert opened(good.picture).shape == (60, 80, 3)
    assert isinstance(bad, EngineError)
    assert "油画" in unnamed.zh


def test_fine_style_ends_at_its_time_limit_with_the_best_so_far(painter):
    seen = []
    request = StyleRequest(PHOTO, (StyleSource(photo=PAINTING),), fine=True)
    result = painter.fine(request, seen.append, time_limit=0)
    assert not result.finished
    assert (result.width, result.height) == (80, 60)
    assert seen[0].fraction == 0
    assert distance(opened(seen[0].preview), opened(result.picture)) < 0.1


def test_fine_style_ends_with_the_best_so_far_once_that_is_enough(painter):
    seen = []
    request = StyleRequest(PHOTO, (StyleSource(photo=PAINTING),), fine=True)
    result = painter.fine(request, seen.append, enough=lambda: len(seen) > 3)
    assert not result.finished
    assert (result.width, len(result.losses)) == (80, 3)
    assert distance(opened(seen[0].preview), opened(result.picture)) > 0


def test_fine_style_ends_when_nobody_waits(painter):
    reports = []

    def report(progress: Progress) -> None:
        reports.append(progress)
        if len(reports) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        painter.fine(StyleRequest(PHOTO, (StyleSource(photo=PAINTING),), fine=True), report)
    assert len(reports) == 3


def test_fine_style_keeps_colours_too(painter):
    request = StyleRequest(PHOTO, (StyleSource(photo=PAINTING),), fine=True, keep_colours=True)
    result = painter.fine(request, lambda progress: None, time_limit=0)
    assert distance(opened(result.picture).mean((0, 1)), landscape(60, 80).mean((0, 1))) < 0.06


def test_fine_style_of_a_preset_is_refused_with_a_sentence(painter):
    with pytest.raises(EngineError, match="send a painting"):
        painter.fine(StyleRequest(PHOTO, (INK,), fine=True), lambda progress: None)


def test_fine_style_is_drawn_at_the_detail_that_is_asked_for_and_is_as_large_as_the_photo(painter):
    photo = file(resized(landscape(60, 80), 180, 240))
    request = StyleRequest(photo, (StyleSource(photo=PAINTING),), fine=True, detail=128)
    seen = []
    assert painter.fine(request, seen.append, time_limit=0).width == 240
    assert opened(seen[0].preview).shape == (96, 128, 3)
