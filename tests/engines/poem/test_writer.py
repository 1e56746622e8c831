import dataclasses
import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.poem.prosody import is_rhymed, line_fits, tone_pattern
from engines.poem.writer import Writer
from engines.requests import EngineError, Form, Mode, PoemRequest, PoemResult
from engines.requests.words import WordFile


class FakeCorpus:
    """A corpus that knows what a test tells it, and opens every random poem with one line."""

    def __init__(self, known: Iterable[str] = (), opening: str = "山月随人归") -> None:
        self.known = set(known)
        self.opening = opening

    def known_lines(self, lines: Iterable[str]) -> set[str]:
        return self.known.intersection(lines)

    def random_first_line(self, rng: random.Random, line_length: int) -> str:
        return self.opening[:line_length]


@pytest.fixture
def with_corpus(writer: Writer, monkeypatch: pytest.MonkeyPatch):
    def use(corpus: object) -> Writer:
        monkeypatch.setattr(writer, "corpus", corpus)
        return writer

    return use


@pytest.fixture
def without(writer: Writer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """The writer with these words and no others on its list."""

    def use(*words: str) -> Writer:
        file = tmp_path / "words.txt"
        file.write_text("\n".join(words), encoding="utf-8")
        monkeypatch.setattr(writer, "words", WordFile(file))
        return writer

    return use


def one(writer: Writer, request: PoemRequest) -> PoemResult:
    (result,) = writer.write([request])
    assert isinstance(result, PoemResult), result
    return result


def beginnings(writer: Writer) -> st.SearchStrategy[dict[str, str]]:
    common = st.sampled_from(writer.vocabulary.characters[:3000])
    return st.one_of(
        st.just({}),
        st.builds(lambda c: {"character": c}, common),
        st.builds(lambda t: {"acrostic": t}, st.text(common, min_size=2, max_size=8)),
        st.builds(lambda t: {"theme": t}, st.text(common, min_size=1, max_size=12)),
        st.builds(lambda t: {"first_line": t}, st.text(common, min_size=5, max_size=5)),
        st.builds(lambda t: {"first_line": t}, st.text(common, min_size=7, max_size=7)),
    )


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_accepted_request_gives_the_form_the_heads_and_the_rhyme(writer: Writer, data: st.DataObject):
    fields = data.draw(beginnings(writer))
    form = data.draw(st.none() | st.sampled_from(list(Form)))
    mode = data.draw(st.sampled_from(list(Mode)))
    try:
        request = PoemRequest(**fields, form=form, mode=mode, seed=data.draw(st.integers(0, 2**31 - 1)))
    except EngineError:
        return  # a first line of five characters for a form of seven, and the like
    result = one(writer, request)
    form = request.resolved_form
    assert [len(line) for line in result.lines] == [form.line_length] * form.line_count
    assert "".join(result.lines).startswith(request.first_line or request.character or "")
    heads = request.acrostic or ""
    assert "".join(line[0] for line in result.lines[: len(heads)]) == heads
    assert is_rhymed(result.lines, result.rhyme_tone)  # type: ignore[arg-type]
    left = {(d.line, d.position) for d in result.departures}
    for number, (line, marks) in enumerate(zip(result.lines, result.template, strict=True)):
        freed = "".join("？" if (number, i) in left else m for i, m in enumerate(marks))
        own = "".join(c if freed[i] != "？" else "山" for i, c in enumerate(line))
        given_here = number == 0 and request.first_line is not None
        assert given_here or line_fits(own, freed), (line, marks)


def test_the_same_request_and_seed_give_the_same_poem_alone_and_in_company(writer: Writer):
    request = PoemRequest(theme="春雪", seed=5)
    alone = one(writer, request)
    company = writer.write([PoemRequest(seed=1), request, PoemRequest(form=Form.QILV, seed=2)])[1]
    assert isinstance(company, PoemResult)
    assert company.lines == alone.lines


def test_another_seed_gives_another_poem(writer: Writer):
    poems = {one(writer, PoemRequest(first_line="山为斜好几", seed=seed)).lines for seed in range(4)}
    assert len(poems) == 4


def test_a_request_without_a_seed_says_which_one_it_drew(writer: Writer):
    drawn = one(writer, PoemRequest(theme="月"))
    again = one(writer, PoemRequest(theme="月", seed=drawn.seed))
    assert again.lines == drawn.lines


def test_a_traditional_first_line_is_written_in_simplified_characters(writer: Writer):
    assert one(writer, PoemRequest(first_line="雲開見遠山", seed=1)).lines[0] == "云开见远山"


def test_an_unknown_character_in_the_first_line_is_named_in_the_answer(writer: Writer):
    (error,) = writer.write([PoemRequest(first_line="龘为斜好几")])
    assert isinstance(error, EngineError)
    assert "「龘」" in error.zh
    assert "“龘”" in error.en


def test_one_bad_request_does_not_spoil_the_others(writer: Writer):
    bad, good = writer.write([PoemRequest(theme="龘"), PoemRequest(theme="月", seed=1)])
    assert isinstance(bad, EngineError)
    assert isinstance(good, PoemResult)


def test_a_poem_with_a_line_that_the_corpus_knows_is_dropped(writer: Writer, with_corpus):
    request = PoemRequest(theme="月", seed=3)
    before = one(writer, request)
    after = one(with_corpus(FakeCorpus(known=before.lines[1:2])), request)
    assert before.lines[1] not in after.lines
    assert not before.corpus_checked
    assert after.corpus_checked


def test_the_askers_own_line_may_be_an_old_one(with_corpus):
    old = "山月随人归"
    assert one(with_corpus(FakeCorpus(known=[old])), PoemRequest(first_line=old, seed=1)).lines[0] == old


def test_when_every_candidate_is_known_the_person_is_told_so(with_corpus):
    class KnowsAll(FakeCorpus):
        def known_lines(self, lines: Iterable[str]) -> set[str]:
            return set(lines)

    (error,) = with_corpus(KnowsAll()).write([PoemRequest(theme="月", seed=1)])
    assert isinstance(error, EngineError)
    assert error.retry


def test_a_random_request_begins_with_a_line_of_the_corpus(with_corpus):
    result = one(with_corpus(FakeCorpus(opening="山月随人归")), PoemRequest(random_line=True, seed=1))
    assert result.lines[0] == "山月随人归"
    assert result.fixed == 5


def test_without_a_corpus_a_random_request_is_written_freely(writer: Writer):
    assert one(writer, PoemRequest(random_line=True, seed=1)).fixed == 0


def within(lines: tuple[str, ...]) -> str:
    return lines[1][1:3]


def across(lines: tuple[str, ...]) -> str:
    return lines[1][-1] + lines[2][0]


def down_the_heads(lines: tuple[str, ...]) -> str:
    return "".join(line[0] for line in lines[1:])


def down_the_tails(lines: tuple[str, ...]) -> str:
    return "".join(line[-1] for line in lines[1:])


def below_the_theme(lines: tuple[str, ...]) -> str:
    return f"月{lines[0][:2]}"


@pytest.mark.parametrize("word", [within, across, down_the_heads, down_the_tails, below_the_theme])
def test_a_poem_with_an_unwanted_word_is_dropped_wherever_one_reads_it(writer: Writer, without, word):
    request = PoemRequest(theme="月", seed=3)
    before = one(writer, request).lines
    careful = without(word(before))
    after = one(careful, request)
    assert after.lines != before
    assert one(careful, request).lines == after.lines


def test_a_character_that_is_likely_is_never_written_once_it_is_unwanted(writer: Writer, without):
    requests = [PoemRequest(theme="月", seed=seed) for seed in range(4)]
    before = Counter(c for r in writer.write(requests) if isinstance(r, PoemResult) for c in "".join(r.lines))
    likely = next(c for c, _ in before.most_common() if c != "月")
    after = without(likely).write(requests)
    assert all(isinstance(r, PoemResult) and likely not in r.text for r in after)


def test_an_edit_of_the_list_is_taken_up_by_the_next_poem(without, tmp_path: Path):
    careful = without("龘")
    request = PoemRequest(theme="月", seed=3)
    before = one(careful, request).lines
    (tmp_path / "words.txt").write_text(f"龘\n{before[1][:2]}\n", encoding="utf-8")
    assert before[1][:2] not in "".join(one(careful, request).lines)


@pytest.mark.parametrize(
    "request_",
    [
        PoemRequest(first_line="山为斜好几"),
        PoemRequest(acrostic="山为斜好"),
        PoemRequest(theme="远山为斜"),
        PoemRequest(first_line="山為，斜好几"),
    ],
)
def test_an_unwanted_word_that_was_given_is_refused_without_repeating_it(without, request_: PoemRequest):
    refused, written = without("山为").write([request_, PoemRequest(theme="月", seed=1)])
    assert isinstance(refused, EngineError)
    assert "山" not in refused.zh + refused.en
    assert not refused.retry
    assert isinstance(written, PoemResult)


def test_an_unwanted_character_to_begin_with_is_refused(without):
    (refused,) = without("月").write([PoemRequest(character="月")])
    assert isinstance(refused, EngineError)


def test_when_every_candidate_has_an_unwanted_word_the_person_is_told_that_and_not_something_else(without):
    # Both halves are innocent by themselves, and the poem has them both.
    (error,) = without("月山").write([PoemRequest(theme="月", character="山", seed=1)])
    assert isinstance(error, EngineError)
    assert "字眼" in error.zh
    assert error.retry


def test_a_random_first_line_with_an_unwanted_word_is_not_used(with_corpus, without):
    class Openings(FakeCorpus):
        def random_first_line(self, rng: random.Random, line_length: int) -> str:
            return rng.choice(["山月随人归", "白日依山尽"])

    without("随人")
    careful = with_corpus(Openings())
    assert {one(careful, PoemRequest(random_line=True, seed=seed)).lines[0] for seed in range(6)} == {"白日依山尽"}


def test_where_every_old_first_line_is_unwanted_the_network_begins_by_itself(with_corpus, without):
    without("随人")
    assert one(with_corpus(FakeCorpus(opening="山月随人归")), PoemRequest(random_line=True, seed=1)).fixed == 0


def test_a_first_line_that_breaks_the_rules_leaves_the_other_lines_lawful(writer: Writer):
    result = one(writer, PoemRequest(first_line="一一一一一", seed=1))
    assert {d.reason for d in result.departures} == {"first_line"}
    for line, marks in zip(result.lines[1:], result.template[1:], strict=True):
        assert line_fits(line, marks)


def test_tones_are_those_of_the_rhyme_book(writer: Writer):
    result = one(writer, PoemRequest(theme="月", seed=1))
    assert result.tones == tuple(map(tone_pattern, result.lines))


def test_modes_differ_in_how_likely_their_poems_are(writer: Writer):
    def mean(mode: Mode) -> float:
        results = writer.write([PoemRequest(form=Form.WUJUE, mode=mode, seed=seed) for seed in range(8)])
        return sum(r.score for r in results if isinstance(r, PoemResult)) / 8

    assert mean(Mode.OPEN) < mean(Mode.NORMAL) < mean(Mode.CONSERVATIVE)


def test_nothing_is_traced_after_the_warm_up(writer: Writer):
    writer.warm_up()
    before = writer.traces
    writer.write([PoemRequest(theme="月"), PoemRequest(first_line="山为斜好几"), PoemRequest(acrostic="争云夏日")])
    writer.write([PoemRequest(form=form, candidates=24) for form in Form] * 2)
    assert writer.traces == before


def test_a_result_survives_json(writer: Writer):
    result = one(writer, PoemRequest(first_line="一一一一一", seed=1))
    assert PoemResult.from_json(result.to_json()) == result
    assert dataclasses.asdict(result)["lines"] == result.lines
