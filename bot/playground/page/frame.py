"""The page's fixed parts: list of chats, head, log, composer. They are laid out once and only relabelled later."""

from __future__ import annotations

import json
from html import escape

from nicegui import ui

from bot.playground.model import CallbackAnswer, Chat, Command, Keyboard, User
from bot.playground.page.bubble import avatar, crowd
from bot.playground.page.words import Words
from bot.playground.world import World

_HEAD = """
<link rel="stylesheet" href="/playground/static/page.css">
<meta name="theme-color" content="#f4efe4" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#191816" media="(prefers-color-scheme: dark)">
<meta name="color-scheme" content="light dark">
<script>
  window.shihuaWaiting = [];
  window.whenShihua = (act) => (window.shihua ? act() : window.shihuaWaiting.push(act));
</script>
<script src="/playground/static/page.js" defer></script>
"""
_COMPOSER = """
<div id="commands" class="commands" role="listbox" hidden></div>
<div class="entry">
  <button type="button" id="menu" class="round">☰</button>
  <button type="button" id="attach" class="round"><svg viewBox="0 0 24 24" aria-hidden="true"><path
    d="M8 12.5v-5a4 4 0 0 1 8 0v8.5a2.5 2.5 0 0 1-5 0V8.5"/></svg></button>
  <textarea id="entry" rows="1" maxlength="4096" role="combobox" aria-expanded="false" aria-controls="commands"
    aria-autocomplete="list" autocomplete="off" enterkeyhint="send"></textarea>
  <button type="button" id="send" class="round send"><svg viewBox="0 0 24 24" aria-hidden="true"><path
    d="M5 12h13M12.5 6l6 6-6 6"/></svg></button>
</div>
"""
_LIGHTBOX = '<dialog id="lightbox"><button type="button" id="lightbox-close">×</button><img alt=""></dialog>'


class Frame:
    """The elements that a view fills."""

    def __init__(self, world: World) -> None:
        self._world = world
        ui.add_head_html(_HEAD)
        ui.colors(primary="#a23b2c")
        ui.query(".nicegui-content").classes("page")
        self.previews: list[ui.label] = []
        with ui.element("div").classes("app"):
            with ui.element("aside").classes("side"):
                self._side()
            with ui.element("main").classes("room"):
                self._head = ui.html("", sanitize=False, tag="header").classes("head")
                with ui.element("div").classes("transcript"):
                    self.welcome = ui.html("", sanitize=False, tag="section").classes("welcome")
                    self.log = ui.element("section").classes("log").props("role=log aria-live=polite tabindex=0")
                    self.draft = ui.html("", sanitize=False).classes("draft")
                with ui.element("footer").classes("foot"):
                    self._keyboard = ui.html("", sanitize=False).classes("keyboard")
                    self.attached = ui.html("", sanitize=False).classes("attached")
                    self._reply = ui.html("", sanitize=False).classes("replying")
                    ui.html(_COMPOSER, sanitize=False).classes("composer")
        ui.html(_LIGHTBOX, sanitize=False)

    def _side(self) -> None:
        ui.html(f"{avatar(self._world.bot)}<h1>诗画</h1>", sanitize=False).classes("brand")
        with ui.element("nav").classes("chats") as self._chats:
            self._chat_buttons = [self._chat_button(kind) for kind in ("private", "group")]
        with ui.element("div").classes("people").props("role=radiogroup") as self._people:
            self._people_title = ui.label().classes("title")
            self._person_buttons = [self._person_button(person) for person in self._world.people]

    def _chat_button(self, kind: str) -> ui.element:
        title = self._world.bot.first_name if kind == "private" else self._world.group.title
        face = avatar(self._world.bot) if kind == "private" else crowd()
        with ui.element("button").props(f"type=button data-chat={kind}") as button:
            ui.html(face, sanitize=False)
            with ui.element("span").classes("about"):
                ui.label(title).classes("title")
                self.previews.append(ui.label().classes("preview"))
        return button

    def _person_button(self, person: User) -> ui.element:
        with ui.element("button").props(f'type=button role=radio data-person="{person.username}"') as button:
            button.props["aria-label"] = button.props["title"] = person.first_name
            ui.html(avatar(person), sanitize=False)
            ui.label(person.first_name).classes("title")
        return button

    def label(self, person: User, chat: Chat, words: Words, *, in_group: bool) -> None:
        """Names everything for a speaker and a chat."""
        for button, chosen in zip(self._chat_buttons, (not in_group, in_group), strict=True):
            button.props["aria-current"] = "true" if chosen else "false"
            button.update()
        for button, user in zip(self._person_buttons, self._world.people, strict=True):
            button.props["aria-checked"] = "true" if user == person else "false"
            button.update()
        self._chats.props["aria-label"] = words.chats
        self._chats.update()
        self._people.props["aria-label"] = words.speak_as
        self._people.update()
        self._people_title.set_text(words.speak_as)
        self.log.props["aria-label"] = chat.title if in_group else self._world.bot.first_name
        self.log.update()
        labels = {"menu": words.menu, "attach": words.attach, "send": words.send, "lightbox-close": words.close}
        self.run(f"shihua.label({json.dumps(labels)}, {json.dumps(words.placeholder)}, '{words.language}')")

    def mark_unread(self, *, group: bool, unread: bool) -> None:
        """A dot on a chat where something new was said."""
        button = self._chat_buttons[1 if group else 0]
        button.classes(add="unread" if unread else "", remove="" if unread else "unread")

    def show_head(self, chat: Chat, status: str, *, busy: bool) -> None:
        """The head of the chat: its name, and what goes on there."""
        face = avatar(self._world.bot) if chat.is_private else crowd()
        title = self._world.bot.first_name if chat.is_private else chat.title
        state = "busy" if busy else ""
        self._head.set_content(
            f'{face}<div><h2>{escape(title)}</h2><p class="{state}" role="status">{escape(status)}</p></div>'
        )

    def show_reply(self, name: str, text: str) -> None:
        """The bar above the composer that says what is replied to; empty texts hide it."""
        bar = (
            f"<div><b>{escape(name)}</b><span>{escape(text)}</span></div>"
            '<button type="button" data-cancel="reply" aria-label="×">×</button>'
        )
        self._reply.set_content(bar if name else "")

    def show_keyboard(self, keyboard: Keyboard | None) -> None:
        """A reply keyboard: its buttons say their own text."""
        rows = () if keyboard is None else keyboard.rows
        html = "".join(
            '<div class="row">'
            + "".join(f'<button type="button" data-say="{escape(b.text)}">{escape(b.text)}</button>' for b in row)
            + "</div>"
            for row in rows
        )
        self._keyboard.set_content(html)

    def offer_commands(self, commands: tuple[Command, ...]) -> None:
        """The command menu, and what "/" completes to."""
        self.run(f"shihua.commands({json.dumps([[c.command, c.description] for c in commands])})")

    def tell(self, answer: CallbackAnswer, words: Words) -> None:
        """What the bot answers to a pressed button: a toast or a dialog."""
        if answer.alert:
            with ui.dialog().props("persistent=false") as dialog, ui.card().classes("alert"):
                ui.label(answer.text)
                with ui.element("button").props("type=button autofocus").classes("press").on("click", dialog.close):
                    ui.label(words.close)
            dialog.on("hide", dialog.delete)
            dialog.open()
        elif answer.text:
            ui.notify(answer.text, position="top", classes="toast")

    def run(self, code: str) -> None:
        """Runs a line of page.js in the browser, once it is there."""
        ui.run_javascript(f"whenShihua(() => {code})")
