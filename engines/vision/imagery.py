"""A photo's light and colours in words of classical poems.

light_of(picture)   # Light(word="夕照", theme="斜阳暮云", …), or None when nothing stands out
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from engines.style.colours import oklab
from engines.style.pictures import Picture, resized

SIDE: Final = 64  # pixels: enough for light and colours


@dataclass(frozen=True)
class Light:
    """word: for before another word. theme: when there is no other. against: characters that no other word may have."""

    word: str
    theme: str
    against: str = ""


NIGHT: Final = Light("夜色", "清夜月明", "日晴昼午")
DUSK: Final = Light("夕照", "斜阳暮云", "夜雨昼晨")
SNOW: Final = Light("雪光", "积雪空山", "春夏炎雨")
MIST: Final = Light("轻烟", "轻烟薄雾", "日炎")
CLEAR: Final = Light("晴光", "晴空碧落", "雨夜烟")
SPRING: Final = Light("春色", "春山新绿", "秋雪冰寒岁霜")
SUMMER: Final = Light("绿阴", "绿阴深处", "雪冰寒岁霜")
AUTUMN: Final = Light("秋光", "秋山红叶", "春雪冰岁")
FLOWERS: Final = Light("花光", "繁花烂漫", "雪冰岁")
COLD: Final = Light("寒色", "寒江秋水", "春炎红")
PURPLE: Final = Light("烟霞", "紫烟暮霞", "雨夜")
OVERCAST: Final = Light("轻阴", "轻阴微雨", "日晴炎")
LIGHTS: Final = (NIGHT, DUSK, SNOW, MIST, CLEAR, SPRING, SUMMER, AUTUMN, FLOWERS, COLD, PURPLE, OVERCAST)
PLAIN: Final = "闲居即事"  # the theme when neither light nor things stand out


def light_of(picture: Picture) -> Light | None:
    """The light of a picture (h, w, 3), by lightness, contrast and mean colour in Oklab.

    The bounds were set by looking at what they say of photographs.
    """
    lab = oklab(resized(picture, SIDE, SIDE))
    lightness, contrast = float(lab[..., 0].mean()), float(lab[..., 0].std())
    red, yellow = float(lab[..., 1].mean()), float(lab[..., 2].mean())
    colourful = float(np.hypot(lab[..., 1], lab[..., 2]).mean())
    if lightness < 0.33:
        return NIGHT
    if lightness < 0.55 and yellow > 0.035 and red > 0.01:
        return DUSK
    if lightness > 0.85 and colourful < 0.04:
        return SNOW
    if contrast < 0.1 and colourful < 0.04 and lightness > 0.5:
        return MIST
    if np.hypot(red, yellow) >= 0.035:
        return _of_hue(float(np.degrees(np.arctan2(yellow, red))) % 360, lightness, float(np.hypot(red, yellow)))
    if colourful < 0.03 and lightness < 0.52:
        return OVERCAST
    return None


def _of_hue(hue: float, lightness: float, strength: float) -> Light | None:
    """hue: degrees in Oklab, where red is 29, yellow 110, green 142, blue 264. strength: of the mean colour."""
    if 35 <= hue < 100:
        return AUTUMN if strength >= 0.06 else None  # wood, skin and lamps are all a little orange
    if 100 <= hue < 175:
        return SPRING if lightness >= 0.5 else SUMMER
    if 175 <= hue < 285:
        return CLEAR if lightness >= 0.55 else COLD
    return PURPLE if 285 <= hue < 330 else FLOWERS
