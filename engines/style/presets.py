"""Named styles: of each painting only the 100 numbers are kept, in weights/style-presets.json.

Some are mixtures, because a painting on brown silk makes every photo brown. By 青绿 people mean the azurite and the
malachite, which no mixture brought out: for it the painting is restored before it is read.
"""

from __future__ import annotations

import functools
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines import manifest, places
from engines.requests import EngineError, Preset, read_presets
from engines.style import weights
from engines.style.colours import oklab, srgb
from engines.style.pictures import Picture, decode

FILE = "style-presets.json"
DIGITS = 4  # after the point; the numbers are of the size of 0.6, and int8 weights made them exact to 0.01


@dataclass(frozen=True)
class Recipe:
    """What a preset is made of: paintings by their file names in the archive, with their shares.

    restored: whether the paintings are read in the colours that they may have had.
    """

    name: str
    english: str
    paintings: Mapping[str, float]
    restored: bool = False


# In the gallery's order; all paintings are in the public domain.
RECIPES = (
    Recipe("水墨", "Ink wash", {"cliff-and-fisher-ink": 1}),
    Recipe("青绿山水", "Blue and green", {"blue-green-cliff-on-silk": 1}, restored=True),
    Recipe("浮世绘", "Ukiyo-e", {"great-wave-hokusai-1831": 1}),
    Recipe("星月夜", "Starry night", {"starry-night-van-gogh-1889": 1}),
    Recipe("呐喊", "Scream", {"the-scream-munch-1893": 1}),
    Recipe(
        "金碧", "Gold and green", {"blue-green-cliff-on-silk": 0.65, "wheat-field-with-cypresses-van-gogh-1889": 0.35}
    ),
    Recipe("烟岚", "Misty peaks", {"misty-peaks-on-silk": 1}),
    Recipe("芦雁", "Geese and reeds", {"river-with-geese-ink": 1}),
    Recipe("古绢", "Old silk", {"ink-mountain-and-trees": 1}),
    Recipe("秋山", "Autumn hills", {"the-scream-munch-1893": 0.5, "misty-peaks-on-silk": 0.5}),
    Recipe("夜山", "Night mountains", {"blue-green-range-dark-silk": 0.6, "starry-night-van-gogh-1889": 0.4}),
    Recipe("沧海", "Deep sea", {"starry-night-van-gogh-1889": 0.5, "great-wave-hokusai-1831": 0.5}),
    Recipe("麦田", "Wheat field", {"wheat-field-with-cypresses-van-gogh-1889": 1}),
    Recipe("教堂", "Church", {"church-at-auvers-van-gogh-1890": 1}),
    Recipe("自画像", "Self-portrait", {"self-portrait-van-gogh-1887": 1}),
    Recipe("构成", "Composition", {"composition-vii-kandinsky-1913": 1}),
)

# In Oklab. With weaker pigments photos stay brown, with stronger ones they turn to neon (looked at on four photos).
PIGMENT = 4.0
NEW_SILK = (0.0, 0.07)  # green-red and blue-yellow: warm enough to turn what would be cyan to malachite
NEW_PAPER = 0.92  # lightness

USED = {name for recipe in RECIPES for name in recipe.paintings}

Numbers = NDArray[np.float32]  # (100,)


@functools.cache
def load() -> Mapping[str, Numbers]:
    """The numbers of every preset by its Chinese name. Raises EngineError when the file is missing or damaged."""
    rows = json.loads(manifest.read(FILE).content)["presets"]
    return {row["name"]: np.array(row["numbers"], np.float32) for row in rows}


def numbers(name: str) -> Numbers:
    """The numbers of the preset of this name, in either language. Raises EngineError when there is none."""
    return load()[known(name).name]


def known(name: str) -> Preset:
    """The preset of this name, in either language. Raises EngineError when there is none."""
    presets = read_presets()
    found = next((preset for preset in presets if _plain(name) in (_plain(preset.name), _plain(preset.english))), None)
    if found is None:
        raise EngineError(
            f"没有叫「{name}」的画风，可以选：{'、'.join(preset.name for preset in presets)}",
            f"There is no preset “{name}”; choose one of: {', '.join(preset.english for preset in presets)}",
        )
    return found


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def make(archive: Path, read: Callable[[Picture], Numbers], folder: Path = places.WEIGHTS) -> Path:
    """Reads the paintings' numbers and writes the presets with their row in the manifest.

    archive: a zip with the paintings of RECIPES as .jpg files. Raises EngineError when one is missing.
    """
    paintings = _paintings(archive)
    wanted = sorted({(name, recipe.restored) for recipe in RECIPES for name in recipe.paintings})
    found = {(name, fresh): read(_painting(paintings[name], fresh=fresh)) for name, fresh in wanted}
    rows = []
    for recipe in RECIPES:
        mixed = np.sum([share * found[name, recipe.restored] for name, share in recipe.paintings.items()], 0)
        rows.append(asdict(recipe) | {"numbers": [round(float(number), DIGITS) for number in mixed]})
    path = folder / FILE
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(f'{{"model": "{weights.MODEL}", "presets": [\n{lines}\n]}}\n', encoding="utf-8")
    manifest.record(
        path,
        folder,
        made_by="python -m engines style presets",
        data="style-paintings",
        licence="public domain",
        metrics={},
    )
    return path


def restored(painting: Picture) -> Picture:
    """A painting on silk as it may have been: the brown of age made pale, darkness stretched, pigments strong."""
    lab = oklab(painting)
    lightness = lab[..., 0]
    silk = np.median(lab[lightness >= np.percentile(lightness, 60), 1:], 0)
    darkest, paper = lightness.min(), np.percentile(lightness, 95)
    stretched = np.clip((lightness - darkest) / max(float(paper - darkest), 1e-3) * NEW_PAPER, 0, 1)
    fresh = np.concatenate([stretched[..., np.newaxis], (lab[..., 1:] - silk) * PIGMENT + NEW_SILK], -1)
    return srgb(fresh.astype(np.float32))


def _painting(content: bytes, *, fresh: bool) -> Picture:
    painting = decode(content)
    return restored(painting) if fresh else painting


def _paintings(archive: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(archive) as opened:
            found = {Path(name).stem: opened.read(name) for name in opened.namelist() if name.endswith(".jpg")}
    except (OSError, zipfile.BadZipFile) as error:
        raise EngineError(
            f"读不了 {archive}；请给出装着各幅画的 zip 文件，例如：style-paintings.zip",
            f"{archive} cannot be read; give a zip file of the paintings, for example: style-paintings.zip",
        ) from error
    missing = sorted(USED - set(found))
    if missing:
        raise EngineError(
            f"{archive} 里缺少这些画：{'、'.join(missing)}", f"{archive} lacks these paintings: {', '.join(missing)}"
        )
    return found
