"""What counts as a command, and what does not."""

import pytest

from bot.wording import Said, Words

WORDS = Words("shihua_bot")


@pytest.mark.parametrize(
    ("text", "command", "argument"),
    [
        ("/poem", "poem", ""),
        ("/poem 山为斜好几", "poem", "山为斜好几"),
        ("/poem明月", "poem", "明月"),
        ("/POEM 月", "poem", "月"),
        ("／ｐｏｅｍ　月", "poem", "月"),
        ("  /poem：月", "poem", "月"),
        ("/poem@shihua_bot月", "poem", "月"),
        ("/poem@SHIHUA_Bot 月", "poem", "月"),
        ("/poem＠shihua_bot　月", "poem", "月"),
        ("/poem\n山为斜好几\n开放", "poem", "山为斜好几\n开放"),
        ("/写诗@shihua_bot 月", "poem", "月"),
        ("/寫詩 月", "poem", "月"),
        ("\u200b/poem 月", "poem", "月"),
        ("@shihua_bot /poem 月", "poem", "月"),
        ("@Shihua_Bot，藏头诗：争云夏日", "acrostic", "争云夏日"),
        ("藏头诗 争云夏日", "acrostic", "争云夏日"),
        ("写诗", "poem", ""),
        ("/训练阶段 月", "stages", "月"),
        ("@shihua_bot 各阶段", "stages", ""),
    ],
)
@pytest.mark.parametrize("private", [True, False])
def test_a_command_is_understood(text: str, command: str, argument: str, private: bool):
    said = WORDS.read(text, private=private)
    assert said is not None
    assert (said.command, said.argument) == (command, argument)


@pytest.mark.parametrize("text", ["/poem@other_bot 月", "/写诗@other_bot 月", "月", "你好", "", "/", "/ 月", "/。"])
@pytest.mark.parametrize("private", [True, False])
def test_what_is_no_command_for_this_bot_is_left_alone(text: str, private: bool):
    assert WORDS.read(text, private=private) is None


@pytest.mark.parametrize(
    "text",
    [
        "写诗真难",
        "藏头",
        "命题",
        "帮助",
        "取消",
        "关于写诗",
        "做梦",
        "做梦 眼睛",
        "骗过 他",
        "局限",
        "训练阶段",
        "各阶段 小结",
        "拼音",
        "拼音 月",
        "繁体",
        "简繁",
    ],
)
def test_a_plain_word_in_a_group_is_talk(text: str):
    assert WORDS.read(text, private=False) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("写诗明月", Said("poem", "明月")),
        ("藏头", Said("acrostic", "")),
        ("帮助", Said("help", "")),
        ("取消！", Said("cancel", "")),
        ("做梦", Said("dream", "")),
        ("骗过 金鱼", Said("fool", "金鱼")),
        ("题诗 七绝", Said("inscribe", "七绝")),
        ("局限", Said("limits", "")),
        ("训练阶段", Said("stages", "")),
        ("各階段 山为斜好几", Said("stages", "山为斜好几")),
    ],
)
def test_the_same_words_in_private_are_commands(text: str, said: Said):
    assert WORDS.read(text, private=True) == said


@pytest.mark.parametrize("text", ["梦境花开日", "题诗寄故人", "对抗秋风起", "骗过东风否", "各阶段小结"])
def test_verse_that_begins_like_a_command_about_pictures_is_verse(text: str):
    assert WORDS.read(text, private=True) is None


@pytest.mark.parametrize(
    ("text", "command"), [("做梦", "dream"), ("骗过", "fool"), ("看图写诗", "inscribe"), ("题诗", "inscribe")]
)
@pytest.mark.parametrize("private", [True, False])
def test_under_a_picture_a_word_is_enough(text: str, command: str, private: bool):
    assert WORDS.read(text, private=private, caption=True) == Said(command, "")


def test_whether_the_bot_was_named_is_known():
    assert WORDS.read("/x@shihua_bot", private=False) == Said("x", "", addressed=True)
    assert WORDS.read("/x", private=False) == Said("x", "")


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("繁体", "繁"),
        ("繁體", "繁"),
        ("简体", "简"),
        ("簡體。", "简"),
        ("简繁", ""),
        ("簡繁 繁", "繁"),
        ("/繁体", "繁"),
    ],
)
def test_the_name_of_a_script_asks_for_it(text: str, argument: str):
    assert WORDS.read(text, private=True) == Said("script", argument)
    assert WORDS.read(f"@shihua_bot {text}", private=False) == Said("script", argument)


@pytest.mark.parametrize("text", ["繁体字真难写", "繁体 真难写", "简体好", "拼音真难"])
def test_a_sentence_that_begins_with_a_script_or_with_pinyin_is_none_of_it(text: str):
    assert WORDS.read(text, private=True) is None


def test_pinyin_has_a_chinese_name():
    assert WORDS.read("拼音 床前明月光", private=True) == Said("pinyin", "床前明月光")
    assert WORDS.read("@shihua_bot 拼音", private=False) == Said("pinyin", "")
