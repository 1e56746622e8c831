"""Whatever a stranger sends in a picture's place gets a sentence, and hurts nobody."""

import asyncio
import contextlib
import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from PIL import Image

from bot import photos
from bot.photos import BadPhoto, Photo, check
from bot.texts import LANGUAGES, Texts
from engines.requests import darkroom as asked
from tests.bot import photographs
from tests.bot.photographs import KINDS, encoded, scene, shows_the_scene
from tests.conftest import TOKEN

ROOT = Path(__file__).resolve().parents[2]


async def refusal(data: bytes) -> BadPhoto:
    with pytest.raises(BadPhoto) as caught:
        await check(data)
    for language in LANGUAGES:
        sentence = Texts().say(language, caught.value.key, **caught.value.arguments)
        assert sentence and "\n" not in sentence
    return caught.value


def children() -> list[psutil.Process]:
    """Darkrooms that still run; other tests' browsers and servers may run beside them."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if (
                any(part.endswith("darkroom.py") for part in process.cmdline())
                or process.status() == psutil.STATUS_ZOMBIE
            ):
                found.append(process)
    return found


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "photo-empty"),
        (b"\0" * (photos.MOST_BYTES + 1), "photo-heavy"),
        ("春眠不觉晓".encode(), "photo-unknown"),  # whatever.jpg
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo-unknown"),
        (b"%PDF-1.7\n", "photo-unknown"),
        (b"P6 20 20 255\n" + b"\0" * 1200, "photo-unknown"),
        (b"\0\0\0\x1cftypavif" + b"\0" * 100, "photo-unknown"),
        (b"\0\0\0\x1cftypisom" + b"\0" * 100, "photo-unknown"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "photo-unknown"),
        (b"\xff", "photo-unknown"),
        (b"\xff\xd8\xff", "photo-broken"),
        (b"\x89PNG\r\n\x1a\n", "photo-broken"),
        (b"GIF89a", "photo-broken"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "photo-broken"),
        (b"\0\0\0\x1cftypheic" + b"\0" * 100, "photo-broken"),
        (encoded(scene(500, 1), "PNG"), "photo-few-pixels"),
        (encoded(scene(1, 500)), "photo-few-pixels"),
        (encoded(scene(1, 1), "GIF"), "photo-few-pixels"),
        (encoded(scene(15, 15), "WEBP"), "photo-few-pixels"),
        (encoded(scene(16, 321)), "photo-narrow"),
        (encoded(scene(2000, 20), "PNG"), "photo-narrow"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:12].hex(),
)
async def test_what_cannot_be_used_gets_one_sentence(data, key):
    assert (await refusal(data)).key == key


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "PPM", "ICO", "TGA", "PDF", "EPS"])
async def test_formats_that_are_not_let_in_get_a_sentence(kind):
    assert (await refusal(encoded(scene(), kind))).key == "photo-unknown"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
async def test_a_file_that_did_not_arrive_whole_gets_a_sentence(kind, share):
    whole = encoded(Image.effect_noise((128, 96), 80).convert("RGB"), kind)
    assert (await refusal(whole[: int(len(whole) * share)])).key == "photo-broken"


@pytest.mark.parametrize("chunk", [b"iCCP", b"zTXt"])
async def test_notes_that_swell_when_opened_get_a_sentence(chunk):
    assert (await refusal(photographs.swollen(chunk))).key == "photo-broken"


@pytest.mark.parametrize("kind", KINDS)
async def test_damaged_files_are_opened_or_refused(kind):
    whole = encoded(scene(), kind)
    answers = await asyncio.gather(
        *(check(photographs.damaged(whole, seed)) for seed in range(5)), return_exceptions=True
    )
    assert all(isinstance(answer, Photo | BadPhoto) for answer in answers), answers


MEASURED = """
import asyncio, json, resource, sys
from pathlib import Path
from bot.photos import BadPhoto, check

async def main():
    keys = []
    for name in sys.argv[1:]:
        try:
            await check(Path(name).read_bytes())
        except BadPhoto as bad:
            keys.append(bad.key)
    return keys

keys = asyncio.run(main())
used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
print(json.dumps([keys, used, sorted({"PIL", "pillow_heif", "numpy"} & set(sys.modules))]))
"""


def test_a_bomb_is_refused_by_its_header_and_costs_no_memory_for_its_pixels(tmp_path):
    names = []
    for kind in KINDS:
        names.append(str(tmp_path / kind))
        Path(names[-1]).write_bytes(photographs.bomb(kind))
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *names], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    keys, megabytes, loaded = json.loads(done.stdout)
    assert keys == ["photo-many-pixels"] * len(KINDS)
    assert megabytes < 100
    assert loaded == []  # this process can't even open a picture


async def test_one_row_beyond_forty_megapixels_is_too_much():
    beyond = await refusal(photographs.blank(8000, 5001))
    assert (beyond.key, beyond.arguments) == ("photo-many-pixels", {"most": 40})


async def test_a_picture_that_takes_too_long_is_ended_and_the_next_one_works(monkeypatch):
    hostile = photographs.endless()
    monkeypatch.setattr(photos, "TIME_LIMIT", 1.5)
    async with asyncio.timeout(30):  # a darkroom by itself would take minutes
        assert (await refusal(hostile)).key == "photo-hard"
    assert children() == []
    monkeypatch.undo()
    assert shows_the_scene(await check(encoded(scene())))


async def test_a_cancelled_check_leaves_no_process_behind():
    checking = asyncio.create_task(check(photographs.endless()))
    async with asyncio.timeout(10):
        while not children():  # noqa: ASYNC110 (a process's start has no event)
            await asyncio.sleep(0.01)
    checking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await checking
    assert children() == []


def test_a_picture_beyond_the_memory_limit_gets_a_sentence():
    program = "import sys; from engines import darkroom; darkroom.MOST_MEMORY = 120 << 20; darkroom.main()"
    data = photographs.blank(8000, 5000)
    done = subprocess.run(
        [sys.executable, "-c", program, "1600"], cwd=ROOT, input=data, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["key"] == "photo-hard"


@pytest.fixture
def darkroom(tmp_path, monkeypatch):
    """Puts another program in the darkroom's place."""

    def put(program: str) -> None:
        path = tmp_path / "darkroom.py"
        path.write_text(program)
        monkeypatch.setattr(asked, "PROGRAM", path)

    return put


async def test_a_picture_that_crashes_its_reader_gets_a_sentence(darkroom):
    darkroom("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert (await refusal(encoded(scene()))).key == "photo-hard"


@pytest.mark.parametrize(
    "program", ["raise ImportError('no Pillow here')", "", "import sys; sys.exit('no Pillow here')"]
)
async def test_a_fault_of_the_machine_is_not_blamed_on_the_picture(darkroom, program):
    darkroom(program)
    with pytest.raises(RuntimeError, match="no Pillow here" if program else "status 0"):
        await check(encoded(scene()))


async def test_the_process_that_opens_pictures_does_not_know_the_token(darkroom, monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    darkroom("import os, sys; sys.exit('it knows ' + str(dict(os.environ)))")
    with pytest.raises(RuntimeError, match="it knows") as caught:
        await check(encoded(scene()))
    assert os.environ["BOT_TOKEN"] == TOKEN
    assert TOKEN not in str(caught.value)


async def test_many_pictures_at_once_wait_for_their_turn_and_none_gets_anothers_result(monkeypatch):
    develop, now, most = photos._develop, 0, 0

    async def counted(data, longest):
        nonlocal now, most
        now += 1
        most = max(most, now)
        try:
            return await develop(data, longest)
        finally:
            now -= 1

    monkeypatch.setattr(photos, "_develop", counted)
    sizes = [(40 + 10 * i, 40) for i in range(6)]
    files = [encoded(scene(*size)) for size in sizes]
    *good, bad = await asyncio.gather(*map(check, files), check(b"text"), return_exceptions=True)
    assert [(photo.width, photo.height) for photo in good] == sizes
    assert isinstance(bad, BadPhoto)
    assert most == photos.AT_ONCE


async def test_the_bot_goes_on_talking_while_a_picture_is_opened():
    checking, beats = asyncio.create_task(check(photographs.blank(8000, 5000))), []
    while not checking.done():
        beats.append(time.monotonic())
        await asyncio.sleep(0.01)
    assert max(b - a for a, b in itertools.pairwise(beats)) < 0.5
    assert (await checking).width == 1600  # forty megapixels, the most that are let in
