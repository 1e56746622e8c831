import io
import re

import pytest
from PIL import Image
from playwright.async_api import expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}


async def say(page, text):
    await page.fill("#entry", text)
    await page.press("#entry", "Enter")


def last(page, kind):
    return page.locator(f".message.{kind}").last


def picked(size, name="画.jpg", kind="JPEG"):
    """A picture of this size as a person picks it."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind)
    return {"name": name, "mimeType": f"image/{kind.lower()}", "buffer": buffer.getvalue()}


async def test_a_new_chat_shows_three_examples_and_a_click_on_one_brings_a_poem(open_page):
    page = await open_page("?person=ruth_reads")
    await expect(page).to_have_title("诗画")
    examples = page.locator(".examples button")
    await expect(examples).to_have_text(["/poem 山为斜好几", "/acrostic 争云夏日", "/theme 春雪"])
    await examples.first.click()
    await expect(last(page, "own").locator(".text")).to_have_text("/poem 山为斜好几")
    await expect(last(page, "bot").locator(".verse").first).to_have_text("山为斜好几，水是曲无多。")
    await expect(page.locator(".welcome")).to_be_empty()


async def test_a_pressed_button_edits_the_poem_in_place_and_marks_it_as_edited(open_page):
    page = await open_page()
    await say(page, "/poem 山为斜好几")
    poem = last(page, "bot")
    await expect(poem.locator(".verse")).to_have_count(2)
    before = await page.locator(".message").count()
    await poem.get_by_role("button", name="格律").click()
    await expect(poem.locator(".block").first).to_contain_text("山为斜好几")
    await expect(poem.locator(".edited")).to_have_text("已编辑")
    await expect(page.locator(".message")).to_have_count(before)


async def test_an_answer_to_a_button_is_a_toast_and_an_alert_is_a_dialog(open_page):
    page = await open_page()
    await say(page, "/poem")
    await last(page, "bot").get_by_role("button", name="再来一首").click()
    await expect(page.locator(".toast")).to_contain_text("又一首")
    await last(page, "bot").get_by_role("button", name="更开放").click()
    dialog = page.locator(".alert")
    await expect(dialog).to_contain_text("<b>今天</b>写了五十首，明天再来")
    await dialog.get_by_role("button", name="关闭").click()
    await expect(dialog).to_have_count(0)


async def test_shift_enter_makes_a_new_line_and_enter_sends_both(open_page):
    page = await open_page()
    await page.locator("#entry").fill("一")
    await page.press("#entry", "Shift+Enter")
    await page.keyboard.type("二")
    await page.press("#entry", "Enter")
    await expect(last(page, "own").locator(".line")).to_have_text(["一", "二"])
    await expect(page.locator("#entry")).to_have_value("")


async def test_the_enter_of_an_input_method_sends_nothing(open_page):
    page = await open_page()
    count = await page.locator(".message").count()
    await page.locator("#entry").fill("shan")
    await page.evaluate(
        """document.querySelector("#entry").dispatchEvent(
            new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    await expect(page.locator("#entry")).to_have_value("shan")
    assert await page.locator(".message").count() == count


async def test_a_slash_offers_the_commands_in_the_speakers_language(open_page):
    page = await open_page()
    await page.locator("#entry").press_sequentially("/p")
    options = page.get_by_role("option")
    await expect(options).to_have_text([re.compile("/poem.*写一首诗")])
    await page.press("#entry", "Tab")
    await expect(page.locator("#entry")).to_have_value("/poem ")
    await expect(options).to_have_count(0)
    await page.locator("[data-person=ruth_reads]").click()
    await expect(page.locator("#entry")).to_have_attribute("placeholder", re.compile("Write, or / for commands"))
    await page.get_by_role("button", name="Commands").click()
    await expect(options.first).to_have_text(re.compile("/poem.*write a poem"))


async def test_three_people_speak_in_the_group_each_on_their_own_side(open_page):
    page = await open_page("?chat=group")
    await say(page, "今晚月色真好")
    await expect(last(page, "own").locator(".text")).to_have_text("今晚月色真好")
    await page.locator("[data-person=aheng]").click()
    mine = page.locator(".message.other", has_text="今晚月色真好").last
    await expect(mine.locator(".name")).to_have_text("小满")
    await say(page, "/poem 山为斜好几")
    await expect(last(page, "bot").locator(".quoted")).to_contain_text("阿衡")
    await expect(page.locator(".head p")).to_have_text("4 位成员")


async def test_someone_elses_browser_sees_the_group_at_once(open_page):
    first, second = await open_page("?chat=group"), await open_page("?chat=group&person=aheng")
    await say(first, "诸位晚上好")
    await expect(last(second, "other")).to_contain_text("诸位晚上好")


async def test_a_chat_where_something_was_said_meanwhile_bears_a_mark_until_opened(open_page):
    first, second = await open_page(), await open_page("?chat=group&person=aheng")
    group = first.locator("[data-chat=group]")
    await expect(group).not_to_have_class(re.compile("unread"))
    await say(second, "有人吗")
    await expect(group).to_have_class(re.compile("unread"))
    await expect(group.locator(".preview")).to_have_text("有人吗")
    await group.click()
    await expect(group).not_to_have_class(re.compile("unread"))
    await expect(last(first, "other")).to_contain_text("有人吗")


async def test_a_tap_on_an_example_in_an_answer_puts_it_into_the_composer(open_page):
    page = await open_page()
    await say(page, "/example")
    await last(page, "bot").get_by_role("button", name="/poem 月").click()
    await expect(page.locator("#entry")).to_have_value("/poem 月")


async def test_an_example_flows_with_its_sentence_and_enter_on_it_does_as_a_tap(open_page):
    page = await open_page(width=390)
    await say(page, "/example")
    example = last(page, "bot").get_by_role("button", name="/poem 月")
    await expect(example).to_have_css("display", "inline")
    await example.press("Enter")
    await expect(page.locator("#entry")).to_have_value("/poem 月")


async def test_a_wide_photo_of_ones_own_stands_at_the_right_edge_as_words_do(open_page):
    page = await open_page("?person=aheng")
    await page.locator(".hidden-upload input[type=file]").set_input_files(files=[picked((900, 600))])
    await expect(page.locator(".attached li")).to_have_count(1)
    await page.locator("#send").click()
    await expect(last(page, "own").locator(".photo img")).to_be_visible()
    photo = await last(page, "own").locator(".bubble").bounding_box()
    await say(page, "好")
    await expect(last(page, "own").locator(".text")).to_have_text("好")
    words = await last(page, "own").locator(".bubble").bounding_box()
    assert photo["x"] + photo["width"] == pytest.approx(words["x"] + words["width"], abs=1)


async def test_a_click_on_a_message_replies_to_it_and_escape_does_not(open_page):
    page = await open_page()
    await say(page, "春风又绿江南岸")
    await expect(last(page, "bot").locator(".text")).to_have_text("春风又绿江南岸")
    await last(page, "bot").locator(".meta").click()
    await expect(page.locator(".replying")).to_contain_text("回复 诗画")
    await page.keyboard.press("Escape")
    await expect(page.locator(".replying")).to_be_empty()
    await last(page, "bot").locator(".meta").click()
    await expect(page.locator(".replying")).to_contain_text("春风又绿江南岸")
    await say(page, "好句")
    await expect(last(page, "own").locator(".quoted")).to_contain_text("春风又绿江南岸")
    await expect(page.locator(".replying")).to_be_empty()


async def test_what_the_bot_asks_of_one_person_is_answered_by_nobody_else(open_page):
    first, second = await open_page("?chat=group"), await open_page("?chat=group&person=aheng")
    await say(second, "/ask")
    await expect(second.locator(".replying")).to_contain_text("请发照片")
    await expect(last(first, "bot")).to_contain_text("请发照片")
    await say(first, "我没有被问")
    await expect(last(first, "own")).to_contain_text("我没有被问")
    await expect(last(first, "own").locator(".quoted")).to_have_count(0)
    await say(second, "我被问了")
    await expect(last(second, "own").locator(".quoted")).to_contain_text("请发照片")


async def test_typing_is_shown_until_the_bot_speaks(open_page):
    page = await open_page("?person=aheng")
    await say(page, "/slow")
    await expect(page.locator(".head p.busy")).to_have_text("正在输入…")
    await expect(page.locator(".draft .typing")).to_be_visible()
    await say(page, "好了")
    await expect(last(page, "bot")).to_contain_text("好了")
    await expect(page.locator(".draft")).to_be_empty()
    await expect(page.locator(".head p")).to_have_text("机器人")


async def test_a_notice_that_was_taken_back_leaves_the_next_message_its_senders_name(open_page):
    page = await open_page()
    await say(page, "/wait")
    await expect(last(page, "bot").locator(".text")).to_have_text("久等了")
    await expect(page.get_by_text("请稍候")).to_have_count(0)
    await expect(last(page, "bot").locator(".name")).to_be_visible()


async def test_what_is_said_into_a_lost_connection_stays_in_the_composer(open_page):
    page = await open_page()
    await page.evaluate("window.socket.disconnect()")
    await expect(page.locator("body.lost")).to_have_count(1)
    await say(page, "还在吗")
    await expect(page.locator("#entry")).to_have_value("还在吗")
    await page.evaluate("window.socket.connect()")
    await expect(page.locator("body.lost")).to_have_count(0)
    await page.press("#entry", "Enter")
    await expect(last(page, "own").locator(".text")).to_have_text("还在吗")


async def test_script_in_a_message_or_a_file_name_is_shown_and_never_run(open_page):
    page = await open_page()
    attack = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
    await say(page, attack)
    await expect(last(page, "own").locator(".text")).to_have_text(attack)
    await expect(last(page, "bot").locator(".text")).to_have_text(attack)
    await expect(last(page, "bot").locator(".quoted span")).to_contain_text("<img src=x")
    file = {"name": "<img src=x onerror=document.title='run'>.html", "mimeType": "text/html", "buffer": b"<script>"}
    await page.locator(".hidden-upload input[type=file]").set_input_files(files=[file])
    await expect(page.locator(".attached li")).to_contain_text("<img")
    await page.locator("#send").click()
    await expect(last(page, "own").locator(".document b")).to_contain_text("<img")
    await expect(page.locator(".text img, .document img, .attached img")).to_have_count(0)
    await expect(page).to_have_title("诗画")


async def test_pictures_go_as_an_album_and_open_large(open_page):
    page = await open_page()
    buffer = io.BytesIO()
    Image.new("RGB", (640, 400), "teal").save(buffer, "PNG")
    files = [{"name": f"{i}.png", "mimeType": "image/png", "buffer": buffer.getvalue()} for i in range(2)]
    await page.locator(".hidden-upload input[type=file]").set_input_files(files=files)
    await expect(page.locator(".attached li")).to_have_text(["0.png", "1.png"])
    await say(page, "两张")
    await expect(page.locator(".message.own .photo img")).to_have_count(2)
    await expect(page.locator(".message.own", has_text="两张")).to_have_count(1)
    await expect(last(page, "bot")).to_contain_text("收到 640×400")
    await last(page, "own").locator(".photo").click()
    await expect(page.locator("#lightbox img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#lightbox img")).to_be_hidden()


async def test_a_film_plays_over_and_over_without_a_sound(open_page):
    page = await open_page(width=390)
    await say(page, "/film")
    film = last(page, "bot").locator("video.film")
    await expect(film).to_be_visible()
    await expect(last(page, "bot").locator(".text")).to_have_text("梦")
    await expect(film).to_have_js_property("paused", value=False)
    await expect(film).to_have_js_property("videoWidth", 64)
    assert await film.evaluate("film => [film.loop, film.muted]") == [True, True]


async def test_a_picture_can_be_sent_as_a_file(open_page):
    page = await open_page()
    buffer = io.BytesIO()
    Image.new("RGB", (64, 40), "teal").save(buffer, "PNG")
    file = {"name": "山水.png", "mimeType": "image/png", "buffer": buffer.getvalue()}
    await page.locator(".hidden-upload input[type=file]").set_input_files(files=[file])
    await page.get_by_label("按原文件发送").check()
    await page.locator("#send").click()
    await expect(last(page, "own").locator(".document b")).to_have_text("山水.png")


@pytest.mark.parametrize(
    ("size", "reason"), [((5000, 200), "长边最多是短边的 20 倍"), ((6000, 4100), "长宽合计最多一万像素")]
)
async def test_a_picture_that_can_be_no_photo_is_refused_for_its_true_reason_and_kept_with_its_words(
    open_page, size, reason
):
    page = await open_page()
    await say(page, "春风又绿江南岸")
    await expect(last(page, "bot").locator(".text")).to_have_text("春风又绿江南岸")
    await last(page, "bot").locator(".meta").click()
    await page.locator(".hidden-upload input[type=file]").set_input_files(files=[picked(size)])
    await expect(page.locator(".attached li")).to_have_text(["画.jpg"])
    await say(page, "/style 水墨")
    await expect(page.locator(".q-notification", has_text=reason)).to_be_visible()
    await expect(page.locator("#entry")).to_have_value("/style 水墨")
    await expect(page.locator(".replying")).to_contain_text("春风又绿江南岸")
    await page.get_by_label("按原文件发送").check()
    await page.press("#entry", "Enter")
    await expect(last(page, "own").locator(".document b")).to_have_text("画.jpg")
    await expect(last(page, "own").locator(".text")).to_have_text("/style 水墨")
    await expect(last(page, "own").locator(".quoted")).to_contain_text("春风又绿江南岸")
    await expect(page.locator(".attached")).to_be_empty()


async def test_an_empty_file_is_called_empty_and_takes_nothing_with_it(open_page):
    page = await open_page()
    await page.locator("#entry").fill("/dream")
    empty = {"name": "空.jpg", "mimeType": "image/jpeg", "buffer": b""}
    await page.locator(".hidden-upload input[type=file]").set_input_files(files=[empty, picked((64, 40))])
    await expect(page.locator(".q-notification", has_text="「空.jpg」是空文件")).to_be_visible()
    await expect(page.locator(".attached li")).to_have_text(["画.jpg"])
    await expect(page.locator("#entry")).to_have_value("/dream")


@pytest.mark.parametrize("person", ["xiaoman", "ruth_reads"])
async def test_on_a_phone_the_composer_says_in_full_what_it_is_for(open_page, person):
    page = await open_page(f"?person={person}", **PHONE)
    needed, room = await page.locator("#entry").evaluate(
        """entry => {
            const style = getComputedStyle(entry), pen = document.createElement("canvas").getContext("2d");
            pen.font = style.font;
            const sides = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
            return [pen.measureText(entry.placeholder).width, entry.clientWidth - sides];
        }"""
    )
    assert 0 < needed <= room


async def test_under_a_finger_an_arrow_beside_a_photo_replies_to_it(open_page):
    page = await open_page("?person=aheng", **PHONE)
    await page.locator(".hidden-upload input[type=file]").set_input_files(files=[picked((640, 400))])
    await expect(page.locator(".attached li")).to_have_count(1)
    await page.locator("#send").tap()
    mine = last(page, "own")
    await expect(mine.locator(".photo img")).to_be_visible()
    await expect(last(page, "bot")).to_contain_text("收到")
    for message in (mine, last(page, "bot")):
        arrow = message.locator(".reply")
        await expect(arrow).to_have_css("opacity", "1")
        target, bubble = await arrow.bounding_box(), await message.locator(".bubble").bounding_box()
        assert target["width"] >= 44 and target["height"] >= 44
        assert target["x"] >= 0 and target["x"] + target["width"] <= 390
        assert target["x"] >= bubble["x"] + bubble["width"] or target["x"] + target["width"] <= bubble["x"]
    await mine.locator(".reply").tap()
    await expect(page.locator(".replying")).to_contain_text("图片")
    await expect(page.locator("#lightbox img")).to_be_hidden()


async def test_on_a_phone_nothing_scrolls_sideways_and_the_composer_stays_in_sight(open_page):
    page = await open_page("?person=aheng", **PHONE)
    await say(page, "/poem 山为斜好几")
    await expect(last(page, "bot").locator(".verse").first).to_be_visible()
    await say(page, "朝辞白帝彩云间，千里江陵一日还。")
    await expect(last(page, "own").locator(".verse")).to_be_visible()
    await say(page, "长" * 300 + " https://example.org/" + "a" * 200)
    await expect(last(page, "bot")).to_contain_text("长长")
    await page.locator("[data-chat=group]").tap()
    await expect(page.locator(".head h2")).to_have_text("雨前诗社")
    await page.locator("[data-chat=private]").tap()
    await expect(last(page, "bot")).to_contain_text("长长")
    sizes = await page.evaluate(
        """[document.documentElement.scrollWidth, document.querySelector(".transcript").scrollWidth,
            document.querySelector(".transcript").clientWidth, innerWidth]"""
    )
    assert sizes[0] == sizes[3] == 390
    assert sizes[1] == sizes[2]
    box = await page.locator(".entry").bounding_box()
    assert box["y"] + box["height"] <= 844


async def test_the_newest_message_stays_in_sight_unless_one_reads_further_up(open_page):
    page = await open_page("?person=ruth_reads", height=500)
    for i in range(8):
        await say(page, f"line {i}")
        await expect(last(page, "bot").locator(".text")).to_have_text(f"line {i}")
    await expect(last(page, "bot")).to_be_in_viewport(ratio=0.9)
    other = await open_page("?person=ruth_reads", height=500)
    await page.locator(".transcript").evaluate("scroll => { scroll.scrollTop = 0 }")
    await expect(last(page, "bot")).not_to_be_in_viewport()
    await say(other, "from elsewhere")
    await expect(last(page, "bot")).to_contain_text("from elsewhere")
    await expect(last(page, "bot")).not_to_be_in_viewport()


async def test_a_reload_shows_the_same_chat_as_the_same_person(open_page):
    page = await open_page("?chat=group&person=aheng")
    await say(page, "重开一次")
    await expect(last(page, "own")).to_contain_text("重开一次")
    await page.reload()
    await expect(last(page, "own")).to_contain_text("重开一次")
    await expect(page.locator("[data-person=aheng]")).to_have_attribute("aria-checked", "true")


async def test_dark_follows_the_system(open_page):
    page = await open_page(color_scheme="dark")
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(25, 24, 22)"
