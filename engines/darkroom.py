"""Opens one stranger's picture and ends: a program of its own, so that a hostile file has only this process to hurt.

    python -I engines/darkroom.py LONGEST <picture >answer

The answer is a line of JSON and, behind it, the developed picture: {"format", "width", "height"}; or, without a
picture, {"key", "arguments", "reason"}: a key of the sentence to say, its arguments, and what the log should know.
bot/photos.py and engines/photos.py start it as engines/requests/darkroom.py says, and end it when it takes too long. It
imports nothing of the project.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import warnings

from PIL import Image, ImageCms, ImageFile, ImageOps, WebPImagePlugin

MOST_PIXELS = 40_000_000  # phones take 12 or 24 megapixels in their ordinary modes; 40 fit the memory below
LEAST_SIDE = 16
MOST_RATIO = 20  # what Telegram takes for a photo; the result has the same shape
MOST_MEMORY = 1 << 30  # bytes of address space; 40 megapixels of transparent WEBP, the hungriest, need .8 of it
MOST_SECONDS = 30  # of computing, should nobody be left to end this process
PAPER = (255, 255, 255)

# Pillow opens other plug-ins only when asked for a format it has not met yet; WEBP is the one it doesn't load itself.
_SIGNATURES = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n", "GIF": b"GIF8"}
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_LOSSLESS = ("PNG", "GIF")


class Refused(Exception):  # noqa: N818 (the answer to a picture, not a fault of this program)
    """A picture that stays outside: the key of a sentence, its arguments, and the reason for the log."""

    def __init__(self, key: str, reason: str = "", **arguments: int) -> None:
        super().__init__(reason or key)
        self.key = key
        self.arguments = arguments


def develop(data: bytes, longest: int) -> tuple[str, Image.Image]:
    """The picture upright, in sRGB, on paper where it was transparent, its long side at most `longest` pixels.

    Returns "JPEG" or "PNG", whichever keeps what the file had, and an RGB picture with no metadata. Raises Refused.
    """
    kind = _kind(data)
    if kind is None:
        raise Refused("photo-unknown", f"it begins with {data[:12]!r}")
    try:
        image = _open(data, kind)
        _check_shape(*image.size)
        width, height = image.size
        # A JPEG gives a half, a quarter or an eighth of its size for a fraction of the work; other formats don't.
        share = longest / max(width, height)
        image.draft(None, (max(1, int(width * share)), max(1, int(height * share))))
        image.load()
    except Refused:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused("photo-many-pixels", str(error), most=MOST_PIXELS // 1_000_000) from error
    except MemoryError as error:
        raise Refused("photo-hard", "out of memory") from error
    except Exception as error:  # decoders of damaged files raise nearly anything
        raise Refused("photo-broken", repr(error)) from error
    profile = image.info.get("icc_profile")
    scaled = _scaled(_channels(_upright(image)), longest)
    return "PNG" if kind in _LOSSLESS else "JPEG", _on_paper(scaled, profile)


def encode(image: Image.Image, kind: str) -> bytes:
    """A file of this format with nothing in it but the pixels."""
    buffer = io.BytesIO()
    if kind == "PNG":
        image.save(buffer, "PNG", compress_level=3)  # a third of the time of 6, a twentieth more bytes
    else:
        image.save(buffer, "JPEG", quality=95, subsampling="4:4:4")
    return buffer.getvalue()


def _kind(data: bytes) -> str | None:
    """The format by content; None for anything but JPEG, PNG, GIF, WEBP and HEIC."""
    for kind, signature in _SIGNATURES.items():
        if data.startswith(signature):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WebPImagePlugin.WebPImageFile.format
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "HEIF"
    return None


def _open(data: bytes, kind: str) -> ImageFile.ImageFile:
    """The picture's header; no pixel of it is read yet."""
    if kind == "HEIF":
        import pillow_heif  # noqa: PLC0415 (30 ms that only these files need)

        pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    return Image.open(io.BytesIO(data), formats=[kind])


def _check_shape(width: int, height: int) -> None:
    if min(width, height) < LEAST_SIDE:
        raise Refused("photo-few-pixels", width=width, height=height, least=LEAST_SIDE)
    if max(width, height) > MOST_RATIO * min(width, height):
        raise Refused("photo-narrow", width=width, height=height, most=MOST_RATIO)


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF (or XMP) says. A note that can't be read is no reason to refuse the picture.

    A HEIC's own turns were made on decoding; its EXIF orientation, by the standard, doesn't count.
    """
    with contextlib.suppress(Exception):
        ImageOps.exif_transpose(image, in_place=True)
    return image


def _channels(image: Image.Image) -> Image.Image:
    """The same picture as L, LA, RGB, RGBA or CMYK, 8 bits a channel."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 257).convert("L")  # convert alone cuts everything above 255 off
    if image.has_transparency_data and image.mode != "LA":
        return image.convert("RGBA")
    return image if image.mode in ("L", "LA", "RGB", "CMYK") else image.convert("RGB")


def _scaled(image: Image.Image, longest: int) -> Image.Image:
    scale = longest / max(image.size)
    if scale >= 1:
        return image
    width, height = image.size
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return image.resize(size, Image.Resampling.LANCZOS)


def _on_paper(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours in sRGB over white: a new picture, to which none of the old one's notes belong."""
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    colours = image if alpha is None else image.convert(image.mode.removesuffix("A"))
    canvas = Image.new("RGB", image.size, PAPER)
    canvas.paste(_in_srgb(colours, profile), mask=alpha)
    return canvas


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """L, RGB or CMYK to RGB by the ICC profile, or as it is when there is none that fits."""
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            grey_in_colour = image.mode == "L" and source.profile.xcolor_space.strip() == "RGB"
            converted = ImageCms.profileToProfile(
                image.convert("RGB") if grey_in_colour else image,
                source,
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            if converted is not None:
                return converted
    return image.convert("RGB")


def _limit_this_process() -> None:
    limits = {
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_CPU: MOST_SECONDS,
        resource.RLIMIT_FSIZE: 0,  # it writes no file
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        hard = resource.getrlimit(limit)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS has no limit of address space
            resource.setrlimit(limit, (value, value))


def main() -> None:
    """Reads a picture, writes the answer."""
    _limit_this_process()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    data, picture = sys.stdin.buffer.read(), b""
    answer: dict[str, object]
    try:
        kind, image = develop(data, int(sys.argv[1]))
        picture = encode(image, kind)
        answer = {"format": kind, "width": image.width, "height": image.height}
    except Refused as refused:
        answer = {"key": refused.key, "arguments": refused.arguments, "reason": str(refused)}
    except MemoryError:
        answer = {"key": "photo-hard", "arguments": {}, "reason": "out of memory"}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + picture)


if __name__ == "__main__":
    main()
