from collections import Counter

import numpy as np

from engines.poem.vocabulary import Vocabulary


def test_frequent_characters_come_first_and_equally_frequent_ones_by_code_point():
    vocabulary = Vocabulary.count(Counter({"月": 7, "山": 9, "云": 7, "雪": 2}), minimum=3)
    assert vocabulary.characters == "山云月"


def test_a_character_below_the_minimum_shares_the_unknown_index():
    vocabulary = Vocabulary.count(Counter({"山": 9, "雪": 2, "雨": 1}), minimum=3)
    assert vocabulary.encode("雪山雨") == [vocabulary.unknown, 0, vocabulary.unknown]
    assert vocabulary.unknown_types == 2


def test_decoding_undoes_encoding():
    vocabulary = Vocabulary("山云月", unknown_types=1)
    assert vocabulary.decode(np.array(vocabulary.encode("月云山月"))) == "月云山月"
