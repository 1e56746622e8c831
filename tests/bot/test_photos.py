"""Whatever picture people send comes out as they saw it: upright, in its colours, not too large, with no metadata."""

import pytest
from PIL import Image, ImageCms

from bot.photos import check
from tests.bot import photographs
from tests.bot.photographs import KINDS, corners, encoded, like, opened, scene, shows_the_scene

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


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
