"""Fetches the typefaces of poem cards out of the npm packages that carry them, and checks each package's hash.

npm itself fetches them, so that a person's own registry, proxy and certificates are used as they are set up. Of each
package only the typeface and its licence are kept: 38 MB in all, out of 124 MB that are downloaded once.
"""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from engines import download
from engines.requests import EngineError, Font, read_fonts

TIME_LIMIT = 30 * 60  # seconds for each: 70 MB at 40 kB/s


def fetch(
    folder: Path, fonts: Sequence[Font] | None = None, *, telling: Callable[[Font], None] = lambda font: None
) -> list[str]:
    """Puts the typefaces that are not there yet into a folder, each with its licence beside it; their families.

    telling: called before each download.
    Raises EngineError when npm is missing, cannot fetch a package, or brings something else.
    """
    made = []
    for font in read_fonts() if fonts is None else fonts:
        # A typeface gets its name only once it is whole (see _unpack), so that its being there is enough.
        if not (folder / font.file).is_file():
            telling(font)
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix="font-", dir=folder) as aside:
                archive = Path(aside) / font.archive
                _download(font, archive)
                _unpack(font, archive, folder)
            made.append(font.family)
    return made


def _download(font: Font, archive: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise EngineError(
            "诗笺的字体要用 npm 下载：请安装 Node.js（含 npm），然后运行 python -m engines fonts",
            "The typefaces of poem cards are fetched with npm: install Node.js (npm comes with it), then run "
            "python -m engines fonts",
        )
    download.fetch(
        archive,
        lambda folder: [
            *(npm, "pack", font.package, "--ignore-scripts", "--prefer-offline", "--pack-destination", str(folder))
        ],
        lambda fetched: _integrity(fetched) == font.integrity,
        program="npm pack",
        time_limit=TIME_LIMIT,
        not_fetched=EngineError(
            f"npm 没能下载 {font.package}：请检查网络和 npm 的 registry 设置，然后运行 python -m engines fonts",
            f"npm could not fetch {font.package}: check the network and npm's registry setting, then run "
            "python -m engines fonts",
            retry=True,
        ),
        not_as_recorded=EngineError(
            f"下载的 {font.package} 与登记的校验和不符，没有使用；请检查 npm 的 registry 设置后重试",
            f"The downloaded {font.package} does not have the recorded checksum and was not used; "
            "check npm's registry setting and try again",
        ),
    )


def _unpack(font: Font, archive: Path, folder: Path) -> None:
    """The typeface as plain TTF: FreeType would unpack all of a WOFF into memory again for every size of type."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (needed at set-up only)

    with tarfile.open(archive) as packed:
        typeface, licence = (
            member.read()
            for name in (font.member, font.licence_member)
            if (member := packed.extractfile(name)) is not None
        )
    (folder / f"{font.file}.licence.txt").write_bytes(licence)
    part = archive.with_suffix(".ttf")
    with TTFont(io.BytesIO(typeface), recalcTimestamp=False) as opened:
        opened.flavor = None
        opened.save(part)
    part.replace(folder / font.file)


def _integrity(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha512").digest()
    return "sha512-" + base64.b64encode(digest).decode()
