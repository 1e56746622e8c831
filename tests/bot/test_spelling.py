"""拼音 as lines are read aloud today."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spelling import UNKNOWN, spelled, spelled_poem
from engines.requests import Form, PoemRequest
from tests.fakes import poem

READ = {
    "还来就菊花": "huán lái jiù jú huā",
    "千里江陵一日还": "qiān lǐ jiāng líng yī rì huán",
    "还有": "hái yǒu",
    "朝辞白帝彩云间": "zhāo cí bái dì cǎi yún jiān",
    "南朝四百八十寺": "nán cháo sì bǎi bā shí sì",
    "长河落日圆": "cháng hé luò rì yuán",
    "草长莺飞二月天": "cǎo zhǎng yīng fēi èr yuè tiān",
    "少小离家老大回": "shào xiǎo lí jiā lǎo dà huí",
    "重阳独酌杯中酒": "chóng yáng dú zhuó bēi zhōng jiǔ",
    "轻舟已过万重山": "qīng zhōu yǐ guò wàn chóng shān",
    "行路难": "xíng lù nán",
    "太行": "tài háng",
    "乐游原上清秋节": "lè yóu yuán shàng qīng qiū jié",
    "远上寒山石径斜": "yuǎn shàng hán shān shí jìng xié",
    "乡音无改鬓毛衰": "xiāng yīn wú gǎi bìn máo shuāi",
    "相看两不厌": "xiāng kàn liǎng bù yàn",
    "鸟宿池边树": "niǎo sù chí biān shù",
    "泪不干": "lèi bù gān",
    "浅草才能没马蹄": "qiǎn cǎo cái néng mò mǎ tí",
}


@pytest.mark.parametrize(("line", "syllables"), READ.items())
def test_a_line_decides_how_its_characters_are_read(line: str, syllables: str):
    assert spelled(line) == tuple(syllables.split())


def test_traditional_lines_are_read_like_simplified_ones():
    assert spelled("還來就菊花") == spelled("还来就菊花")
    assert spelled("鄉音無改鬢毛衰") == spelled("乡音无改鬓毛衰")


def test_verse_has_neutral_tones_no_more_than_changed_ones():
    assert spelled("天子呼来不上船")[1] == "zǐ"
    assert spelled("空山不见人")[2] == "bù"
    assert spelled("一片冰心在玉壶")[0] == "yī"


def test_where_two_readings_live_on_the_place_of_the_tone_decides():
    assert spelled("花重开", "平中平", "平平平")[1] == "chóng"
    assert spelled("花重开", "平中平", "平仄平")[1] == "zhòng"
    assert spelled("花重开", "平中平", "平？平") == spelled("花重开")
    assert spelled("重阳酒", "中平仄", "仄平仄")[0] == "chóng"  # a word that has but one reading


@given(
    st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x2FFFF, exclude_categories=["Cs", "Cn"]), max_size=12)
)
def test_every_character_has_one_syllable(line: str):
    assert len(spelled(line)) == len(line)


def test_a_character_in_no_dictionary_gets_a_dot():
    assert spelled("山\U000300ff月")[1] == UNKNOWN


@pytest.mark.parametrize("form", list(Form))
def test_a_poem_is_spelled_line_by_line(form: Form):
    written = poem(PoemRequest(theme="春", form=form))
    assert [len(syllables) for syllables in spelled_poem(written)] == [form.line_length] * form.line_count
