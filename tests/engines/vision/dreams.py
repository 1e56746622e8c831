"""What the tests of dreams share: a small network with random weights, photos, and a file of motifs."""

import json

import numpy as np

from engines.vision.network import Blueprint, ImageNetwork

BLUEPRINT = Blueprint(((8, 8), (12,), (16, 16)), 5)
LAYER = "block3_conv2"


def network(model="vision", *, grainy=False):
    """grainy: it answers to nothing but the finest grain, so its gradients are noise."""
    numbers = np.random.default_rng(0)
    convolutions, inside = {}, 3
    for name, outside in zip(BLUEPRINT.names(), (8, 8, 12, 16, 16), strict=True):
        kernel = numbers.normal(0, (2 / (9 * inside)) ** 0.5, (3, 3, inside, outside)).astype(np.float32)
        if grainy and name == "block1_conv1":
            kernel *= np.array([[1, -1, 1], [-1, 1, -1], [1, -1, 1]], np.float32)[..., None, None]
            kernel -= kernel.mean((0, 1), keepdims=True)
        convolutions[name] = kernel, np.zeros(outside, np.float32)
        inside = outside
    small = ImageNetwork(BLUEPRINT, convolutions, numbers.normal(0, 1, (16, 5)), np.zeros(5), model)
    small.dream_layers = ("block2_conv1", LAYER)
    return small


def photo(height, width, seed=0):
    """Soft colours with a little grain, (h, w, 3) in 0-1."""
    down, across = np.mgrid[0:height, 0:width] / max(height, width)
    waves = [0.5 + 0.3 * np.sin(5 * down + 7 * across + phase) for phase in (0, 2, 4)]
    grain = np.random.default_rng(seed).normal(0, 0.02, (height, width, 3))
    return np.clip(np.stack(waves, -1) + grain, 0, 1).astype(np.float32)


def motifs_file(folder):
    file = folder / "dream-motifs.json"
    entries = [
        {"name": "波纹", "english": "Ripples", "layer": "block2_conv1"},
        {"name": "眼睛", "english": "Eyes", "layer": LAYER, "channels": [3, 5], "gain": 0.5},
    ]
    file.write_text(json.dumps({"motifs": entries}, ensure_ascii=False), encoding="utf-8")
    return file
