import numpy as np
import pytest

from engines import manifest
from engines.poem import weights
from engines.requests import EngineError, LookRequest
from engines.requests.classes import CLASSES, number_of
from engines.vision.imagery import LIGHTS, PLAIN, light_of
from engines.vision.look import labels, theme
from engines.vision.onlooker import Onlooker

from .sights import colour_network, example, png


def logits(**raised):
    """All classes alike but for those named, which are raised."""
    found = np.zeros(len(CLASSES), np.float32)
    for name, value in raised.items():
        found[number_of(name)] = value
    return found


def coloured(*colour, spread=0.0):
    """(40, 60, 3) of one colour, 0–255, with dark and bright halves `spread` apart."""
    picture = np.full((40, 60, 3), colour, np.float32) / 255
    picture[:20] += spread / 255
    picture[20:] -= spread / 255
    return np.clip(picture, 0, 1)


def test_the_five_likeliest_labels_come_in_their_order_with_their_shares():
    found = labels(logits(goldfish=6, lemon=7, ox=5, bee=4, lakeside=3))
    assert [label.en for label in found] == ["lemon", "goldfish", "ox", "bee", "lakeside"]
    assert [label.zh for label in found[:2]] == ["柠檬", "金鱼"]
    assert sum(label.share for label in found) < 1
    assert found[0].share / found[1].share == pytest.approx(np.e, rel=1e-3)


@pytest.mark.parametrize(
    ("picture", "word"),
    [
        (coloured(15, 15, 25), "夜色"),
        (coloured(150, 80, 40), "夕照"),
        (coloured(240, 243, 246), "雪光"),
        (coloured(170, 172, 174), "轻烟"),
        (coloured(90, 160, 235), "晴光"),
        (coloured(20, 60, 120), "寒色"),
        (coloured(140, 190, 90), "春色"),
        (coloured(40, 85, 35), "绿阴"),
        (coloured(225, 150, 50), "秋光"),
        (coloured(235, 130, 160), "花光"),
        (coloured(170, 110, 200), "烟霞"),
        (coloured(100, 100, 102, spread=60), "轻阴"),
    ],
)
def test_light_and_colour_are_named_as_poems_name_them(picture, word):
    assert light_of(picture).word == word


def test_a_picture_of_every_colour_has_no_light_to_speak_of():
    stripes = np.zeros((40, 60, 3), np.float32)
    for place, colour in enumerate(((230, 60, 60), (60, 200, 90), (70, 90, 240), (200, 190, 60))):
        stripes[:, place * 15 : place * 15 + 15] = np.array(colour) / 255
    assert light_of(stripes) is None


def test_the_theme_joins_the_light_and_a_word_for_what_is_seen():
    assert theme(logits(lakeside=12), light_of(coloured(150, 80, 40))) == "夕照湖光"
    assert theme(logits(lakeside=12), None) == "湖光"


def test_an_unsure_network_leaves_the_theme_to_the_light():
    assert theme(logits(lakeside=1), light_of(coloured(15, 15, 25))) == "清夜月明"
    assert theme(logits(), None) == PLAIN


def test_classes_that_share_a_word_speak_for_it_together():
    # None of the three cats is likely by itself; one of them it is.
    cats = logits(tabby_cat=5, Persian_cat=5, Egyptian_cat=5)
    assert max(label.share for label in labels(cats)) < 0.35
    assert theme(cats, None) == "狸奴"


def test_no_character_is_said_twice_and_no_season_against_another():
    assert theme(logits(ice_cream=12), light_of(coloured(240, 243, 246))) == "雪光寒冰"
    assert theme(logits(Christmas_stocking=12), light_of(coloured(140, 190, 90))) not in ("春色岁暮", "")
    assert "雪" not in theme(logits(alp=12), light_of(coloured(240, 243, 246)))[2:]


def test_every_theme_has_two_to_eight_characters_that_the_poem_network_reads():
    vocabulary = set(weights.load(manifest.read("poem.npz").content).vocabulary.characters)
    for light in (None, *LIGHTS):
        for number in range(len(CLASSES)):
            likely = np.zeros(len(CLASSES), np.float32)
            likely[number] = 12
            found = theme(likely, light)
            assert 2 <= len(found) <= 8
            assert set(found) <= vocabulary


def test_looking_at_a_photo_says_what_is_seen_and_in_which_light():
    result = Onlooker(colour_network()).look(LookRequest(png(example(4, 30, 50, 70)[0])))
    assert result.labels[0].wnid == CLASSES[4].wnid
    assert len(result.labels) == 5
    assert result.model == "colours-1"
    assert result.light == light_of(example(4, 30, 50, 70)[0] / np.float32(255)).word
    assert result.theme.startswith(result.light)


def test_what_is_no_picture_is_refused_with_a_sentence():
    with pytest.raises(EngineError, match="cannot be read"):
        Onlooker(colour_network()).look(LookRequest(b"not a picture"))
