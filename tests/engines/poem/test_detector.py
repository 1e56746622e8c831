import numpy as np

from engines.poem.detector import detection
from engines.poem.vocabulary import Vocabulary

VOCABULARY = Vocabulary("春江花月夜山水云风雨雪霜松竹梅兰鸟鱼舟桥", 1)


def heap(characters: str, seed: int, count: int = 120):
    random = np.random.default_rng(seed)
    return [tuple("".join(random.choice([*characters], 5)) for _ in range(4)) for _ in range(count)]


def test_heaps_with_characters_of_their_own_are_told_apart():
    assert detection(heap("春江花月夜山水云风雨", 1), heap("雪霜松竹梅兰鸟鱼舟桥", 2), VOCABULARY) > 0.9


def test_two_heaps_of_one_kind_are_not():
    assert 0.35 < detection(heap(VOCABULARY.characters, 1), heap(VOCABULARY.characters, 2), VOCABULARY) < 0.65


def test_the_larger_heap_gains_nothing_by_its_size():
    many = heap(VOCABULARY.characters, 1, 600)
    assert detection(many, heap(VOCABULARY.characters, 2, 60), VOCABULARY) < 0.7
