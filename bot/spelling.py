"""拼音 of verse: a syllable with its tone mark for each character, as the line is read aloud today (今音).

spelled("朝辞白帝彩云间")                     # ("zhāo", "cí", "bái", "dì", "cǎi", "yún", "jiān")
spelled("万重山", "仄中平", "仄平平")          # ("wàn", "chóng", "shān"): the place wants a level tone
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Protocol, cast

from engines.requests import PoemResult
from engines.requests.script import simplify

UNKNOWN = "·"  # for a character that no dictionary of pypinyin's has

# pypinyin's choice for a character in no phrase of its own is that of modern prose. In verse 还 is to return, 朝 the
# morning, 长 long, 干 dry, 没 to sink far more often than the first meanings of its dictionary; a word of two
# characters that says otherwise stands in its phrases, or here.
_ALONE = {
    "还": "huán,hái",
    "朝": "zhāo,cháo",
    "长": "cháng,zhǎng",
    "干": "gān,gàn",
    "没": "mò,méi",
    "薄": "bó,báo",
    "弹": "tán,dàn",
    "塞": "sài,sāi,sè",
}
_TOGETHER = {
    "不干": ("bù", "gān"),
    "圣朝": ("shèng", "cháo"),
    "朝回": ("cháo", "huí"),
    "几行": ("jǐ", "háng"),
    "两行": ("liǎng", "háng"),
    "数行": ("shù", "háng"),
    "太行": ("tài", "háng"),
    "都护": ("dū", "hù"),
    "出没": ("chū", "mò"),
    "还有": ("hái", "yǒu"),
    "燕然": ("yān", "rán"),
    "万重": ("wàn", "chóng"),
    "千重": ("qiān", "chóng"),
    "几重": ("jǐ", "chóng"),
    "九重": ("jiǔ", "chóng"),
}
# Two readings that today's language still tells apart by meaning: (level, oblique). Of other characters with two tones
# in the rhyme book, as 看 or 听, today's language has kept one.
_BY_TONE = {
    "长": ("cháng", "zhǎng"),
    "重": ("chóng", "zhòng"),
    "为": ("wéi", "wèi"),
    "应": ("yīng", "yìng"),
    "教": ("jiāo", "jiào"),
    "间": ("jiān", "jiàn"),
    "中": ("zhōng", "zhòng"),
    "分": ("fēn", "fèn"),
    "难": ("nán", "nàn"),
    "相": ("xiāng", "xiàng"),
    "空": ("kōng", "kòng"),
    "当": ("dāng", "dàng"),
    "将": ("jiāng", "jiàng"),
    "传": ("chuán", "zhuàn"),
    "冠": ("guān", "guàn"),
    "兴": ("xīng", "xìng"),
    "禁": ("jīn", "jìn"),
    "更": ("gēng", "gèng"),
    "燕": ("yān", "yàn"),
    "荷": ("hé", "hè"),
    "量": ("liáng", "liàng"),
    "号": ("háo", "hào"),
}
_TONE_MARKS = frozenset("\u0304\u0301\u030c\u0300")


def spelled(line: str, tones: str = "", template: str = "") -> tuple[str, ...]:
    """The syllables of a line of Chinese characters in either script, as many as there are characters.

    tones, template: as PoemResult has them; where the rhyme book knows two tones, the one that the place asks for.
    """
    simplified = simplify(line)
    # An unbroken line: its phrases decide how its characters are read.
    syllables = _read(simplified)
    if len(syllables) != len(simplified):
        syllables = tuple(_read(character)[0] for character in simplified)
    return tuple(
        _settled(character, syllable, tones[place : place + 1], template[place : place + 1])
        for place, (character, syllable) in enumerate(zip(simplified, syllables, strict=True))
    )


def spelled_poem(poem: PoemResult) -> tuple[tuple[str, ...], ...]:
    """The syllables of each line of a poem."""
    return tuple(map(spelled, poem.lines, poem.tones, poem.template))


def _settled(character: str, syllable: str, tone: str, wanted: str) -> str:
    alone = _readings(character)
    if character in "一不":
        return alone[0]  # whose changes before other tones are for the ear, and not written
    if not _has_tone(syllable):
        return next(filter(_has_tone, alone), syllable)  # 了, 子: verse has no neutral tones
    if character in _BY_TONE and tone == "中" and wanted in ("平", "仄") and syllable == alone[0]:
        return _BY_TONE[character][wanted == "仄"]
    return syllable


def _has_tone(syllable: str) -> bool:
    return not _TONE_MARKS.isdisjoint(unicodedata.normalize("NFD", syllable))


def _read(text: str) -> tuple[str, ...]:
    return tuple(readings[0] for readings in _dictionary().pinyin(text, errors=_unknown))


@cache
def _readings(character: str) -> tuple[str, ...]:
    """All readings of a character, the usual one first."""
    (found,) = _dictionary().pinyin(character, heteronym=True, errors=_unknown)
    return tuple(found)


def _unknown(characters: str) -> list[str]:
    return [UNKNOWN for _ in characters]


class _Dictionary(Protocol):
    def pinyin(self, text: str, *, heteronym: bool = False, errors: object = None) -> list[list[str]]: ...


@cache
def _dictionary() -> _Dictionary:
    import pypinyin  # noqa: PLC0415 (55 MB and a third of a second, which a bot that spells nothing does not need)

    pypinyin.load_single_dict({ord(character): readings for character, readings in _ALONE.items()})
    pypinyin.load_phrases_dict({word: [[syllable] for syllable in syllables] for word, syllables in _TOGETHER.items()})
    return cast(_Dictionary, pypinyin)
