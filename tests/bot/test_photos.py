"""Whatever a stranger sends as a picture: it works, or gets a sentence, and hurts nobody."""

import asyncio
import contextlib
import io
import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from PIL import Image, ImageCms

from bot import photos
from bot.photos import BadPhoto, Photo, check
from bot.texts import LANGUAGES, Texts
from engines.requests import darkroom as asked
from tests.bot import photographs
from tests.bot.photographs import CORNERS, encoded, scene
from tests.conftest import TOKEN

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")
WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def opened(photo: Photo) -> Image.Image:
    """The result as a reader sees it; it must be what it says it is."""
    image = Image.open(io.BytesIO(photo.data))
    assert (image.format, image.size, image.mode) == (photo.format, (photo.width, photo.height), "RGB")
    image.load()
    return image


def like(colour, other, tolerance=12):
    return all(abs(a - b) <= tolerance for a, b in zip(colour, other, strict=True))


def corners(photo: Photo) -> list:
    image = opened(photo)
    right, bottom = image.width - 9, image.height - 9
    return [image.getpixel(place) for place in ((8, 8), (right, 8), (8, bottom), (right, bottom))]


def shows_the_scene(photo: Photo, tolerance=12) -> bool:
    return all(like(a, b, tolerance) for a, b in zip(corners(photo), CORNERS, strict=True))


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


@pytest.mark.parametrize("kind", KINDS)
async def test_every_format_that_people_send_works(kind):
    photo = await check(encoded(scene(), kind))
    assert (photo.width, photo.height) == (96, 64)
    assert photo.format == ("PNG" if kind in ("PNG", "GIF") else "JPEG")
    assert shows_the_scene(photo)


async def test_a_phones_photo_with_a_second_picture_behind_it_works():
    assert shows_the_scene(await check(encoded(scene(), "MPO", save_all=True, append_images=[scene(32, 32)])))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
async def test_of_an_animation_the_first_frame_is_taken(kind):
    assert shows_the_scene(await check(photographs.several_frames(kind)), tolerance=24)


@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_photo_held_in_any_of_eight_ways_comes_out_upright(orientation, kind):
    photo = await check(photographs.turned(orientation, kind))
    assert (photo.width, photo.height) == (96, 64)
    assert shows_the_scene(photo)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
async def test_other_formats_are_turned_too(kind):
    assert shows_the_scene(await check(photographs.turned(6, kind)))


async def test_an_orientation_in_xmp_counts():
    assert shows_the_scene(await check(photographs.turned_by_xmp(8)))


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0nonsense", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff", b"Exif\0\0II*\0\xff\xff\xff\xff"]
)
async def test_metadata_that_nobody_can_read_does_not_spoil_the_photo(exif):
    assert shows_the_scene(await check(encoded(scene(), exif=exif)))


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_of_the_metadata_comes_out(kind):
    sent = photographs.gossiping(kind)
    assert photographs.SECRET.encode() in sent
    photo = await check(sent)
    assert shows_the_scene(photo)
    assert parts(photo.data) <= {"IHDR", "IDAT", "IEND", "JFIF", "DQT", "SOF0", "DHT", "SOS"}
    assert opened(photo).getexif() == {}
    assert set(opened(photo).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def parts(data: bytes) -> set[str]:
    """The names of a file's chunks or segments; whatever stands behind its end is one more."""
    names, place = set(), 8 if data.startswith(b"\x89PNG") else 2
    if place == 8:
        while place < len(data):
            names.add(data[place + 4 : place + 8].decode("latin-1"))
            place += 12 + int.from_bytes(data[place : place + 4])
        return names
    known = {0xDB: "DQT", 0xC0: "SOF0", 0xC4: "DHT", 0xDA: "SOS"}
    while True:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4])
        jfif = marker == 0xE0 and length == 16 and data[place + 4 : place + 8] == b"JFIF"
        names.add("JFIF" if jfif else known.get(marker, hex(marker)))
        if marker == 0xDA:
            return names | ({"tail"} if data.find(b"\xff\xd9") != len(data) - 2 else set())
        place += 2 + length


async def test_the_result_is_a_jpeg_with_full_colour_resolution():
    image = opened(await check(encoded(scene())))
    assert {layer[1:3] for layer in image.layer} == {(1, 1)}
    assert max(image.quantization[0]) <= 16  # quality 92 or more


@pytest.mark.parametrize("mode", ["L", "CMYK", "YCbCr"])
async def test_jpegs_of_every_colour_model_work(mode):
    photo = await check(encoded(scene(mode=mode)))
    wanted = [scene(mode=mode).convert("RGB").getpixel(place) for place in ((8, 8), (87, 8), (8, 55), (87, 55))]
    assert all(like(a, b) for a, b in zip(corners(photo), wanted, strict=True))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
async def test_pngs_of_every_kind_work(mode):
    image = scene(mode=mode)
    photo = await check(encoded(image, "PNG"))
    assert opened(photo).tobytes() == image.convert("RGB").tobytes()


@pytest.mark.parametrize(
    ("colour", "values", "wanted"),
    [
        (0, (0x8000,), (127, 127, 127)),
        (0, (0xFFFF,), WHITE),
        (2, (0xFFFF, 0x8000, 0), (255, 127, 0)),
        (4, (0, 0), WHITE),
        (4, (0x4000, 0xFFFF), (63, 63, 63)),
        (6, (0xFFFF, 0, 0, 0), WHITE),
        (6, (0, 0x8000, 0, 0xFFFF), (0, 127, 0)),
    ],
)
async def test_sixteen_bits_become_eight_without_growing_lighter_or_darker(colour, values, wanted):
    assert like(opened(await check(photographs.sixteen_bits(colour, *values))).getpixel((16, 16)), wanted, tolerance=1)


async def test_ten_bits_become_eight():
    photo = await check(photographs.high_dynamic_range((0xFFFF, 0x8000, 0)))
    assert like(opened(photo).getpixel((16, 16)), (255, 127, 0), tolerance=4)


@pytest.mark.parametrize("colour", [0, 2])
async def test_a_single_transparent_colour_shows_white_paper(colour):
    channels = 3 if colour == 2 else 1
    rows = (b"\0" + b"\x80" * 32 * channels) * 32
    photo = await check(photographs.png(32, 32, 8, colour, rows, (b"tRNS", b"\0\x80" * channels)))
    assert opened(photo).getpixel((16, 16)) == WHITE


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "P"), ("GIF", "P"), ("WEBP", "RGBA"), ("HEIF", "RGBA")],
)
async def test_what_is_transparent_shows_white_paper(kind, mode):
    image = opened(await check(photographs.with_hole(kind, mode)))
    assert like(image.getpixel((8, 32)), WHITE, tolerance=3)
    assert like(image.getpixel((55, 32)), BLACK, tolerance=3)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
async def test_colours_follow_the_photos_own_profile(kind):
    swapped = photographs.profile(swapped=True)
    green_seen = opened(await check(encoded(Image.new("RGB", (32, 32), (255, 0, 0)), kind, icc_profile=swapped)))
    assert like(green_seen.getpixel((16, 16)), (0, 255, 0), tolerance=16)


async def test_a_profile_counts_under_transparency_too():
    image = Image.new("RGBA", (32, 32), (255, 0, 0, 255))
    photo = await check(encoded(image, "PNG", icc_profile=photographs.profile(swapped=True)))
    assert like(opened(photo).getpixel((16, 16)), (0, 255, 0))


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("broken", ["nonsense", "of another kind", "cut"])
async def test_a_profile_that_does_not_fit_is_left_aside(mode, broken):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    profile = {"nonsense": b"x" * 200, "of another kind": lab, "cut": photographs.profile()[:300]}[broken]
    with_it = await check(encoded(scene(mode=mode), icc_profile=profile))
    assert with_it == await check(encoded(scene(mode=mode)))


async def test_a_grey_photo_with_a_colour_profile_stays_grey():
    image = Image.new("L", (32, 32), 128)
    pixel = opened(await check(encoded(image, icc_profile=photographs.profile(swapped=True)))).getpixel((16, 16))
    assert like(pixel, (128, 128, 128), tolerance=3)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_large_picture_becomes_as_large_as_wanted_and_no_larger(kind):
    photo = await check(encoded(scene(1200, 300), kind), longest=400)
    assert (photo.width, photo.height) == (400, 100)
    assert shows_the_scene(photo)


async def test_sixteen_hundred_pixels_are_the_most_unless_told_otherwise():
    photo = await check(encoded(scene(1000, 5000)))
    assert (photo.width, photo.height) == (320, 1600)
    assert shows_the_scene(photo)


async def test_a_small_picture_is_not_blown_up():
    photo = await check(encoded(scene(20, 16), "PNG"))
    assert (photo.width, photo.height) == (20, 16)


async def test_a_thumbnail_of_a_long_strip_keeps_at_least_a_row():
    photo = await check(encoded(scene(640, 32)), longest=10)
    assert (photo.width, photo.height) == (10, 1)


async def test_a_length_of_nothing_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="longest"):
        await check(encoded(scene()), longest=0)


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
