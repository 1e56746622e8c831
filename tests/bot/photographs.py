"""Pictures as people and attackers send them, every one made in code; and what is seen in those that come out."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pillow_heif
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from bot.photos import Photo

pillow_heif.register_heif_opener()

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 180, 60), (30, 60, 210), (230, 210, 40)
KINDS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")
CORNERS = (RED, GREEN, BLUE, YELLOW)  # of a scene: top left, top right, bottom left, bottom right
SECRET = "31.2304N 121.4737E"  # what stands in every piece of metadata here
ORIENTATION = 0x0112
# What a camera does to a scene before it writes the orientation that undoes it.
_UNDONE_BY = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def scene(width: int = 96, height: int = 64, mode: str = "RGB") -> Image.Image:
    """Four quarters in four colours, so that whoever turns or recolours it is found out."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for index, colour in enumerate(CORNERS):
        left, top = index % 2 * (width // 2), index // 2 * (height // 2)
        draw.rectangle((left, top, left + width, top + height), fill=colour)
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """The picture as a file; for HEIC the kind is HEIF."""
    if kind == "JPEG":
        options = {"quality": 95, "subsampling": 0} | options
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def turned(orientation: int, kind: str = "JPEG") -> bytes:
    """A scene stored askew, with the EXIF orientation that says how to hold it."""
    image = scene()
    if orientation in _UNDONE_BY:
        image = image.transpose(_UNDONE_BY[orientation])
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    # As bytes: only then does the HEIC encoder write the container's own turn beside it, as cameras do.
    return encoded(image, kind, exif=exif.tobytes())


def turned_by_xmp(orientation: int) -> bytes:
    """The same with the orientation in XMP alone."""
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf tiff:Orientation="{orientation}"/></x:xmpmeta>'
    return encoded(scene().transpose(_UNDONE_BY[orientation]), xmp=xmp.encode())


def profile(*, swapped: bool = False) -> bytes:
    """An sRGB profile; swapped: one whose red is green and whose green is red."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if not swapped:
        return data
    return data.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"????", b"gXYZ", 1)


def gossiping(kind: str) -> bytes:
    """A scene whose file tells where it was taken in every way that its format knows."""
    exif = Image.Exif()
    exif[0x010E] = SECRET  # ImageDescription
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 49.0), 29: SECRET})  # GPS
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{SECRET}</x:xmpmeta>'.encode()
    options: dict[str, object] = {"exif": exif, "xmp": xmp, "icc_profile": profile(), "comment": SECRET}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Location", SECRET)
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options["pnginfo"] = text
    if kind == "HEIF":
        options["quality"] = 95
    return encoded(scene(), kind, **options) + SECRET.encode()


def png(width: int, height: int, depth: int, colour: int, rows: bytes, *extra: tuple[bytes, bytes]) -> bytes:
    """A PNG written by hand: bits a channel, colour type, rows with their filter bytes, chunks before the pixels."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = [(b"IHDR", header), *extra, (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def blank(width: int, height: int) -> bytes:
    """A black PNG with one bit a pixel, made without the memory that its pixels take."""
    return png(width, height, 1, 0, bytes((1 + (width + 7) // 8) * height))


def sixteen_bits(colour: int, *values: int) -> bytes:
    """A 32 x 32 PNG of one colour with 16 bits a channel."""
    return png(32, 32, 16, colour, (b"\0" + struct.pack(f">{len(values)}H", *values) * 32) * 32)


def bomb(kind: str) -> bytes:
    """A small file whose header promises far more pixels than there are."""
    if kind == "PNG":
        return png(60_000, 60_000, 8, 6, b"\0" * 5_000_000)
    data = bytearray(encoded(scene(64, 64), kind))
    if kind == "GIF":
        data[6:10] = struct.pack("<HH", 65_535, 65_535)
    elif kind == "JPEG":
        place = data.index(b"\xff\xc0") + 5
        data[place : place + 4] = struct.pack(">HH", 65_500, 65_500)
    elif kind == "WEBP":
        data = bytearray(encoded(scene(64, 64).convert("RGBA"), kind, exif=Image.Exif().tobytes() + b"x"))
        place = data.index(b"VP8X") + 12
        data[place : place + 6] = (16_000).to_bytes(3, "little") * 2
    else:
        place = data.index(b"ispe") + 8
        data[place : place + 8] = struct.pack(">II", 30_000, 30_000)
    return bytes(data)


def endless() -> bytes:
    """A progressive JPEG of half a megabyte that repeats its last scan: minutes of work.

    A scan of a single colour is 25 bytes, and reading it takes 8 ms.
    """
    data = encoded(Image.new("RGB", (3000, 3000), RED), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * 20_000 + b"\xff\xd9"


def several_frames(kind: str) -> bytes:
    """An animation: the scene first, then a black picture."""
    return encoded(scene(), kind, save_all=True, append_images=[Image.new("RGB", (96, 64))], duration=100)


def with_hole(kind: str, mode: str) -> bytes:
    """A black picture whose left half is transparent, the colour beneath it red."""
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 255))
    image.paste((255, 0, 0, 0), (0, 0, 32, 64))
    if mode == "P":
        palette = Image.new("P", (64, 64), 1)
        palette.putpalette([255, 0, 0, 0, 0, 0])
        palette.paste(0, (0, 0, 32, 64))
        return encoded(palette, kind, transparency=0)
    return encoded(image.convert(mode), kind, **({"lossless": True} if kind == "WEBP" else {}))


def high_dynamic_range(colour: tuple[int, int, int]) -> bytes:
    """A HEIC of one colour, 0–65535 a channel, stored with ten bits as newer phones do."""
    pixels = struct.pack("<3H", *colour) * (64 * 64)
    buffer = io.BytesIO()
    pillow_heif.from_bytes(mode="RGB;16", size=(64, 64), data=pixels).save(buffer, quality=95)
    return buffer.getvalue()


def swollen(chunk: bytes) -> bytes:
    """A small PNG with a note of 100 MB of nothing, compressed."""
    note = b"x\0\0" + zlib.compress(bytes(100_000_000))
    return png(32, 32, 8, 0, bytes(33 * 32), (chunk, note))


def damaged(data: bytes, seed: int) -> bytes:
    """The same file with some of its bytes, behind the first dozen, made others."""
    chance, worn = random.Random(seed), bytearray(data)
    for _ in range(12):
        worn[chance.randrange(12, len(worn))] = chance.randrange(256)
    return bytes(worn)


def opened(photo: Photo) -> Image.Image:
    """The result as a reader sees it; it must be what it says it is."""
    image = Image.open(io.BytesIO(photo.data))
    assert (image.format, image.size, image.mode) == (photo.format, (photo.width, photo.height), "RGB")
    image.load()
    return image


def like(colour, other, tolerance: int = 12) -> bool:
    """Whether two colours are the same to the eye."""
    return all(abs(a - b) <= tolerance for a, b in zip(colour, other, strict=True))


def corners(photo: Photo) -> list:
    """The colours of the result's corners, in the order of CORNERS."""
    image = opened(photo)
    right, bottom = image.width - 9, image.height - 9
    return [image.getpixel(place) for place in ((8, 8), (right, 8), (8, bottom), (right, bottom))]


def shows_the_scene(photo: Photo, tolerance: int = 12) -> bool:
    """Whether the result is a scene, upright and in its colours."""
    return all(like(a, b, tolerance) for a, b in zip(corners(photo), CORNERS, strict=True))
