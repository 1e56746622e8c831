"""Model cards: Markdown beside the weights, with parts that a command fills in.

<!-- figures -->
whatever stands here is replaced
<!-- /figures -->
"""

from __future__ import annotations

import re
from pathlib import Path


def fill(card: Path, part: str, text: str) -> bool:
    """Puts `text` between the card's marks of this part; false where there is no card, or no such part."""
    if not card.is_file():
        return False
    marks = re.compile(rf"(?<=<!-- {part} -->\n).*?(?=<!-- /{part} -->)", re.DOTALL)
    filled, count = marks.subn(lambda _: text, card.read_text(encoding="utf-8"), count=1)
    card.write_text(filled, encoding="utf-8")
    return bool(count)
