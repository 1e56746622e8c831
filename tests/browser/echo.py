"""The playground with a small stand-in for the bot, for tests of the page: `python -m tests.browser.echo`.

Prints the page's address. The stand-in answers /poem with a fixed poem and buttons, /slow with "typing…", /wait with a
notice that it takes back, /film with a film, /example with an example, /ask with a request to reply that concerns only
who said it, files with what they are, and everything else with its own text.
"""

import asyncio
import html
import io
import sys

import av
import httpx
from PIL import Image
from telegram import BotCommand, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.request import HTTPXRequest

from bot.playground.page import attach_page
from bot.playground.serve import serve
from bot.playground.server import create_app
from bot.playground.world import World

TOKEN = "7654321098:test"
POEM = "<b>《春雪》</b>\n山为斜好几，水是曲无多。\n一夜东风起，千林白玉柯。\n\n<i>五绝 · 五歌 · 正常 · 首句</i>"
RULES = "<pre>山为斜好几\u3000水是曲无多\n平平平仄仄\u3000仄仄仄平平</pre>\n<i>字下是平仄</i>"
MORE = "一灯听夜雨，万里入秋江。\n旧梦归何处，寒声满竹窗。"


def keyboard(last):
    def button(text, data):
        return InlineKeyboardButton(text, callback_data=data)

    return InlineKeyboardMarkup(
        [[button("再来一首", "again"), button(last, last)], [button("更开放", "alert"), button("更保守", "again")]]
    )


async def poem(update, context):
    await update.effective_message.reply_html(POEM, reply_markup=keyboard("格律"))


async def slow(update, context):
    await update.effective_chat.send_action("typing")


async def example(update, context):
    await update.effective_message.reply_html("例如：<code>/poem 月</code>")


async def ask(update, context):
    await update.effective_message.reply_text("请发照片", reply_markup=ForceReply(selective=True), do_quote=True)


async def wait(update, context):
    notice = await update.effective_message.reply_text("请稍候")
    await update.effective_message.reply_text("久等了")
    await notice.delete()


def short_film():
    """A red square that turns blue, as an MP4."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for step in range(10):
            picture = Image.new("RGB", (64, 48), (250 - 25 * step, 0, 25 * step))
            container.mux(stream.encode(av.VideoFrame.from_image(picture)))
        container.mux(stream.encode())
    return buffer.getvalue()


async def film(update, context):
    await update.effective_message.reply_animation(
        short_film(), duration=1, width=64, height=48, caption="梦", filename="dream.mp4"
    )


async def pressed(update, context):
    query = update.callback_query
    if query.data == "alert":
        await query.answer("<b>今天</b>写了五十首，明天再来", show_alert=True)
    elif query.data == "格律":
        await query.answer()
        await query.edit_message_text(RULES, parse_mode="HTML", reply_markup=keyboard("原诗"))
    else:
        await query.answer("又一首")
        await query.edit_message_text(MORE, reply_markup=keyboard("格律"))


async def echo(update, context):
    message = update.effective_message
    if message.photo or message.document:
        what = f"{message.photo[-1].width}×{message.photo[-1].height}" if message.photo else message.document.file_name
        await message.reply_html(f"收到 {html.escape(what)}")
    elif message.text:
        await message.reply_html(f"<b>{html.escape(message.text)}</b>", do_quote=True)


def application(app):
    def request():
        return HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(app)})

    builder = Application.builder().token(TOKEN).request(request()).get_updates_request(request())
    bot = builder.base_url("http://playground/bot").base_file_url("http://playground/file/bot").build()
    bot.add_handler(CommandHandler("poem", poem, filters.UpdateType.MESSAGE))
    bot.add_handler(CommandHandler("slow", slow))
    bot.add_handler(CommandHandler("example", example))
    bot.add_handler(CommandHandler("ask", ask))
    bot.add_handler(CommandHandler("wait", wait))
    bot.add_handler(CommandHandler("film", film))
    bot.add_handler(CallbackQueryHandler(pressed))
    bot.add_handler(MessageHandler(filters.UpdateType.MESSAGE, echo))
    return bot


def say_address(address):
    sys.stdout.write(address + "\n")
    sys.stdout.flush()


async def main():
    world = World()
    app = create_app(world, TOKEN)
    attach_page(app, world)
    bot = application(app)
    async with bot:
        await bot.bot.set_my_commands([BotCommand("poem", "写一首诗"), BotCommand("theme", "命题")], language_code="zh")
        await bot.bot.set_my_commands([BotCommand("poem", "write a poem"), BotCommand("theme", "a theme")])
        await bot.start()
        await bot.updater.start_polling(timeout=20)
        await serve(app, port=0, on_ready=say_address)


if __name__ == "__main__":
    asyncio.run(main())
