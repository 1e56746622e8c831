import re

import opencc
import pytest

from engines import manifest
from engines.poem import weights
from engines.requests import EngineError, is_han
from engines.requests.classes import CLASSES, nearest, number_of
from engines.vision.imagery import LIGHTS, PLAIN


@pytest.fixture(scope="module")
def vocabulary():
    return set(weights.load(manifest.read("poem.npz").content).vocabulary.characters)


def test_there_are_200_classes_in_the_order_of_the_labels():
    numbers = [known.wnid for known in CLASSES]
    assert len(set(numbers)) == 200
    assert numbers == sorted(numbers)
    assert all(re.fullmatch(r"n\d{8}", number) for number in numbers)


def test_every_class_has_a_name_of_its_own_in_both_languages():
    assert len({known.zh for known in CLASSES}) == len({known.en.casefold() for known in CLASSES}) == 200
    for known in CLASSES:
        assert any(map(is_han, known.zh))
        assert known.en.isascii()
        assert known.en == known.en.strip()


def test_every_class_has_words_that_the_poem_network_can_read(vocabulary):
    for known in CLASSES:
        assert 2 <= len(set(known.words)) == len(known.words) <= 4, known
        for word in known.words:
            assert len(word) == 2
            assert set(word) <= vocabulary, word


def test_every_light_has_words_that_the_poem_network_can_read(vocabulary):
    for light in LIGHTS:
        assert 2 <= len(light.word) <= len(light.theme) <= 8
        assert set(light.word + light.theme) <= vocabulary
    assert set(PLAIN) <= vocabulary


@pytest.mark.parametrize("name", ["金鱼", "金魚", "goldfish", "  Gold Fish ", "GOLD-FISH", "n01443537", "N01443537"])
def test_a_class_is_found_however_its_name_is_written(name):
    assert number_of(name) == 0


def test_every_class_is_found_by_each_of_its_names():
    for number, known in enumerate(CLASSES):
        assert number_of(known.zh) == number_of(known.en) == number_of(known.wnid) == number


def test_a_word_that_several_classes_share_is_answered_with_them():
    with pytest.raises(EngineError) as caught:
        number_of("猫")
    for name in ("“猫”", "虎斑猫", "波斯猫", "埃及猫", "例如：虎斑猫"):
        assert name in caught.value.zh


def test_a_slip_of_the_pen_is_answered_with_the_nearest_name():
    with pytest.raises(EngineError, match=r'"goldfisch" .*nearest are goldfish.* for example: goldfish'):
        number_of("goldfisch")


@pytest.mark.parametrize("name", ["", "  ", "？！", "量子", "quantum", "zzz"])
def test_a_name_like_none_is_answered_with_well_known_names_rather_than_called_near(name):
    with pytest.raises(EngineError) as caught:
        number_of(name)
    assert "可以写 金鱼、香蕉、王企鹅，例如：金鱼" in caught.value.zh
    assert "try goldfish, banana, king penguin, for example: goldfish" in caught.value.en


def test_a_name_that_shares_a_character_is_near():
    assert any("蕉" in known.zh for known in nearest("芭蕉"))


def test_every_class_is_found_in_either_script():
    for variety in ("s2t", "s2tw", "s2hk"):
        traditional = opencc.OpenCC(variety)
        for number, known in enumerate(CLASSES):
            assert number_of(traditional.convert(known.zh)) == number
