"""What words behind /dream and /fool mean."""

import pytest

from bot.asking import Misread
from bot.pictures.reading import Motifs, read_fool
from bot.pictures.wishes import Dream, Fool
from bot.records import Kind
from engines.requests import Attack, Motif

MOTIFS = Motifs((Motif("波纹", "ripples"), Motif("眼睛", "eyes"), Motif("鱼鳞", "fish scales")))


@pytest.mark.parametrize(
    ("words", "dream"),
    [
        ("", Dream()),
        ("眼睛", Dream(motif="眼睛")),
        ("梦见眼睛", Dream(motif="眼睛")),
        ("眼睛的梦", Dream(motif="眼睛")),
        ("of fish scales, strength 80 %", Dream(motif="鱼鳞", strength=80)),
        ("一下吧", Dream()),
        ("強度：5%", Dream(strength=5)),
    ],
)
def test_a_dream_has_a_motif_and_a_strength(words: str, dream: Dream):
    assert MOTIFS.read(words) == (Kind.DREAM, dream)


@pytest.mark.parametrize("words", ["影片 眼睛", "眼睛 film", "拍成一段视频 眼睛", "zoom: eyes"])
def test_a_dream_may_be_a_film(words: str):
    assert MOTIFS.read(words) == (Kind.FILM, Dream(motif="眼睛"))


def test_the_name_of_a_motif_follows_the_language():
    assert (MOTIFS.label("鱼鳞", "en"), MOTIFS.label(None, "zh"), MOTIFS.label("旧名", "en")) == (
        "fish scales",
        "波纹",
        "旧名",
    )


def test_without_motifs_a_name_is_answered_with_what_works_all_the_same():
    none = Motifs(())
    assert none.read("70%") == (Kind.DREAM, Dream(strength=70))
    assert none.label(None, "zh") == ""
    with pytest.raises(Misread) as refused:
        none.read("眼睛")
    assert refused.value.key == "dream-no-motifs"


@pytest.mark.parametrize(
    ("words", "fool"),
    [
        ("", Fool()),
        ("fgsm 4", Fool(attack=Attack.FGSM, size=4)),
        ("±2 / 255", Fool(size=2)),
        ("size=16 PGD", Fool(size=16)),
        ("狗", Fool(target="狗")),
        ("4 变成 德国牧羊犬", Fool(size=4, target="德国牧羊犬")),
        ("into German shepherd 8", Fool(target="German shepherd", size=8)),
        ("目标：金鱼", Fool(target="金鱼")),
        ("to-do list", Fool(target="to-do list")),
        ("成龙", Fool(target="龙")),
        ("n01443537 2", Fool(size=2, target="n01443537")),
        ("它", Fool()),
        ("这个网络吧", Fool()),
        ("AI", Fool()),
        ("网络，看成狗", Fool(target="狗")),
    ],
)
def test_what_is_neither_method_nor_size_is_the_target(words: str, fool: Fool):
    assert read_fool(words) == fool


@pytest.mark.parametrize(
    "wish", [Dream(motif="眼睛", strength=80, base=7, depth=3), Fool(attack=Attack.FGSM, target="狗")]
)
def test_a_wish_is_read_as_it_was_written(wish: Dream | Fool):
    again = type(wish).from_json(wish.to_json())
    assert again == wish
    assert not isinstance(again, Fool) or again.attack is Attack.FGSM
