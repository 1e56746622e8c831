"""What becomes of a LookRequest and of a FoolRequest.

onlooker = Onlooker.load()
seen = onlooker.look(LookRequest(photo))
fooled = onlooker.fool(FoolRequest(photo, size=4, target="金鱼"))
"""

from __future__ import annotations

import functools
import time
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from engines.requests import Attack, EngineError, FoolRequest, FoolResult, LookRequest, LookResult
from engines.requests.classes import number_of
from engines.style.pictures import decode, encode
from engines.vision import attack
from engines.vision.imagery import light_of
from engines.vision.look import label, labels, shares, theme
from engines.vision.networks import open_network
from engines.vision.sight import Network, Sight

AMPLIFIED: Final = 127  # values to either side of grey, which the change is stretched to


class Onlooker:
    """A network behind the contract."""

    def __init__(self, network: Network) -> None:
        self._sight = Sight(network)

    @classmethod
    def load(cls) -> Self:
        """The onlooker with the network of the settings; EngineError when it can't be had."""
        return cls(open_network())

    def warm_up(self) -> None:
        """Traces and runs every graph once, so that the first person does not wait for it."""
        grey = np.full((1, 64, 64, 3), attack.GREY, np.uint8)
        self._sight.logits(grey)
        attack.attacked(self._sight, grey, attack.Aim(np.zeros(1, np.int32)), Attack.FGSM, 1)

    def look(self, request: LookRequest) -> LookResult:
        """Labels, light and theme. Raises EngineError when the photo can't be read."""
        began = time.perf_counter()
        picture = decode(request.content)
        logits = self._sight.logits(_values(picture)[None])[0]
        light = light_of(picture)
        return LookResult(
            labels(logits),
            theme(logits, light),
            "" if light is None else light.word,
            self._sight.model,
            (time.perf_counter() - began) * 1000,
        )

    def fool(self, request: FoolRequest) -> FoolResult:
        """The changed photo and what is seen in it.

        Raises EngineError when the photo can't be read, or the target is unknown or seen already.
        """
        began = time.perf_counter()
        target = None if request.target is None else number_of(request.target)
        photo = _values(decode(request.content))
        before = self._sight.logits(photo[None])[0]
        first = int(before.argmax())
        if target == first:
            raise _seen_already(first)
        aim = attack.Aim(np.array([first if target is None else target], np.int32), target is not None)

        @functools.cache
        def works(size: int) -> bool:
            changed = attack.attacked(self._sight, photo[None], aim, request.attack, size, enough=True)
            return bool(attack.fools(self._sight, changed, aim)[0])

        (changed,) = attack.attacked(self._sight, photo[None], aim, request.attack, request.size)
        picture = encode(_picture(changed))
        read = _values(decode(picture))[None]
        after = self._sight.logits(read)[0]
        amplified = AMPLIFIED // request.size
        height, width = photo.shape[:2]
        return FoolResult(
            before=labels(before),
            after=labels(after),
            picture=picture,
            difference=encode(_picture(attack.difference(photo, read[0], amplified))),
            amplified=amplified,
            width=width,
            height=height,
            fooled=bool(attack.fools(self._sight, read, aim)[0]),
            smallest=attack.smallest(works),
            target=None if target is None else label(target, float(shares(after)[target])),
            model=self._sight.model,
            milliseconds=(time.perf_counter() - began) * 1000,
        )


def _values(picture: NDArray[np.float32]) -> NDArray[np.uint8]:
    values: NDArray[np.uint8] = np.rint(picture * 255).astype(np.uint8)
    return values


def _picture(values: NDArray[np.uint8]) -> NDArray[np.float32]:
    return values.astype(np.float32) / np.float32(255)


def _seen_already(number: int) -> EngineError:
    known = label(number, 1.0)
    other = label(0 if number else 1, 1.0)
    return EngineError(
        f"网络看到的本来就是{known.zh}，请换一个目标，例如：{other.zh}",
        f"The network sees {known.en} already; choose another target, for example: {other.en}",
    )
