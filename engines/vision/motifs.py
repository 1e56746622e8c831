"""What there is to dream of: names for channels of the own network, found by looking (engines/vision/atlas.py)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from engines.requests import EngineError, motif_named, read_motifs
from engines.requests.vision import MOTIFS_FILE
from engines.vision.dream import Aim
from engines.vision.networks import LookingNetwork

OWN_MODEL: Final = "vision"  # how the name of the own network begins; the file's channels are its


def aim_at(name: str | None, network: LookingNetwork, file: Path = MOTIFS_FILE) -> Aim:
    """The part of the network that a motif stands for; None: the first motif's. Names in either language.

    Each entry of the file may have a "gain", the Aim's. Channels mean nothing to a network that they were not chosen
    from: such a one dreams of its dream_layers, each as a whole, shallow to deep from motif to motif. Raises
    EngineError for an unknown name, or when there are no motifs.
    """
    motifs = read_motifs(file)
    if not motifs:
        raise EngineError(
            "做梦的题材文件 weights/dream-motifs.json 缺失，请重新检出：git checkout -- weights",
            "The file of motifs weights/dream-motifs.json is missing; restore it with: git checkout -- weights",
        )
    place = 0 if name is None else motif_named(name, motifs)
    if network.model.partition("-")[0] != OWN_MODEL:
        return Aim(network.dream_layers[place % len(network.dream_layers)])
    entry = json.loads(file.read_text(encoding="utf-8"))["motifs"][place]
    return Aim(entry["layer"], tuple(entry.get("channels", ())), float(entry.get("gain", 1.0)))
