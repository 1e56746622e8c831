import random
import sqlite3
import threading
from collections import Counter

import pytest

from engines.poem.corpus import Poem, build, open_corpus
from engines.requests import EngineError
from tests.engines.poem.corpus_samples import SONG, archive, write_chinese_poetry, write_json, write_poetry_source


@pytest.fixture
def source(tmp_path):
    return write_chinese_poetry(tmp_path / "chinese-poetry")


@pytest.fixture
def database(tmp_path):
    return tmp_path / "var" / "corpus.sqlite3"


@pytest.fixture
def make(database, tmp_path):
    """Builds the corpus out of a source and returns what was said of the progress."""

    def _make(source):
        said = []
        build(database, source, tmp_path / "cache", lambda stage, fraction: said.append((stage, fraction)))
        return said

    return _make


@pytest.fixture
def corpus(make, source, database):
    make(source)
    with open_corpus(database) as opened:
        yield opened


def left_behind(database):
    return {path.name for path in database.parent.iterdir()} - {f"{database.name}.lock"}


def test_whole_lines_are_known_and_others_are_not(corpus):
    asked = ["云高山月远", "月落潮平水自流", "山为斜好几", "云高山月", "云高山月远树", ""]
    assert corpus.known_lines(asked) == {"云高山月远", "月落潮平水自流"}


@pytest.mark.parametrize("printing", ["馀花落尽满江春", "餘花落盡滿江春", "余花落尽满江春"])
def test_a_line_is_known_in_any_printing(corpus, printing):
    assert corpus.known_lines([printing]) == {printing}


def test_more_lines_than_one_statement_takes_are_looked_up(corpus):
    made_up = [chr(0x4E00 + n) * 5 for n in range(1200)]
    assert corpus.known_lines([*made_up, "云高山月远"]) == {"云高山月远"}


def test_the_random_first_line_is_uniform_over_the_regular_poems_of_that_length(corpus):
    rng = random.Random(7)
    drawn = Counter(corpus.random_first_line(rng, 5) for _ in range(200))
    # Two poems begin with the same line of five characters; the one of uneven lines has no part in it.
    assert set(drawn) == {"云高山月远"}
    assert {corpus.random_first_line(rng, 7) for _ in range(20)} == {"千里清江一叶舟"}


def test_random_first_lines_reach_every_poem_and_repeat_with_the_seed(make, database, source):
    poems = [
        {"title": "", "author": "", "paragraphs": [f"{head}山月在天，人行水自流。", "一曲江南雨，三更海上秋。"]}
        for head in "春夏秋冬"
    ]
    write_json(source / "dist" / "quantangshi" / "poet.song.0.json", poems)
    make(source)
    with open_corpus(database) as corpus:
        drawn = Counter(corpus.random_first_line(random.Random(seed), 5)[0] for seed in range(400))
        assert set(drawn) == {*"春夏秋冬云"}
        assert min(drawn.values()) > 40
        assert corpus.random_first_line(random.Random(3), 5) == corpus.random_first_line(random.Random(3), 5)


def test_a_length_that_no_poem_has_is_refused_with_a_sentence(make, database, tmp_path):
    make(write_poetry_source(tmp_path / "poetry-source"))
    with open_corpus(database) as corpus, pytest.raises(EngineError, match="no poem in lines of 7"):
        corpus.random_first_line(random.Random(1), 7)


def test_a_line_is_traced_to_the_earliest_dynasty_that_has_it(corpus):
    poem = corpus.poem_of("雲高山月遠")
    assert poem == Poem("秋夜 一", "甲生", "唐", ("云高山月远", "树静晚风轻", "野渡无人语", "寒潭有雁声"))
    assert corpus.poem_of("山为斜好几") is None


def test_every_poem_comes_back_whole(corpus):
    poems = list(corpus.poems())
    assert len(poems) == 4
    boat = next(poem for poem in poems if poem.title == "舟中")
    assert boat.lines == ("余花落尽满江春", "独坐扁舟忆故人", "云高山月远", "万里共□津")


def test_the_overview_counts_what_is_there(corpus):
    overview = corpus.overview(random.Random(1), frequent=2, samples=9)
    assert (overview.poems, overview.lines, overview.authors) == (4, 16, 3)
    text = Counter("".join("".join(poem.lines) for poem in corpus.poems()).replace("□", ""))
    assert overview.characters == len(text)
    assert len(overview.frequent) == 2
    assert all(text[character] == count for character, count in overview.frequent)
    assert overview.frequent[0][1] == max(text.values())
    assert sorted(poem.title for poem in overview.samples) == ["江行", "秋夜 一", "舟中", "集旧句"]


def test_the_progress_tells_reading_from_indexing_and_ends_whole(make, source):
    said = make(source)
    assert [stage for stage, _ in said] == ["reading", "reading", "indexing", "indexing"]
    assert said[-1] == ("indexing", 1.0)


def test_a_second_build_does_nothing(make, source, database):
    make(source)
    before = database.stat()
    assert make(source) == [("indexing", 1.0)]
    assert make(None) == [("indexing", 1.0)]
    after = database.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_another_source_builds_anew(make, source, database, tmp_path):
    make(source)
    make(write_poetry_source(tmp_path / "poetry-source"))
    with open_corpus(database) as corpus:
        assert [poem.title for poem in corpus.poems()] == ["山中"]


def test_an_archive_builds_the_same_corpus(make, source, database, tmp_path):
    make(archive(source, tmp_path / "collection.tgz"))
    with open_corpus(database) as corpus:
        assert corpus.known_lines(["云高山月远"])


@pytest.mark.parametrize("stage", ["reading", "indexing"])
def test_an_interrupted_build_leaves_nothing(database, source, tmp_path, stage):
    def interrupt(now, fraction):
        if now == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(database, source, tmp_path / "cache", interrupt)
    assert left_behind(database) == set()


def test_an_interrupted_build_keeps_the_corpus_that_was_there(make, database, source, tmp_path):
    make(source)

    def interrupt(stage, fraction):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(database, write_poetry_source(tmp_path / "poetry-source"), tmp_path / "cache", interrupt)
    assert left_behind(database) == {database.name}
    with open_corpus(database) as corpus:
        assert corpus.known_lines(["云高山月远"])


def test_what_a_killed_build_left_is_cleared_away(make, database, source):
    database.parent.mkdir()
    database.with_name(f"{database.name}.unfinished").write_bytes(b"half a corpus")
    make(source)
    assert left_behind(database) == {database.name}


def test_a_file_that_is_no_corpus_or_an_old_one_is_replaced(make, database, source):
    database.parent.mkdir()
    database.write_bytes(b"something else")
    make(source)
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 0")
    connection.close()
    make(source)
    with open_corpus(database) as corpus:
        assert corpus.known_lines(["云高山月远"])


def test_two_builds_at_once_make_one_whole_corpus(database, source, tmp_path):
    first_is_reading, second_waits = threading.Event(), threading.Event()
    stages = {"first": [], "second": []}

    def follow_first(stage, fraction):
        stages["first"].append(stage)
        first_is_reading.set()
        assert second_waits.wait(10)

    def follow_second(stage, fraction):
        stages["second"].append(stage)
        second_waits.set()

    first = threading.Thread(target=build, args=(database, source, tmp_path / "cache", follow_first))
    first.start()
    assert first_is_reading.wait(10)
    build(database, source, tmp_path / "cache", follow_second)
    first.join(10)
    assert stages["second"] == ["waiting", "indexing"]
    assert left_behind(database) == {database.name}
    with open_corpus(database) as corpus:
        assert len(list(corpus.poems())) == 4


def test_a_broken_file_of_the_collection_leaves_nothing(make, database, source):
    write_json(source / "dist" / "quantangshi" / "poet.song.1.json", SONG[:1])
    (source / "dist" / "quantangshi" / "poet.song.1.json").write_text("[", encoding="utf-8")
    with pytest.raises(EngineError, match=r"poet\.song\.1\.json"):
        make(source)
    assert left_behind(database) == set()


def test_without_npm_and_without_a_source_nothing_is_left_but_the_sentence(make, database, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match=r"install Node\.js"):
        make(None)
    assert left_behind(database) == set()


def test_a_source_that_does_not_exist_is_named(make, tmp_path):
    with pytest.raises(EngineError, match="does not exist"):
        make(tmp_path / "nowhere")


def test_a_place_that_cannot_be_written_is_one_sentence(source, tmp_path, caplog):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EngineError, match="cannot be written"):
        build(tmp_path / "file" / "corpus.sqlite3", source, tmp_path / "cache", lambda stage, fraction: None)
    assert "failed" in caplog.text


@pytest.mark.parametrize("content", [None, b"", b"something else, long enough to be read as a header of SQLite"])
def test_opening_a_corpus_that_is_not_built_says_how_to_build_it(database, content):
    database.parent.mkdir()
    if content is not None:
        database.write_bytes(content)
    with pytest.raises(EngineError) as caught:
        open_corpus(database)
    assert "python -m engines poem corpus" in caught.value.zh
    assert "python -m engines poem corpus" in caught.value.en


def test_threads_may_share_a_corpus(corpus):
    known = []
    thread = threading.Thread(target=lambda: known.append(corpus.known_lines(["云高山月远"])))
    thread.start()
    thread.join()
    assert known == [{"云高山月远"}]
