"""Papers made by code: numbers from a seeded generator, so that a look is the same every time.

Each takes no argument and returns a new RGB picture of a card's size; bot/cards/looks.py keeps them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from bot.cards.layout import HEIGHT, WIDTH
from bot.cards.looks import Colour

Grain = NDArray[np.float32]  # (height, width), 0-1
_SIZE = (WIDTH, HEIGHT)
_GOLD: tuple[Colour, ...] = ((201, 162, 74), (222, 188, 106), (176, 134, 52))


def clouds(size: tuple[int, int], period: float, numbers: np.random.Generator) -> Grain:
    """Smooth noise between 0 and 1, (height, width). period: pixels between its random values."""
    width, height = size
    coarse = numbers.random((max(2, round(height / period)), max(2, round(width / period))), np.float32)
    smooth = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)
    noise: Grain = np.clip(np.asarray(smooth), 0, 1)
    return noise


def rice_paper() -> Image.Image:
    """宣纸: warm white with the cloudiness and the fibres of mulberry bark."""
    numbers = np.random.default_rng(1)
    return _fibres(_sheet((247, 242, 230), numbers, 7), numbers, 260, (214, 200, 170))


def gold_flecked() -> Image.Image:
    """洒金笺: ivory, strewn with leaf gold in flecks that are dense at the edges and spare where the words stand."""
    numbers = np.random.default_rng(2)
    paper = _fibres(_sheet((243, 230, 202), numbers, 6), numbers, 120, (216, 196, 150))
    return _flecks(paper, numbers, 620, _GOLD)


def red_letter() -> Image.Image:
    """红笺: letter paper the colour of cinnabar washed out, after Xue Tao (薛涛笺)."""
    numbers = np.random.default_rng(3)
    paper = _fibres(_sheet((240, 205, 192), numbers, 8), numbers, 160, (226, 178, 164))
    return _flecks(paper, numbers, 90, ((236, 196, 150), (230, 170, 140)))


def blue_green() -> Image.Image:
    """青绿: silk, and below it mountains in malachite and azurite that rise out of mist."""
    numbers = np.random.default_rng(8)
    silk = np.asarray(_sheet((240, 232, 208), numbers, 4), np.float32)
    weave = 1.5 * np.cos(np.arange(WIDTH) * math.pi)[None, :] + 1.5 * np.cos(np.arange(HEIGHT) * math.pi)[:, None]
    silk += weave[..., None]
    ridges = (  # from the farthest to the nearest: crest, height, peaks across, colour of crest and foot, strength
        (1262, 92, 2.3, (166, 196, 192), (206, 214, 192), 0.42),
        (1318, 96, 3.1, (84, 150, 154), (156, 190, 160), 0.72),
        (1376, 84, 2.2, (38, 108, 142), (92, 160, 132), 0.88),
        (1430, 72, 2.7, (30, 112, 106), (122, 164, 110), 0.95),
    )
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
    for crest, height, peaks, top, foot, strength in ridges:
        line = crest - height * _profile(peaks, numbers)
        # Half along the ridge, half level: along the ridge alone the shading would hang like a curtain.
        depth = np.clip((rows - (line[None, :] + crest - height * 0.6) / 2) / (height * 1.5), 0, 1)
        colour = np.asarray(top, np.float32) * (1 - depth[..., None]) + np.asarray(foot, np.float32) * depth[..., None]
        colour += 14 * (clouds(_SIZE, 34, numbers)[..., None] - 0.5)
        edge = np.clip(rows - line[None, :], 0, 1)
        cover = edge * strength * (1 - 0.55 * depth)  # mist at the foot of each
        silk = silk * (1 - cover[..., None]) + colour * cover[..., None]
    return _picture(silk)


def night() -> Image.Image:
    """夜色: indigo, a moon with its halo, thin clouds."""
    numbers = np.random.default_rng(5)
    share = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None, None]
    sky = np.asarray((16, 24, 46), np.float32) * (1 - share) + np.asarray((38, 54, 84), np.float32) * share
    sky = np.broadcast_to(sky, (HEIGHT, WIDTH, 3)).copy()
    haze = clouds(_SIZE, 420, numbers) * 0.7 + clouds(_SIZE, 150, numbers) * 0.3
    sky += (20 * (haze - 0.5))[..., None]
    x, y = np.meshgrid(np.arange(WIDTH, dtype=np.float32), np.arange(HEIGHT, dtype=np.float32))
    distance = np.hypot(x - 124, y - 136)
    sky += (46 * np.exp(-distance / 120))[..., None] * np.asarray((1, 0.97, 0.86), np.float32)
    disc = np.clip(58 - distance, 0, 1)[..., None]
    face = np.asarray((240, 232, 206), np.float32) - 26 * clouds(_SIZE, 30, numbers)[..., None]
    sky = sky * (1 - 0.92 * disc) + face * 0.92 * disc
    for _ in range(90):
        left, top = int(numbers.integers(0, WIDTH)), int(numbers.integers(0, 1000))
        if distance[top, left] > 130:
            sky[top : top + 2, left : left + 2] += 40 + 90 * float(numbers.random())
    sky += numbers.normal(0, 1.6, (HEIGHT, WIDTH, 1)).astype(np.float32)
    return _picture(sky)


def rubbing() -> Image.Image:
    """碑拓: ink on paper that was pressed onto a stone; what is not black is where the stone is worn."""
    numbers = np.random.default_rng(6)
    grain = clouds(_SIZE, 5, numbers) * 0.5 + clouds(_SIZE, 2.2, numbers) * 0.5
    worn = clouds(_SIZE, 190, numbers) * 0.6 + clouds(_SIZE, 60, numbers) * 0.4
    pits = np.clip((grain * (0.66 + 0.6 * worn) - 0.76) * 4, 0, 0.6)
    ink = 30 + 14 * (clouds(_SIZE, 90, numbers) - 0.5)
    x, y = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    rim = (
        np.minimum(np.minimum(x, WIDTH - 1 - x), np.minimum(y, HEIGHT - 1 - y)) + 26 * (worn - 0.5) + 6 * (grain - 0.5)
    )
    bare = np.clip((40 - rim) / 7, 0, 1)  # the paper's own margin
    light = np.maximum(pits * 0.75, bare)[..., None]
    paper = np.asarray(_sheet((233, 226, 210), numbers, 6), np.float32)
    return _picture(ink[..., None] * np.asarray((1, 1, 1.03), np.float32) * (1 - light) + paper * light)


def _sheet(colour: Colour, numbers: np.random.Generator, unevenness: float) -> Image.Image:
    """A paper of one colour that is a little uneven, a little grainy and a little darker at the edges."""
    uneven = (clouds(_SIZE, 260, numbers) + clouds(_SIZE, 70, numbers) * 0.6 - 0.8) * unevenness
    grain = numbers.normal(0, 2.0, (HEIGHT, WIDTH)).astype(np.float32)
    x = np.linspace(-1, 1, WIDTH, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, HEIGHT, dtype=np.float32)[:, None]
    aged = 9 * np.clip(x**2 + y**2 - 0.7, 0, None) ** 1.2
    return _picture(np.asarray(colour, np.float32) + (uneven + grain)[..., None] - aged[..., None] * (0.8, 1.0, 1.5))


def _fibres(paper: Image.Image, numbers: np.random.Generator, count: int, colour: Colour) -> Image.Image:
    """Short curved threads, hardly darker than the paper."""
    threads = Image.new("L", _SIZE)
    pen = ImageDraw.Draw(threads)
    for _ in range(count):
        x, y = numbers.random(2) * _SIZE
        turn, bend, length = numbers.random() * math.tau, numbers.normal(0, 0.14), numbers.integers(5, 15)
        points = [(x, y)]
        for _ in range(int(length)):
            turn += bend
            x, y = x + 6 * math.cos(turn), y + 6 * math.sin(turn)
            points.append((x, y))
        pen.line(points, int(numbers.integers(50, 150)), 1)
    paper.paste(colour, mask=threads.filter(ImageFilter.GaussianBlur(0.7)))
    return paper


def _flecks(paper: Image.Image, numbers: np.random.Generator, count: int, colours: Sequence[Colour]) -> Image.Image:
    """Torn leaf gold, more of it towards the edges."""
    for number in range(count):
        x, y = numbers.random(2) * _SIZE
        away = max(abs(x / WIDTH - 0.5), abs(y / HEIGHT - 0.5)) * 2
        if numbers.random() > 0.12 + 0.88 * away**3:
            continue
        radius = 1.5 + 9 * numbers.random() ** 3
        corners = 5 + int(numbers.integers(0, 4))
        outline = [
            (x + radius * r * math.cos(a), y + radius * r * math.sin(a))
            for a, r in zip(
                np.sort(numbers.random(corners)) * math.tau, 0.5 + 0.7 * numbers.random(corners), strict=True
            )
        ]
        ImageDraw.Draw(paper).polygon(outline, colours[number % len(colours)])
    return paper


def _profile(peaks: float, numbers: np.random.Generator) -> Grain:
    """The outline of a range of mountains, 0-1, (width,)."""
    x = np.linspace(0, 1, WIDTH, dtype=np.float32)
    outline = np.zeros(WIDTH, np.float32)
    for octave in range(6):
        wave = np.abs(np.sin(math.pi * peaks * 1.9**octave * x + numbers.random() * math.tau))
        outline += (1 - wave) * 0.52**octave
    outline /= outline.max()
    return outline


def _picture(colours: NDArray[np.floating]) -> Image.Image:
    return Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8), "RGB")
