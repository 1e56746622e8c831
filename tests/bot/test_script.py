"""简 and 繁: phrases decide, lines keep their length, markup stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.asking import Gallery
from bot.pictures.reading import Motifs
from bot.script import Script, in_script, script_of, set_verse, usual_script, written
from engines.requests import read_motifs, read_presets

HANT = "zh-hant"
# A simplified line and the old editions' own, each with a character that stands for two.
TRAPS = {
    "太后宫中宴": "太后宮中宴",
    "随君后日归": "隨君後日歸",
    "泪干红袖尽": "淚乾紅袖盡",
    "干戈寥落四周星": "干戈寥落四周星",
    "乾坤日夜浮": "乾坤日夜浮",
    "千里江陵一日还": "千里江陵一日還",
    "只在此山中": "只在此山中",
    "云深不知处": "雲深不知處",
    "诗云子曰": "詩云子曰",
    "一只孤雁飞": "一隻孤雁飛",
    "白发三千丈": "白髮三千丈",
    "发向五湖中": "發向五湖中",
    "人面不知何处去": "人面不知何處去",
    "余霞散成绮": "餘霞散成綺",
    "万里长征人未还": "萬里長征人未還",
    "征人蓟北空回首": "征人薊北空回首",
    "空谷足音": "空谷足音",
    "五谷丰登": "五穀豐登",
    "系马高楼垂柳边": "繫馬高樓垂柳邊",
    "松下问童子": "松下問童子",
    "卜居": "卜居",
    "丑时": "丑時",
    "北斗七星高": "北斗七星高",
    "斗酒十千": "斗酒十千",
    "龙争虎斗": "龍爭虎鬥",
    "长风几万里": "長風幾萬里",
    "表里山河": "表裏山河",
    "凤凰台上凤凰游": "鳳凰臺上鳳凰遊",
    "占断春光": "占斷春光",
    "落日系征衣": "落日繫征衣",
    "夜半钟声到客船": "夜半鐘聲到客船",
    "烟深一鸟归": "煙深一鳥歸",
    "画梁栖燕": "畫梁棲燕",
    "欲穷千里目": "欲窮千里目",
}


@pytest.mark.parametrize(("line", "set_"), TRAPS.items())
def test_a_character_that_stands_for_two_is_told_by_its_neighbours(line: str, set_: str):
    assert set_verse(line, HANT) == set_
    assert set_verse(set_, "zh") == line
    assert set_verse(set_, HANT) == set_


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=28))
def test_a_line_keeps_its_length(line: str):
    assert len(set_verse(line, HANT)) == len(set_verse(line, "zh")) == len(written(line, HANT)) == len(line)


def test_what_was_typed_in_traditional_characters_is_kept_as_typed():
    for typed in ("余亦能高詠", "詩云何處去", "後園花裡人"):
        assert set_verse(typed, HANT) == typed
    assert set_verse("後园见月", HANT) == "後園見月"


def test_a_line_that_its_reader_typed_is_kept_though_both_scripts_have_all_its_characters():
    assert set_verse("表里山河", HANT, typed=True) == "表里山河"
    assert set_verse("表里江河后", HANT) == set_verse("表里江河后", HANT, typed=False) != "表里江河后"
    assert set_verse("云深不知处", HANT, typed=True) == "雲深不知處"


def test_markup_entities_and_examples_stay_what_they_are():
    html = '<b>诗云</b> &lt;后&gt; <code>/poem@shihua_bot 70%</code> <a href="tg://user?id=1">Ann & 里</a>'
    set_ = written(html, HANT)
    assert set_.startswith("<b>詩云</b> &lt;") and set_.endswith("</a>")
    assert '<code>/poem@shihua_bot 70%</code> <a href="tg://user?id=1">Ann & ' in set_


def test_simplified_stays_as_it_was_written():
    assert written("后来", "zh") == "后来"
    assert written("后来", "en") == "后来"


@pytest.mark.parametrize("code", ["zh-hant", "zh-Hant", "zh-TW", "zh_HK", "zh-mo", "zh-hant-hk"])
def test_traditional_is_usual_where_telegram_says_so(code: str):
    assert usual_script(code) is Script.TRADITIONAL


@pytest.mark.parametrize("code", [None, "", "zh", "zh-hans", "zh-CN", "zh-hans-hk", "en", "en-HK", "tw", "ja"])
def test_simplified_is_usual_for_everybody_else(code: str | None):
    assert usual_script(code) is Script.SIMPLIFIED


def test_a_language_takes_a_script_and_gives_it_up_again():
    for language in ("zh", "en"):
        set_ = in_script(language, Script.TRADITIONAL)
        assert len(set_) <= 8  # the column in the store
        assert script_of(set_) is Script.TRADITIONAL and script_of(language) is Script.SIMPLIFIED
        assert in_script(set_, Script.SIMPLIFIED) == language
        assert in_script(set_, Script.TRADITIONAL) == set_


def test_every_name_is_understood_as_it_is_written_in_traditional_characters():
    gallery, motifs = Gallery(read_presets()), Motifs(read_motifs())
    for preset in gallery.presets:
        assert gallery.named(gallery.label(preset.name, HANT)) == preset.name
    for motif in motifs.motifs:
        assert motifs.named(motifs.label(motif.name, HANT)) == motif.name
    assert gallery.label("浮世绘", HANT) == "浮世繪"
    assert gallery.label("浮世绘", "en-hant") == gallery.label("浮世绘", "en")
