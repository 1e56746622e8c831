"""The layers of the own network by name, without TensorFlow: a wrong one is refused before that is loaded."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterable
from typing import Final

from engines import manifest
from engines.requests import EngineError

SETTING: Final = "SHIHUA_IMAGE_NETWORK"
OWN: Final = "own"
WEIGHTS_FILE: Final = "vision.npz"
KERNEL: Final = "/kernel.npy"  # how the names of layers' kernels end in the file, which is a zip of arrays


def check_layers(named: Iterable[str]) -> None:
    """Raises EngineError for a layer that the network of the settings has not, as far as it is the own one.

    What layers the others have, only they know once they are loaded.
    """
    named = list(named)
    if named and (os.environ.get(SETTING) or OWN) == OWN:
        with zipfile.ZipFile(io.BytesIO(manifest.read(WEIGHTS_FILE).content)) as arrays:
            known = [name.removesuffix(KERNEL) for name in arrays.namelist() if name.endswith(KERNEL)]
        for name in named:
            if name not in known:
                raise no_layer(name, known[0])


def no_layer(name: str, example: str) -> EngineError:
    """What to say of a layer that there is none of."""
    return EngineError(
        f"没有名为 {name} 的层，例如：--layer {example}",
        f"There is no layer {name}, try for example: --layer {example}",
    )
