"""The course's network as it writes: four beginnings, three modes, and what it says of what it can't read."""

import json

import numpy as np
import pytest
import tensorflow as tf

from engines.poem import classic_weights
from engines.poem.classic import FREE, ClassicWriter, draw, plan
from engines.poem.classic_corpus import Tables
from engines.poem.classic_network import ClassicNetwork, Sizes
from engines.poem.classic_weights import Kept, Primes
from engines.requests import EngineError, Mode, han_only
from engines.requests.classic import TEMPERATURES, ClassicRequest, ClassicResult, Stage
from engines.requests.words import FILE, WordFile

POEMS = ["春江花月夜，山水云风雨。雪霜松竹梅，兰鸟鱼舟桥。", "人心归去来，山为斜好几。争云夏日月，春雪满空山。"]


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    vocabulary = Tables.of(tuple(POEMS * 3)).vocabulary
    stages = {}
    for number, stage in enumerate(Stage, start=1):
        network = ClassicNetwork(Sizes(vocabulary.size, 12, 8))
        random = np.random.default_rng(number)
        arrays = {name: random.normal(0, 0.8, array.shape).astype("f4") for name, array in network.arrays().items()}
        stages[stage] = Kept(arrays, 100 * number, 6400 * number, 60.0 * number, 40.0 / number)
    path = tmp_path_factory.mktemp("classic") / "poem-classic.npz"
    classic_weights.save(stages, vocabulary, Primes.of(POEMS, vocabulary), path)
    return classic_weights.load(path.read_bytes())


@pytest.fixture(scope="module")
def writer(published):
    return ClassicWriter(published, "classic-test", WordFile(FILE))


def one(writer, **asked) -> ClassicResult:
    (outcome,) = writer.write([ClassicRequest(**asked)])
    assert isinstance(outcome, ClassicResult), outcome
    return outcome


def test_a_first_line_stands_first_with_its_comma_and_is_all_that_was_read(writer):
    result = one(writer, first_line="山为斜好几", seed=1)
    assert result.rows[0] == "山为斜好几，"
    assert (result.fixed, result.primed) == (6, "")
    assert [len(row) for row in result.rows] == [6] * 4


def test_one_character_begins_the_poem_behind_the_end_of_a_random_one(writer):
    result = one(writer, character="月", seed=1)
    assert result.text[0] == "月"
    assert result.fixed == 1
    assert result.primed in {poem[-5:] for poem in POEMS}


def test_what_the_random_poem_was_matters_to_the_poem(writer, published):
    primed = {}
    for seed in range(40):
        p = plan(ClassicRequest(character="月", seed=seed), published.vocabulary, published.primes)
        assert p.window[1:].tolist() == published.vocabulary.encode(p.primed)
        primed[p.primed] = seed
    assert len(primed) == 2  # both poems come up, the first and the last


def test_every_head_of_an_acrostic_begins_its_row(writer):
    result = one(writer, acrostic="争云夏日", seed=1)
    assert "".join(row[0] for row in result.rows) == "争云夏日"
    assert result.primed in {poem[-5:] for poem in POEMS}


def test_a_random_line_is_a_random_poems_first(writer):
    firsts = {one(writer, random_line=True, seed=seed).rows[0] for seed in range(20)}
    assert firsts == {"春江花月夜，", "人心归去来，"}


def test_who_asks_for_nothing_gets_a_random_line():
    assert ClassicRequest().random_line


def test_every_character_is_drawn_after_the_six_before_it(writer, published):
    # With a temperature near zero the likeliest is drawn, and that can be computed by hand.
    p = plan(ClassicRequest(first_line="山为斜好几", seed=1), published.vocabulary, published.primes)
    network = published.stage(Stage.FINAL).network()
    text = list(p.forced[:6])
    for _ in range(18):
        window = np.array([text[-6:]], np.int32)
        text.append(int(network.logits(window).numpy()[0, :-1].argmax()))
    decoder = writer._stage(Stage.FINAL)[1]
    cold = decoder._graph(p.window[None], p.forced[None], p.uniform[None], np.array([1e-4], np.float32)).numpy()
    assert cold[0].tolist() == text


@pytest.mark.parametrize("asked", [{"first_line": "山为斜好几"}, {"character": "月"}, {"random_line": True}])
def test_the_same_seed_writes_the_same_poem_alone_or_among_others(writer, asked):
    alone = one(writer, seed=5, **asked)
    batch = writer.write([ClassicRequest(seed=4, **asked), ClassicRequest(seed=5, **asked)])
    assert [result.rows for result in batch][1] == alone.rows
    assert batch[0].rows[1:] != alone.rows[1:]


def test_a_seed_is_drawn_where_none_is_given_and_can_be_given_again(writer):
    result = one(writer, first_line="山为斜好几")
    assert one(writer, first_line="山为斜好几", seed=result.seed).rows == result.rows


def test_a_batch_may_mix_stages_and_every_poem_says_what_wrote_it(writer):
    asked = [ClassicRequest(first_line="山为斜好几", stage=stage, seed=1) for stage in reversed(Stage)]
    results = writer.write(asked)
    assert [(r.stage, r.step, r.perplexity) for r in results] == [
        (Stage.FINAL, 300, 13.3),
        (Stage.MIDDLE, 200, 20.0),
        (Stage.EARLY, 100, 40.0),
    ]
    assert len({r.rows for r in results}) == 3


def test_a_character_that_was_not_learnt_is_named_and_spoils_only_its_own_poem(writer):
    first, second = writer.write([ClassicRequest(first_line="山为斜龘几"), ClassicRequest(first_line="山为斜好几")])
    assert isinstance(first, EngineError)
    assert "「龘」" in first.zh
    assert "“龘”" in first.en
    assert isinstance(second, ClassicResult)


def test_traditional_characters_are_read_too(writer):
    assert one(writer, first_line="春雲滿花風", seed=1).rows[0] == "春云满花风，"


def test_the_bolder_the_mode_the_more_evenly_characters_are_drawn():
    logits = tf.tile(tf.constant([[3.0, 2.0, 1.0, 0.0, -1.0]]), (4000, 1))
    uniform = tf.constant(np.random.default_rng(1).random(4000, dtype=np.float32))
    entropies = []
    for mode in (Mode.CONSERVATIVE, Mode.NORMAL, Mode.OPEN):
        temperature = TEMPERATURES[mode]
        drawn = draw(logits, uniform, tf.fill((4000,), temperature)).numpy()
        found = np.bincount(drawn, minlength=5) / 4000
        assert found == pytest.approx(tf.nn.softmax(logits[0] / temperature).numpy(), abs=0.02)
        entropies.append(-(found[found > 0] * np.log(found[found > 0])).sum())
    assert entropies[0] + 0.2 < entropies[1] < entropies[2] - 0.15


def test_the_mode_reaches_the_drawing(writer):
    poems = {mode: [one(writer, first_line="山为斜好几", mode=mode, seed=s).text for s in range(30)] for mode in Mode}
    different = {mode: len({text[6] for text in texts}) for mode, texts in poems.items()}
    assert different[Mode.CONSERVATIVE] < different[Mode.OPEN]


def test_the_unknown_character_is_never_drawn(writer, published):
    network = published.stage(Stage.EARLY).network()
    network.output.bias.assign(tf.one_hot(published.vocabulary.unknown, published.vocabulary.size) * 50.0)
    writer = ClassicWriter(published, "classic-test", WordFile(FILE))
    writer._stages[Stage.EARLY] = (writer._stage(Stage.EARLY)[0], type(writer._stage(Stage.EARLY)[1])(network))
    assert set(one(writer, acrostic="争云夏日", stage=Stage.EARLY, seed=1).text) <= {
        *published.vocabulary.characters,
        "\n",
    }


def test_without_weights_one_sentence_says_how_to_get_them(tmp_path):
    with pytest.raises(EngineError) as caught:
        ClassicWriter.load(tmp_path)
    assert "classic train" in caught.value.zh
    assert "classic train" in caught.value.en


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"first_line": "朝辞白帝彩云间"}, "山为斜好几"),
        ({"first_line": ""}, "山为斜好几"),
        ({"character": "明月"}, "月"),
        ({"acrostic": "争云夏"}, "争云夏日"),
        ({"first_line": "山か斜好几"}, "か"),
        ({"first_line": "山为斜好几", "random_line": True}, "山为斜好几"),
    ],
)
def test_what_it_cannot_begin_with_is_refused_with_what_would_work(asked, named):
    with pytest.raises(EngineError) as caught:
        ClassicRequest(**asked)
    assert named in caught.value.zh
    assert named in caught.value.en


def test_punctuation_in_what_is_asked_is_forgiven():
    assert ClassicRequest(first_line="山为斜，好几。").first_line == "山为斜好几"


@pytest.mark.parametrize(
    "request_",
    [ClassicRequest(acrostic="争云夏日", mode=Mode.OPEN, stage=Stage.EARLY, seed=3), ClassicRequest()],
)
def test_a_request_survives_json(request_):
    assert ClassicRequest.from_json(request_.to_json()) == request_


def test_a_result_survives_json_and_tells_whether_it_is_a_poem_in_form(writer):
    result = one(writer, acrostic="争云夏日", seed=1)
    assert ClassicResult.from_json(result.to_json()) == result
    assert json.loads(result.to_json())["text"] == result.text
    rows = ("山为斜好几，", "水是去无穷。", "白日依山尽，", "黄河入海流。")
    assert result.__class__(**vars(result) | {"rows": rows}).well_formed
    for wrong in ("白日依山，尽", "白日依山尽。", "白日，山尽，"):
        assert not result.__class__(**vars(result) | {"rows": (*rows[:2], wrong, rows[3])}).well_formed


@pytest.mark.parametrize(
    ("rows", "rhyme"),
    [
        (("山为斜好几，", "江月夜归春。", "水山云风雨，", "雪竹松夏人。"), "十一真"),
        (("山为斜好几，", "江月夜归春。", "水山云风雨，", "雪竹松夏月。"), None),
        (("山为斜好几，", "江月夜归春。", "水山，云风雨", "雪竹松夏人。"), None),  # no lines, no rhyme
    ],
)
def test_a_rhyme_that_came_about_is_named_where_there_are_lines(published, rows, rhyme):
    class Drawn:
        def write(self, plans):
            return np.array([published.vocabulary.encode("".join(rows))])

    writer = ClassicWriter(published, "classic-test", WordFile(FILE))
    writer._stages[Stage.FINAL] = (writer._stage(Stage.FINAL)[0], Drawn())
    result = one(writer, first_line="山为斜好几", seed=1)
    assert (result.rows, result.rhyme_group) == (rows, rhyme)


def test_given_characters_are_the_only_ones_that_are_not_drawn(published):
    p = plan(ClassicRequest(acrostic="争云夏日", seed=1), published.vocabulary, published.primes)
    assert np.flatnonzero(p.forced != FREE).tolist() == [0, 6, 12, 18]


@pytest.fixture
def without(published, tmp_path):
    """A writer that writes none of these words."""

    def make(*words):
        file = tmp_path / "words.txt"
        file.write_text("\n".join(words), encoding="utf-8")
        return ClassicWriter(published, "classic-test", WordFile(file))

    return make


@pytest.mark.parametrize("asked", [{"first_line": "山为斜好几"}, {"character": "月"}, {"random_line": True}])
def test_a_poem_with_an_unwanted_word_is_drawn_again_and_its_seed_still_tells_it(writer, without, asked):
    before = one(writer, seed=5, **asked)
    drawn = han_only(before.text)[-3:]
    careful = without(drawn)
    again = one(careful, seed=5, **asked)
    assert drawn not in han_only(again.text)
    assert again.seed == 5
    assert one(careful, seed=5, **asked).rows == again.rows
    company = careful.write([ClassicRequest(first_line="山为斜好几", seed=1), ClassicRequest(seed=5, **asked)])
    assert company[1].rows == again.rows


def test_an_unwanted_first_line_is_never_the_random_one(writer, without):
    careful = without("江花月")
    written = careful.write([ClassicRequest(random_line=True, seed=seed) for seed in range(6)])
    assert {r.rows[0] for r in written if isinstance(r, ClassicResult)} == {"人心归去来，"}


def test_a_poem_that_has_no_unwanted_word_is_the_same_with_a_list(writer, without):
    assert one(without("龘"), first_line="山为斜好几", seed=5).rows == one(writer, first_line="山为斜好几", seed=5).rows


def test_a_first_line_that_has_an_unwanted_word_is_refused_before_anything_is_drawn(without):
    refused, written = without("山为").write(
        [ClassicRequest(first_line="山为斜好几"), ClassicRequest(first_line="春江花月夜")]
    )
    assert isinstance(refused, EngineError)
    assert not refused.retry
    assert isinstance(written, ClassicResult)


def test_when_every_draw_has_an_unwanted_word_the_person_is_told_so(without, published):
    (error,) = without(*published.vocabulary.characters).write([ClassicRequest(seed=1)])
    assert isinstance(error, EngineError)
    assert error.retry
    assert "山为斜好几" in error.zh and "山为斜好几" in error.en
