from dataclasses import replace

from bot.playground.entities import find_entities, parse_html
from bot.playground.model import Button, Entity, File, Keyboard, Media, MediaKind, Message
from bot.playground.page.bubble import bubble, summary
from bot.playground.page.richtext import rich_text
from bot.playground.page.words import CHINESE
from bot.playground.world import World

ATTACK = '<img src=x onerror="alert(1)">'
ESCAPED = "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;"


def shown(source):
    text, entities = parse_html(source)
    return rich_text(text, find_entities(text, entities))


def test_a_couplet_is_set_as_verse_and_prose_as_a_line():
    assert rich_text("山为斜好几，水是曲无多。\n五绝", ()) == (
        '<div class="verse">山为斜好几，水是曲无多。</div><div class="line">五绝</div>'
    )


def test_entities_across_lines_and_after_an_emoji_fall_on_their_words():
    assert shown("🌙<b>山\n水</b>") == '<div class="line">🌙<b>山</b></div><div class="line"><b>水</b></div>'


def test_every_character_of_a_text_is_escaped():
    assert rich_text(ATTACK, ()) == f'<div class="line">{ESCAPED}</div>'


def test_a_link_that_is_no_web_address_stays_text():
    assert "<a" not in rich_text("点", (Entity("text_link", 0, 1, url="javascript:alert(1)"),))
    assert 'href="https://example.org/?a=&quot;"' in rich_text(
        "点", (Entity("text_link", 0, 1, url='https://example.org/?a="'),)
    )


def test_a_command_in_a_text_can_be_clicked():
    assert 'data-say="/poem"' in shown("试试 /poem")


def test_a_film_plays_silently_over_and_over():
    world = World()
    poster = File("1", "1", "photos/file_1.jpg", 10, "image/jpeg", 32, 24)
    film = File("2", "2", "animations/file_2.mp4", 10, "video/mp4", 64, 48, seconds=2)
    message = Message(1, world.private, world.bot, 0, media=Media(MediaKind.ANIMATION, (poster, film)))
    html = bubble(message, None, CHINESE)
    assert '<video class="film" src="/playground/files/animations/file_2.mp4"' in html
    assert 'poster="/playground/files/photos/file_1.jpg" width="64" height="48" autoplay loop muted' in html
    assert summary(message, CHINESE) == "影片"


def test_names_buttons_captions_and_file_names_are_inert():
    world = World()
    evil = replace(world.people[0], first_name=ATTACK)
    file = File("1", "1", "documents/file_1.bin", 10, "text/html", name=ATTACK)
    keyboard = Keyboard("inline", ((Button(ATTACK, "x"), Button(ATTACK, url="https://example.org")),))
    original = Message(1, world.private, evil, 0, text=ATTACK)
    message = Message(
        2,
        world.private,
        evil,
        0,
        text=ATTACK,
        media=Media(MediaKind.DOCUMENT, (file,)),
        keyboard=keyboard,
        reactions=((1, ATTACK),),
    )
    html = bubble(message, original, CHINESE)
    assert "<img" not in html
    assert html.count("&lt;img") >= 7
