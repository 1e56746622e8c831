"""The picture lanes beside the text lane: real worker processes, first with fake work, then with the network."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from engines.lanes import LaneSettings
from engines.local import FINE, IMAGE, TEXT, LocalEngines
from engines.requests import EngineError, PictureResult, PoemRequest, PoemResult, Result, StyleRequest, StyleSource
from tests.engines.style.conftest import file, landscape, opened

PHOTO = file(landscape(60, 80))
FAST = StyleRequest(PHOTO, (StyleSource(preset="水墨"),))
FINELY = replace(FAST, fine=True)
QUIET = LaneSettings("text", "tests.engines.fake_worker:open_fake")


@asynccontextmanager
async def started(text=TEXT, image=IMAGE, fine=FINE):
    engines = LocalEngines(text, image, fine)
    async with asyncio.timeout(120):
        await engines.start()
        try:
            yield engines
        finally:
            await engines.close()


def faked(lane):
    return replace(lane, factory="tests.engines.style.fake_painter:open_fake")


async def result(engines, request):
    async for event in engines.run(request):
        if isinstance(event, Result):
            return event
    raise AssertionError("a run ends with a result or an error")


def lanes(engines):
    return [lane.name for lane in engines.status()]


async def test_who_only_writes_poems_starts_no_picture_worker():
    async with started(QUIET) as engines:
        assert isinstance(await result(engines, PoemRequest(theme="春雪")), PoemResult)
        assert lanes(engines) == ["text"]


async def test_the_first_picture_starts_the_image_lane_and_no_other():
    async with started(QUIET, faked(IMAGE), faked(FINE)) as engines:
        assert isinstance(await result(engines, FAST), PictureResult)
        assert lanes(engines) == ["text", "image"]


async def test_poems_and_fast_pictures_do_not_wait_behind_fine_ones():
    async with started(QUIET, faked(IMAGE), faked(FINE)) as engines:
        running = engines.run(FINELY)  # never ends by itself
        await anext(running)
        assert isinstance(await result(engines, FAST), PictureResult)
        assert isinstance(await result(engines, PoemRequest(theme="春雪")), PoemResult)
        assert [engines.waiting(request) for request in (FAST, FINELY, PoemRequest())] == [0, 1, 0]
        await running.aclose()


async def test_the_real_painter_paints_in_its_worker_and_survives_what_is_no_picture():
    async with started(QUIET) as engines:
        good, bad = await asyncio.gather(
            result(engines, FAST), result(engines, replace(FAST, content=b"no picture")), return_exceptions=True
        )
        assert opened(good.picture).shape == (60, 80, 3)
        assert isinstance(bad, EngineError)
        again = await result(engines, FAST)
        assert again.picture == good.picture
        (_, image) = engines.status()
    assert image.restarts == 0
    assert image.memory < 1_500_000_000


async def test_without_the_weights_a_picture_is_answered_with_the_command_that_fetches_them(tmp_path, monkeypatch):
    monkeypatch.setenv("SHIHUA_DATA", str(tmp_path))
    async with started(QUIET) as engines:
        with pytest.raises(EngineError, match="python -m engines style fetch"):
            await result(engines, FAST)


async def test_a_fine_picture_comes_out_of_its_own_lane_with_progress():
    request = StyleRequest(PHOTO, (StyleSource(photo=file(landscape(48, 64))),), fine=True)
    async with started(QUIET) as engines:
        events = [event async for event in engines.run(request)]
    assert isinstance(events[-1], PictureResult)
    assert events[-1].losses
    assert all(0 <= event.fraction <= 1 for event in events[:-1])


async def test_a_fine_picture_that_is_good_enough_comes_at_once():
    request = StyleRequest(PHOTO, (StyleSource(photo=file(landscape(48, 64))),), fine=True)
    enough = asyncio.Event()
    async with started(QUIET) as engines:
        events = []
        async for event in engines.run(request, enough=enough):
            events.append(event)
            enough.set()  # with the first progress there is something to keep
    assert isinstance(events[-1], PictureResult)
    assert not events[-1].finished
