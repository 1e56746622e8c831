"""Colour in Oklab (Ottosson 2020, "A perceptual color space for image processing"): lightness apart from colour.

Its lightness stays the same when a colour changes, which that of YCbCr does not: a painting's lightness with a photo's
colours then looks neither bleached nor burnt.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engines.style.pictures import Picture

# Linear sRGB to cone responses, their cube roots to lightness, green-red and blue-yellow (Ottosson's matrices).
CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
OPPONENTS = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
TO_CONES, FROM_OPPONENTS = np.linalg.inv(CONES), np.linalg.inv(OPPONENTS)

CONTRAST = (0.6, 1.6)  # how far the strokes' contrast may be turned down or up to meet the photo's


def oklab(picture: Picture) -> NDArray[np.float32]:
    """From sRGB in 0–1, (h, w, 3), to lightness 0–1, green-red, blue-yellow."""
    linear = np.where(picture <= 0.04045, picture / 12.92, ((picture + 0.055) / 1.055) ** 2.4)
    lab: NDArray[np.float32] = (np.cbrt(linear @ CONES.T) @ OPPONENTS.T).astype(np.float32)
    return lab


def srgb(lab: NDArray[np.float32]) -> Picture:
    """The inverse of `oklab`; what sRGB cannot show is cut off at its borders."""
    linear = np.clip((lab @ FROM_OPPONENTS.T) ** 3 @ TO_CONES.T, 0, 1)
    picture: Picture = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return picture.astype(np.float32)


def with_colours_of(photo: Picture, painted: Picture) -> Picture:
    """The painting's strokes in the photo's colours; both (h, w, 3), of one size.

    Lightness comes from the painting, moved and stretched to the photo's mean and (within CONTRAST) deviation: a dark
    style would otherwise turn every colour of the photo to mud.
    """
    photo_lab, lab = oklab(photo), oklab(painted)
    lightness, wanted = lab[..., 0], photo_lab[..., 0]
    contrast = np.clip(wanted.std() / max(float(lightness.std()), 1e-3), *CONTRAST)
    photo_lab[..., 0] = np.clip((lightness - lightness.mean()) * contrast + wanted.mean(), 0, 1)
    return srgb(photo_lab)
