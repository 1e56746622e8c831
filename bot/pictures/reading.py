"""From the words behind /dream and /fool to a wish, or to a sentence about what would work.

Motifs(motifs).read("羽毛 80%")      # Kind.DREAM, Dream(motif="羽毛", strength=80)
Motifs(motifs).read("影片")          # Kind.FILM, Dream()
read_fool("fgsm 4 变成狗")            # Fool(attack=Attack.FGSM, size=4, target="狗")
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.asking import Misread
from bot.pictures.asking import folded
from bot.pictures.wishes import Dream, Fool
from bot.records import Kind
from bot.script import is_chinese, written
from engines.requests import Attack, Language, Motif, nearest_first

MOST_SIZE = 32  # as FoolRequest takes it
_LONGEST_NUMBER = 12  # characters of one that is quoted
_LONGEST_TARGET = 60  # characters; no class has a longer name
_STRENGTH = re.compile(r"(?:(?:强度|強度|strength)[\s:：]*)?(\d{1,3})\s*[%％]", re.IGNORECASE)
_FILM = re.compile(r"影片|视频|視頻|动画|動畫|(?<![a-z])(?:film|movie|video|zoom)(?![a-z])", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:梦见|夢見|梦到|夢到|关于|關於|of(?=\s)|about(?=\s))|(?:的梦|的夢)$", re.IGNORECASE)
_SMALL_TALK = re.compile(r"吧|一下|一次|一场|一場|一段|拍成|做成")
_ATTACK = re.compile(r"(?<![a-z])(fgsm|pgd)(?![a-z])", re.IGNORECASE)
_SIZE = re.compile(
    r"(?:(?:大小|改动|改動|size|eps)[\s:：=]*)?[±+]?((?<![\w.])[-−]?\d{1,3})(?:\s*/\s*255)?(?![\w.%])", re.IGNORECASE
)
_NUMBER = re.compile(r"[±+−-]?\d[\d.,/%\s]*")
_NETWORK = re.compile(
    r"^[\s,，]*(?:这个|這個|那个|那個|认图的|認圖的)?(?:样本|樣本|攻击|攻擊|它|牠|网络|網絡|網路|机器|機器|电脑|電腦|ai(?![a-z]))"
    r"(?=$|[\s,，;；。!！]|让|讓|变|變|看|认|認|当|當|说|說)",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"^(?:让它|讓它)?(?:变成|變成|看成|认成|認成|当成|當成|说成|說成|改成|目标|目標|成|为|為"
    r"|(?:target|as|into|to)(?=[\s:：]))[\s:：]*",
    re.IGNORECASE,
)
_EDGES = " \t\n,，;；:：、。.!！?？+·•"


class Motifs:
    """What dreams may be about, by the names that people use for it."""

    def __init__(self, motifs: Sequence[Motif]) -> None:
        self.motifs = tuple(motifs)
        self._by_name = {folded(name): motif for motif in motifs for name in (motif.english, motif.name)}

    def label(self, name: str | None, language: Language) -> str:
        """A motif's name in a language, of None the first one's; "" when there is none."""
        motif = self.motifs[0] if name is None and self.motifs else self._by_name.get(folded(name or ""))
        if motif is None:
            return name or ""
        return written(motif.name, language) if is_chinese(language) else motif.english

    def named(self, words: str) -> str | None:
        """The motif that words mean, or None."""
        motif = self._by_name.get(folded(_ABOUT.sub("", words.strip(_EDGES))))
        return None if motif is None else motif.name

    def suggested(self, name: str, language: Language) -> list[str]:
        """All names, as a person may type them, those first that are most like one that is none."""
        return [self.label(motif.name, language) for motif in nearest_first(folded(name), self.motifs)]

    def listed(self, language: Language) -> str:
        """All names in a row; a dash when there are none."""
        names = [self.label(motif.name, language) for motif in self.motifs]
        return ("、" if is_chinese(language) else ", ").join(names) or "–"

    def read(self, argument: str) -> tuple[Kind, Dream]:
        """What an argument asks for; nothing is fine. Raises Misread."""
        strength = Dream.strength
        if (found := _STRENGTH.search(argument)) is not None:
            strength = int(found[1])
            if not 1 <= strength <= 100:
                raise Misread("dream-strength", n=strength)
            argument = argument[: found.start()] + " " + argument[found.end() :]
        words, films = _FILM.subn(" ", argument)
        words = _SMALL_TALK.sub(" ", words).strip(_EDGES)
        motif = self.named(words) if words else None
        if words and motif is None:
            raise Misread("dream-unknown" if self.motifs else "dream-no-motifs", name=words[:20])
        return Kind.FILM if films else Kind.DREAM, Dream(motif=motif, strength=strength)


def read_fool(argument: str) -> Fool:
    """What an argument asks for; nothing is fine. What is neither method nor size is the target. Raises Misread."""
    attack, size = Fool.attack, Fool.size
    attacks = {name.lower() for name in _ATTACK.findall(argument)}
    sizes = {number.replace("−", "-") for number in _SIZE.findall(argument)}
    if len(attacks) > 1 or len(sizes) > 1:
        raise Misread("fool-twice")
    if attacks:
        attack = Attack(attacks.pop())
        argument = _ATTACK.sub(" ", argument)
    if sizes:
        size = int(sizes.pop())
        if not 1 <= size <= MOST_SIZE:
            raise Misread("fool-size", n=size, most=MOST_SIZE)
        argument = _SIZE.sub(" ", argument)
    words = _NETWORK.sub("", _SMALL_TALK.sub(" ", argument))
    target = _AIM.sub("", " ".join(words.split()).strip(_EDGES)).strip(_EDGES)
    if _NUMBER.fullmatch(target):
        raise Misread("fool-size", n=target[:_LONGEST_NUMBER], most=MOST_SIZE)  # a number is no class
    return Fool(attack=attack, size=size, target=target[:_LONGEST_TARGET] or None)
