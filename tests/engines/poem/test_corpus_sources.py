import tarfile

import pytest

from engines.poem.corpus import Poem, read_poems
from engines.poem.corpus_sources import lines_of
from engines.requests import EngineError
from tests.engines.poem.corpus_samples import archive, write_chinese_poetry, write_json, write_poetry_source

AUTUMN_NIGHT = Poem("秋夜 一", "甲生", "唐", ("云高山月远", "树静晚风轻", "野渡无人语", "寒潭有雁声"))


@pytest.fixture
def chinese_poetry(tmp_path):
    return write_chinese_poetry(tmp_path / "chinese-poetry")


def test_the_traditional_layout_is_read_in_simplified_characters_without_punctuation(chinese_poetry):
    poems = list(read_poems(chinese_poetry))
    assert AUTUMN_NIGHT in poems
    assert {poem.dynasty for poem in poems} == {"唐", "宋"}


def test_poems_without_text_and_tables_that_are_not_poems_are_left_out(chinese_poetry):
    assert sorted(poem.title for poem in read_poems(chinese_poetry)) == ["江行", "秋夜 一", "舟中", "集旧句"]


def test_an_author_whom_the_collection_does_not_name_is_anonymous(chinese_poetry):
    assert next(poem.author for poem in read_poems(chinese_poetry) if poem.title == "集旧句") == "佚名"


def test_the_simplified_layout_is_read_as_printed(tmp_path):
    assert list(read_poems(write_poetry_source(tmp_path))) == [
        Poem("山中", "丙生", "明", ("馀花犹照水", "高鸟不知春", "一径松间雨", "三更竹外人"))
    ]


def test_an_archive_reads_as_the_directory_it_was_made_of(chinese_poetry, tmp_path):
    packed = archive(chinese_poetry, tmp_path / "collection.tgz")
    assert sorted(read_poems(packed), key=str) == sorted(read_poems(chinese_poetry), key=str)


def test_the_share_that_is_read_grows_to_the_whole(chinese_poetry, tmp_path):
    shares: list[float] = []
    list(read_poems(chinese_poetry, shares.append))
    assert shares == [0.5, 1.0]
    shares.clear()
    list(read_poems(archive(chinese_poetry, tmp_path / "collection.tgz"), shares.append))
    assert shares == sorted(shares)
    assert 0 < shares[-1] <= 1


@pytest.mark.parametrize(
    ("printed", "lines"),
    [
        ("山月远，晚风轻。", ("山月远", "晚风轻")),
        ("山月远？\n晚风轻！", ("山月远", "晚风轻")),
        ("山（一作「林」）月远，晚风〖1〗轻。", ("山月远", "晚风轻")),
        ("山月远，晚风轻。（注一。\n（某书。）注二。）野渡。", ("山月远", "晚风轻", "野渡")),
        ("山月远，晚风轻。（以下残缺", ("山月远", "晚风轻")),
        ("【其一】\n山月远。", ("山月远",)),
        ("[山]月[一]远。", ("山月远",)),
        ("{山豦}月远，■风●。", ("□月远", "□风□")),
        ("山\ue4a3远。", ("山□远",)),
        ("《南风》之「诗」、“兮”·①。", ("南风之诗兮",)),
        ("\uf9f1山\ufa23\u200b远。", ("隣山□远",)),
        ("", ()),
    ],
)
def test_notes_and_marks_of_the_editors_leave_whole_lines_or_a_placeholder(printed, lines):
    assert lines_of(printed) == lines


@pytest.mark.parametrize("content", ['[{"title": "残', '{"title": "山"}', '[{"title": "山"}]', "[[]]", "[null]"])
def test_a_broken_file_is_named_in_the_error(chinese_poetry, content):
    (chinese_poetry / "dist" / "quantangshi" / "poet.song.0.json").write_text(content, encoding="utf-8")
    with pytest.raises(EngineError) as caught:
        list(read_poems(chinese_poetry))
    assert "poet.song.0.json" in caught.value.zh
    assert "poet.song.0.json" in caught.value.en


@pytest.mark.parametrize("kind", ["missing", "empty directory", "other files"])
def test_a_place_without_a_collection_is_named_with_an_example_that_works(tmp_path, kind):
    source = tmp_path / "poems"
    if kind != "missing":
        source.mkdir()
    if kind == "other files":
        write_json(source / "package.json", {})
    with pytest.raises(EngineError) as caught:
        list(read_poems(source))
    assert str(source) in caught.value.zh
    assert "--source" in caught.value.en


@pytest.mark.parametrize("compression", ["gz", "xz", "bz2", ""])
def test_an_archive_is_read_whole_or_refused_wherever_it_was_cut(chinese_poetry, tmp_path, compression):
    packed = tmp_path / "collection.tar"
    with tarfile.open(packed, f"w:{compression}") as tar:
        tar.add(chinese_poetry, arcname="package")
    content = packed.read_bytes()
    poems = list(read_poems(packed))
    assert poems == list(read_poems(chinese_poetry))
    for length in range(1, len(content), max(1, len(content) // 60)):
        packed.write_bytes(content[:length])
        try:
            assert list(read_poems(packed)) == poems  # only the padding after the last poem is missing
        except EngineError as error:
            assert "collection.tar is not a complete archive" in error.en


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    (tmp_path / "poems.tgz").write_text("no archive")
    with pytest.raises(EngineError, match=r"poems\.tgz is not a complete archive"):
        list(read_poems(tmp_path / "poems.tgz"))
