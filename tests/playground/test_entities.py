import pytest

from bot.playground.entities import find_entities, parse_html, trim, utf16_length, utf16_slice
from bot.playground.model import BotApiError


def kinds(text):
    return [(e.type, utf16_slice(text, e.offset, e.length)) for e in find_entities(text)]


def test_offsets_count_utf16_units_so_an_emoji_counts_twice():
    text, (entity,) = parse_html("🌙🌙<b>𠮷月</b>")
    assert (entity.offset, entity.length) == (4, 3)
    assert utf16_slice(text, entity.offset, entity.length) == "𠮷月"


def test_nested_tags_become_nested_entities_outermost_first():
    text, entities = parse_html("<b>山<i>水</i></b>")
    assert text == "山水"
    assert [(e.type, e.offset, e.length) for e in entities] == [("bold", 0, 2), ("italic", 1, 1)]


def test_only_the_four_named_references_and_numbers_are_replaced():
    assert parse_html("&lt;b&gt; &amp; &quot; &#26376; &#x6708; &copy; & &nbsp")[0] == '<b> & " 月 月 &copy; & &nbsp'


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>山", 'Can\'t find end tag corresponding to start tag "b"'),
        ("山</b>", "Unexpected end tag at byte offset 3"),
        ("<b>山</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("山<poem>", 'Unsupported start tag "poem" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<a href=", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_wrong_html_is_refused_with_telegrams_words(source, reason):
    with pytest.raises(BotApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


def test_links_mentions_of_people_and_code_with_a_language_keep_their_attributes():
    _, entities = parse_html(
        '<a href="https://example.org/?a=1&amp;b=2">一</a><a href="tg://user?id=6100200303">二</a>'
        '<pre><code class="language-python">x</code></pre><blockquote expandable>三</blockquote>'
    )
    assert [e.type for e in entities] == ["text_link", "text_mention", "pre", "expandable_blockquote"]
    assert entities[0].url == "https://example.org/?a=1&b=2"
    assert entities[1].user_id == 6100200303
    assert entities[2].language == "python"


def test_a_link_to_a_script_loses_its_address():
    assert parse_html('<a href="javascript:alert(1)">点</a>') == ("点", ())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/poem 山为斜好几", [("bot_command", "/poem")]),
        ("/poem@shihua_bot 月", [("bot_command", "/poem@shihua_bot")]),
        ("/poem明月", []),
        ("/写诗 明月", []),
        ("a/poem </poem> //poem", []),
        ("问 @ruth_reads 一声 #春雪 https://example.org/a。", None),
        ("ruth@example.org", [("email", "ruth@example.org")]),
    ],
)
def test_telegram_finds_these_by_itself(text, found):
    if found is None:
        found = [("mention", "@ruth_reads"), ("hashtag", "#春雪"), ("url", "https://example.org/a")]
    assert kinds(text) == found


def test_nothing_is_found_inside_of_code():
    text, entities = parse_html("<code>/poem</code> /theme")
    assert [e.type for e in find_entities(text, entities)] == ["code", "bot_command"]


def test_white_space_around_a_text_goes_and_its_entities_move_along():
    text, entities = trim(*parse_html("  \n <b>山 </b>\n"))
    assert text == "山"
    assert [(e.offset, e.length) for e in entities] == [(0, 1)]


def test_utf16_length_of_plain_and_of_rare_characters():
    assert utf16_length("山") == 1
    assert utf16_length("𠮷") == 2
