"""The buttons under poems and pictures, as callback_data.

Press("style", "wear", 12, "水墨").data           # "style:wear:12:水墨"
Press.read("style:wear:12:水墨", "style")         # the same again; None for other families and for what is no press
"""

from __future__ import annotations

from dataclasses import dataclass

# What the buttons of a family do, and whether a value stands behind it: a strength, a name, …
ACTIONS = {
    "poem": {
        "again": False,
        "open": False,
        "conservative": False,
        "rules": False,
        "pinyin": False,
        "plain": False,
        "unspelled": False,
    },
    "script": {"set": True},
    "style": {
        "fine": False,
        "stop": False,
        "enough": False,
        "strengths": False,
        "strength": True,
        "colours": False,
        "finer": False,
        "coarser": False,
        "gallery": False,
        "wear": True,
        "pick": True,
        "swap": False,
        "file": False,
        "back": False,
    },
    "dream": {
        "stop": False,
        "shallower": False,
        "deeper": False,
        "motifs": False,
        "motif": True,
        "further": False,
        "film": False,
        "file": False,
        "back": False,
    },
    "fool": {"size": True, "attack": True, "targets": False, "target": True, "any": False, "back": False},
    "card": {"make": False, "look": True, "seal": False, "file": True},
    "photo": {"make": True},
    "classic": {
        "again": False,
        "open": False,
        "conservative": False,
        "stage": True,
        "ours": False,
        "stages": False,
    },
    "stages": {"again": False},
}


@dataclass(frozen=True)
class Press:
    """A pressed button: its family and action, the job whose answer it stands under (0: under none), maybe a value."""

    family: str
    action: str
    job_id: int = 0
    value: str = ""

    @property
    def data(self) -> str:
        """As callback_data, at most 64 bytes."""
        return f"{self.family}:{self.action}:{self.job_id}" + (f":{self.value}" if self.value else "")

    @classmethod
    def read(cls, data: str, family: str) -> Press | None:
        """The press that `data` writes down; None for any other callback_data."""
        prefix, _, rest = data.partition(":")
        action, _, rest = rest.partition(":")
        number, _, value = rest.partition(":")
        if prefix != family or action not in ACTIONS[family] or not (number.isascii() and number.isdigit()):
            return None
        return cls(family, action, int(number), value) if ACTIONS[family][action] == bool(value) else None
