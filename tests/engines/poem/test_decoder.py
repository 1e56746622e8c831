import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.poem import weights
from engines.poem.decoder import Decoder, Written
from engines.poem.likelihood import character_losses
from engines.poem.network import TITLE_LENGTH
from engines.poem.plan import Plan, plan, rows_of
from engines.poem.prosody import ProsodyTables
from engines.poem.sampling import Rows
from engines.requests import Form, Mode, PoemRequest
from engines.requests.words import WordList


class Desk:
    """The small network with everything around it."""

    def __init__(self, trained: weights.TrainedPoemNetwork) -> None:
        self.trained = trained
        self.vocabulary = trained.vocabulary
        self.tables = ProsodyTables.of(self.vocabulary.characters)
        self.decoder = Decoder(trained, self.tables.level, self.tables.oblique, self.tables.rhymes)

    def plan(self, request: PoemRequest) -> Plan:
        return plan(request, self.vocabulary, None, WordList(frozenset()))

    def rows(self, *requests: PoemRequest) -> Rows:
        return rows_of([self.plan(request) for request in requests], 0, self.vocabulary, self.tables)

    def write(self, *requests: PoemRequest) -> tuple[Rows, Written]:
        rows = self.rows(*requests)
        return rows, self.decoder.write(requests[0].resolved_form, rows)


@pytest.fixture(scope="module")
def desk(small: weights.TrainedPoemNetwork) -> Desk:
    return Desk(small)


@pytest.mark.parametrize("form", Form)
def test_the_cached_decode_agrees_with_the_whole_network(desk: Desk, form: Form):
    theme = desk.vocabulary.characters[5:8]
    rows, written = desk.write(PoemRequest(theme=theme, form=form, seed=1), PoemRequest(form=form, seed=2))
    titles = np.pad(rows.titles, ((0, 0), (0, TITLE_LENGTH - rows.titles.shape[1])), constant_values=-1)
    logits = desk.trained.network(written.characters, titles[rows.owner], form=form)
    known = logits[:, :, : desk.vocabulary.unknown]  # the decoder leaves the unknown character out
    expected = -character_losses(known, written.characters)
    np.testing.assert_allclose(written.log_probabilities, expected, rtol=2e-3, atol=2e-3)


def test_a_poem_does_not_depend_on_what_is_written_with_it(desk: Desk):
    request = PoemRequest(theme=desk.vocabulary.characters[7], seed=11)
    _, alone = desk.write(request)
    _, together = desk.write(PoemRequest(seed=5, mode=Mode.OPEN), request, PoemRequest(seed=6))
    assert together.characters[16:32].tolist() == alone.characters[:16].tolist()


def test_the_shadow_of_a_themed_row_writes_the_same_poem_without_the_title(desk: Desk):
    rows, written = desk.write(PoemRequest(theme=desk.vocabulary.characters[7], seed=11), PoemRequest(seed=3))
    assert written.characters.shape == (48, 20)
    assert written.characters[rows.shadow[:16]].tolist() == written.characters[:16].tolist()
    logits = desk.trained.network(written.characters[32:], form=Form.WUJUE)[:, :, : desk.vocabulary.unknown]
    expected = -character_losses(logits, written.characters[32:])
    np.testing.assert_allclose(written.log_probabilities[32:], expected, rtol=2e-3, atol=2e-3)


def test_guidance_draws_what_the_theme_makes_likelier(desk: Desk):
    rows = desk.rows(PoemRequest(theme=desk.vocabulary.characters[7:10], seed=11, candidates=64))

    def relevance(strength: float) -> float:
        pushed = rows._replace(guidance=np.where(rows.guidance > 0, np.float32(strength), np.float32(0)))
        likely = desk.decoder.write(Form.WUJUE, pushed).log_probabilities
        return float((likely - likely[rows.shadow])[:64].mean())

    assert relevance(0.0) < relevance(1.0) < relevance(3.0)


def test_nothing_is_traced_again_for_other_sizes_of_batch(desk: Desk):
    desk.write(PoemRequest(seed=1))
    before = desk.decoder.traces
    desk.write(*(PoemRequest(seed=seed) for seed in range(3)))
    desk.write(PoemRequest(seed=1, candidates=20))
    assert desk.decoder.traces == before


def test_the_careful_mode_draws_likelier_characters_than_the_bold_one(desk: Desk):
    means = [desk.write(PoemRequest(seed=1, mode=mode, candidates=64))[1].log_probabilities.mean() for mode in Mode]
    bold, normal, careful = means
    assert bold < normal < careful


def test_a_character_is_drawn_as_often_as_the_network_says(desk: Desk):
    count = 4000
    rows = desk.rows(PoemRequest(seed=1))
    free = Rows(
        titles=rows.titles,
        owner=np.zeros(count, np.int32),
        leader=np.arange(count, dtype=np.int32),
        shadow=np.arange(count, dtype=np.int32),
        guidance=np.zeros(count, np.float32),
        forced=np.full((count, 20), -1, np.int32),
        marks=np.zeros((count, 20), np.int32),
        rhyming=np.zeros((count, 20), np.bool_),
        groups=np.ones((count, 106), np.float32),
        uniform=np.random.default_rng(1).random((count, 20), np.float32),
        temperature=np.ones(count, np.float32),
        threshold=np.zeros(count, np.float32),
    )
    written = desk.decoder.write(Form.WUJUE, free)
    logits = desk.trained.network(written.characters[:1], form=Form.WUJUE).numpy()[0, 0, : desk.vocabulary.unknown]
    expected = np.exp(logits - logits.max())
    expected /= expected.sum()
    drawn = np.bincount(written.characters[:, 0], minlength=desk.vocabulary.unknown) / count
    # Five standard deviations of a binomial share: a wrong inversion is off by far more.
    assert (np.abs(drawn - expected) < 5 * np.sqrt(expected * (1 - expected) / count) + 1e-3).all()


def test_an_earlier_character_is_taken_less_gladly(desk: Desk):
    rows = desk.rows(PoemRequest(seed=1, mode=Mode.OPEN, candidates=64))
    poems = desk.decoder.write(Form.WUJUE, rows).characters
    repeats = np.mean([20 - len(set(poem)) for poem in poems.tolist()])
    without = np.mean([20 - len(set(poem)) for poem in _without_penalty(desk, rows).tolist()])
    assert repeats < without


def _without_penalty(desk: Desk, rows: Rows) -> np.ndarray:
    import engines.poem.sampling as module

    patch = pytest.MonkeyPatch()
    patch.setattr(module, "REPEAT_PENALTY", 0.0)
    fresh = Desk(desk.trained)
    try:
        return fresh.decoder.write(Form.WUJUE, rows).characters
    finally:
        patch.undo()


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_masks_hold_for_any_network_and_any_given_characters(data: st.DataObject, small: weights.TrainedPoemNetwork):
    desk = _desk(small)
    form = data.draw(st.sampled_from(list(Form)))
    heads = data.draw(st.text(st.sampled_from(desk.vocabulary.characters), min_size=2, max_size=form.line_count))
    seed = data.draw(st.integers(0, 2**31))
    request = PoemRequest(acrostic=heads, form=form, seed=seed)
    rows, written = desk.write(request)
    matches = desk.plan(request).matches
    for number, poem in enumerate(written.characters):
        text = desk.vocabulary.decode(poem)
        lines = [text[i : i + form.line_length] for i in range(0, len(text), form.line_length)]
        assert "".join(line[0] for line in lines[: len(heads)]) == heads
        template = matches[number % len(matches)].template
        allowed = rows.marks[number]
        for slot, character in enumerate(poem):
            if rows.forced[number, slot] < 0 and allowed[slot]:
                table = desk.tables.level if allowed[slot] == 1 else desk.tables.oblique
                assert table[character]
        ends = [poem[line * form.line_length + form.line_length - 1] for line in template.rhyme_lines]
        assert desk.tables.rhymes[:, ends].all(axis=1).any()
        assert len(set(ends)) == len(ends)


_DESKS: dict[int, Desk] = {}


def _desk(small: weights.TrainedPoemNetwork) -> Desk:
    return _DESKS.setdefault(id(small), Desk(small))
