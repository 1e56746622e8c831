"""Networks that are fooled: every way to ask for it, what is shown, and what there is to play with."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.playground.model import Chat, MediaKind, Message
from engines.requests import Attack, FoolRequest
from tests.conftest import Play, Talk
from tests.fakes import LAKESIDE, colour_of, fooled, photo

pytestmark = pytest.mark.usefixtures("photos_taken_as_they_are")

TRIED = list[tuple[str, Attack, int, str | None]]


def tried(talk: Talk) -> TRIED:
    """What the engines were asked for: the photo's colour, method, size and target."""
    requests = [request for request in talk.engines.asked if isinstance(request, FoolRequest)]
    return [(colour_of(r.content), r.attack, r.size, r.target) for r in requests]


async def answer(talk: Talk, chat: Chat | None = None) -> Message:
    """What is said at last, when the engines have been asked and everything is over."""
    await talk.engines.until_asked(1)
    await talk.all_written()
    return talk.said(chat)[-1]


async def pressed(talk: Talk, message: Message, button: str) -> tuple[str, Message]:
    """What the press is answered with, and what comes of it."""
    asked = len(talk.engines.asked)
    said = await talk.press(message, button)
    await talk.engines.until_asked(asked + 1)
    return said.text, await answer(talk)


@pytest.mark.parametrize(
    ("caption", "attack", "size", "target"),
    [
        ("/fool", Attack.PGD, 2, None),
        ("/fool fgsm 4", Attack.FGSM, 4, None),
        ("/fool 2/255 FGSM", Attack.FGSM, 2, None),
        ("/fool 16", Attack.PGD, 16, None),
        ("/fool 金鱼", Attack.PGD, 2, "金鱼"),
        ("/fool goldfish 8", Attack.PGD, 8, "goldfish"),
        ("/fool 4 变成金鱼", Attack.PGD, 4, "金鱼"),
        ("/fool n01443537", Attack.PGD, 2, "n01443537"),
        ("骗过", Attack.PGD, 2, None),
        ("骗过它", Attack.PGD, 2, None),
        ("骗过网络，让它看成金鱼", Attack.PGD, 2, "金鱼"),
        ("对抗样本 fgsm", Attack.FGSM, 2, None),
        ("騙過 金鱼", Attack.PGD, 2, "金鱼"),
    ],
)
async def test_a_caption_fools_the_network(talk: Talk, caption: str, attack: Attack, size: int, target: str | None):
    await talk.send("red", caption=caption)
    await answer(talk)
    assert tried(talk) == [("red", attack, size, target)]


async def test_the_answer_says_what_was_seen_before_and_after(talk: Talk):
    await talk.send("red", caption="/fool")
    said = await answer(talk)
    assert said.text == (
        "✓ 骗过了：「湖畔」成了「金鱼」。\n"
        "改动前，网络看见\n"
        " 62%  湖畔\n 11%  水坝\n  7%  海岸\n  3%  铁链\n <1%  高架桥\n"
        "改动后（PGD，±2/255）\n"
        " 91%  金鱼\n 62%  湖畔\n 11%  水坝\n  7%  海岸\n  3%  铁链\n"
        "用 PGD，±2/255 正是最小的改动，再小就不成了。\n"
        "网络不认东西，只把像素乘上权重加起来：千万个小改动都朝同一个方向，加起来就翻了案。\n"
        "±2/255 的改动眼睛看不出来。\n"
        "上：照片、改动后。下：差别，放大 16 倍。"
    )
    assert [e.type for e in said.entities if e.type == "pre"] == ["pre", "pre"]
    assert [b.text for b in said.buttons] == [
        "· ±2 ·",
        "±4",
        "±8",
        "±16",
        "FGSM",
        "· PGD ·",
        "换目标",
    ]


async def test_the_changed_picture_comes_as_a_file_and_the_comparison_as_a_photo(talk: Talk):
    await talk.send("red", caption="/fool")
    await answer(talk)
    file, compared = talk.said()
    assert file.media is not None and file.media.kind is MediaKind.DOCUMENT
    assert file.media.files[0].mime_type == "image/png"
    assert talk.world.files.content(file.media.files[0]) == photo("red", kind="PNG")
    assert file.text == "改动后的照片。请当文件存、当文件发：照片一压缩，改动就没了。"
    assert compared.media is not None and compared.media.kind is MediaKind.PHOTO
    with Image.open(io.BytesIO(talk.world.files.content(compared.media.files[-1]))) as image:
        assert image.height > image.width * 0.9  # two above one, for a phone


async def test_a_network_that_withstands_is_said_to(talk: Talk):
    request = FoolRequest(photo("red"))
    talk.engines.coming.append(fooled(request, after=LAKESIDE, fooled=False, smallest=None))
    await talk.send("red", caption="/fool 2")
    said = await answer(talk)
    assert said.text.startswith("✗ 没骗过：它还是认作「湖畔」。\n")
    assert "用 PGD，改到 ±32/255 也不成。\n改动加起来还不够翻案。\n" in said.text


@pytest.mark.parametrize(
    ("asked", "fooling", "smallest", "sentence"),
    [
        ("/fool 16", True, 1, "其实用 PGD 改 ±1/255 就够了。"),
        ("/fool 2", False, 4, "用 PGD，改到 ±4/255 才成。"),
        ("/fool fgsm 8", False, 3, "用 FGSM，只改 ±3/255 反而成。"),
        ("/fool fgsm 2", False, 9, "用 FGSM，改到 ±9/255 才成。\n改动加起来还不够翻案。一步步试探的 PGD 更容易成。"),
    ],
)
async def test_the_smallest_change_is_told_as_it_compares_with_this_one(
    talk: Talk, asked: str, fooling: bool, smallest: int, sentence: str
):
    talk.engines.coming.append(fooled(FoolRequest(photo("red")), fooled=fooling, smallest=smallest))
    await talk.send("red", caption=asked)
    said = await answer(talk)
    assert sentence in said.text
    assert "PGD" not in said.text.partition("改动加起来还不够翻案")[2] or "fgsm" in asked


@pytest.mark.parametrize(
    ("size", "sentence"),
    [(1, "眼睛看不出来"), (4, "很难看出来"), (8, "在平滑的地方看得出来"), (16, "一眼就看得出来")],
)
async def test_how_well_the_change_is_seen_is_told_honestly(talk: Talk, size: int, sentence: str):
    await talk.send("red", caption=f"/fool {size}")
    assert f"±{size}/255 的改动{sentence}" in (await answer(talk)).text


async def test_a_network_that_was_unsure_is_said_to_have_been(talk: Talk):
    unsure = (replace(LAKESIDE[0], share=0.26), *LAKESIDE[1:])
    talk.engines.coming.append(fooled(FoolRequest(photo("red")), before=unsure))
    await talk.send("red", caption="/fool")
    assert "它本来就没把握（26%），骗过它说明不了什么" in (await answer(talk)).text


async def test_three_photos_in_a_row_are_told_apart_and_the_hint_comes_once(talk: Talk):
    sent = [await talk.send(colour, caption="/fool") for colour in ("red", "green", "blue")]
    await talk.engines.until_asked(3)
    await talk.all_written()
    said = talk.said()
    assert sorted(m.reply_to or 0 for m in said) == sorted(m.id for m in sent for _ in range(2))
    verdict = next(m for m in said if m.reply_to == sent[0].id and m.buttons)
    await pressed(talk, verdict, "±8")
    file, second = talk.said()[-2:]
    assert file.text == "改动后的照片（±8/255）。"
    assert file.reply_to == second.reply_to == sent[0].id


async def test_while_it_takes_long_it_is_said_what_is_done(play: Play):
    async with play(queue_notice_after=0.01) as talk:
        talk.engines.picture_gate.clear()
        notice = await talk.world.answer_to(await talk.send("red", caption="/fool"))
        assert notice.text == "正在找破绽，找到就发来；不想等了发 /cancel"
        talk.engines.picture_gate.set()
        await talk.all_written()


async def test_a_target_that_is_reached_is_named(talk: Talk):
    await talk.send("red", caption="/fool 金鱼")
    said = await answer(talk)
    assert "✓ 骗过了：它认作要它看见的「金鱼」。" in said.text
    assert [b.text for b in said.buttons][-2:] == ["换目标", "不限目标"]


async def test_sizes_and_methods_are_tried_by_buttons(talk: Talk):
    await talk.send("red", caption="/fool 金鱼")
    first = await answer(talk)
    said, second = await pressed(talk, first, "±4")
    assert said == "好，每个颜色值最多改 4/255"
    said, third = await pressed(talk, second, "FGSM")
    assert said == "好，换成 FGSM"
    assert "改动后（FGSM，±4/255）" in third.text
    assert "· FGSM ·" in [b.text for b in third.buttons]
    said, _ = await pressed(talk, third, "不限目标")
    assert said == "好，骗成什么都行"
    assert tried(talk) == [
        ("red", Attack.PGD, 2, "金鱼"),
        ("red", Attack.PGD, 4, "金鱼"),
        ("red", Attack.FGSM, 4, "金鱼"),
        ("red", Attack.FGSM, 4, None),
    ]
    assert (await talk.press(third, "· FGSM ·")).text == "现在就是这样"


async def test_the_button_offers_what_the_network_thinks_of_next_as_targets(talk: Talk):
    await talk.send("red", caption="/fool")
    first = await answer(talk)
    await talk.press(first, "换目标")
    choosing = await talk.world.change_of(first)
    assert [b.text for b in choosing.buttons] == ["水坝", "海岸", "铁链", "返回"]
    said, second = await pressed(talk, choosing, "海岸")
    assert said == "好，要它看见海岸"
    assert "它认作要它看见的「海岸」" in second.text
    await talk.press(choosing, "返回")
    assert (await talk.world.change_of(choosing)).buttons == first.buttons


SIZE = "改动的大小从 1 到 32（满分 255），这里写的是 {}，例如：/fool 8"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("油条", "网络只认 200 类东西，里面没有「油条」；可以写 金鱼、香蕉、王企鹅，例如：/fool 金鱼"),
        ("猫", "网络只认 200 类东西，里面没有「猫」；相近的有 虎斑猫、波斯猫、埃及猫，例如：/fool 虎斑猫"),
        ("pgd fgsm", "方法和大小各写一个就行，例如：/fool fgsm 8"),
        ("4 8", "方法和大小各写一个就行，例如：/fool fgsm 8"),
        *((size, SIZE.format(size)) for size in ("0", "33", "255", "3000", "-4", "2.5")),
    ],
)
@pytest.mark.parametrize("with_photo", [True, False])
async def test_what_cannot_fool_is_answered_at_once_with_what_works(
    talk: Talk, words: str, sentence: str, with_photo: bool
):
    caption = f"/fool {words}"
    sent = await talk.send("red", caption=caption) if with_photo else await talk.say(caption)
    assert (await talk.world.answer_to(sent)).text == sentence
    assert talk.engines.asked == []


async def test_without_a_photo_it_is_asked_for_and_the_wish_outlives_a_restart(play: Play):
    async with play() as talk:
        assert (await talk.ask("/fool fgsm 4")).text == "拿哪张照片去骗网络？请发来，10 分钟内有效"
    async with play() as talk:
        await talk.send("red")
        await answer(talk)
        assert tried(talk) == [("red", Attack.FGSM, 4, None)]


async def test_a_reply_and_a_photo_sent_before_work_too(talk: Talk):
    sent = await talk.send("red", chat=talk.group)
    await talk.world.say(talk.me, talk.group, "/fool", sent)
    await answer(talk, talk.group)
    prompt = await talk.world.answer_to(await talk.send("blue"))
    await pressed(talk, prompt, "骗过网络")
    assert [colour for colour, *_ in tried(talk)] == ["red", "blue"]


async def test_of_an_album_the_first_photo_counts_and_the_answer_says_so(talk: Talk):
    await talk.send("red", "blue", caption="/fool 4")
    said = await answer(talk)
    assert tried(talk) == [("red", Attack.PGD, 4, None)]
    assert said.text.endswith("只用了第一张，后面 1 张没有用上")


async def test_a_bad_file_is_refused_in_one_sentence(talk: Talk):
    film = await talk.world.send_document(talk.me, talk.private, b"...", "/fool", name="a.mp4", mime_type="video/mp4")
    assert (await talk.world.answer_to(film)).text.startswith("这是会动的画面")
    assert len(await talk.settled()) == 1


async def test_buttons_outlive_a_restart(play: Play):
    async with play() as talk:
        await talk.send("red", caption="/fool")
        first = await answer(talk)
    async with play() as talk:
        await pressed(talk, first, "±16")
        assert tried(talk)[-1] == ("red", Attack.PGD, 16, None)


async def test_people_with_other_languages_read_english(talk: Talk):
    ruth = talk.world.people[2]
    await talk.send("red", caption="/fool 4", person=ruth)
    said = await answer(talk, talk.world.private_with(ruth))
    assert "Before, the network saw\n 62%  lakeside\n" in said.text
    assert "✓ Fooled: “lakeside” became “goldfish”." in said.text
    assert said.media is not None
    assert len(said.text) <= 900
