"""One browser's view of the pretend Telegram: which chat it shows, as whom, and how events change it in place."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from html import escape

from nicegui import ui
from nicegui.events import GenericEventArguments

from bot.playground.events import Acting, Answered, ChatChanged, Deleted, Drafted, Edited, Event, ProfileChanged, Sent
from bot.playground.files import PhotoError
from bot.playground.model import Chat, Message, User
from bot.playground.page.addressing import concerns
from bot.playground.page.attachments import Attachments
from bot.playground.page.bubble import avatar, bubble, classes, summary
from bot.playground.page.frame import Frame
from bot.playground.page.presence import Presence
from bot.playground.page.words import EXAMPLES, Words
from bot.playground.world import World

log = logging.getLogger(__name__)

RUN_SECONDS = 300  # a later message of the same sender shows who it is again
SHOWN = 200  # messages; older ones stay in the world, a browser has no use for thousands


class View:
    """The page of one browser.

    person: whom one speaks as; in_group: whether the group is shown, otherwise the person's private chat.
    """

    def __init__(self, world: World, person: User, *, in_group: bool) -> None:
        self.world = world
        self.person = person
        self.in_group = in_group
        self.reply_to: Message | None = None
        self._rows: dict[int, ui.html] = {}
        self._order: list[Message] = []
        self._client = ui.context.client

    @property
    def chat(self) -> Chat:
        """The chat that is shown."""
        return self.world.group if self.in_group else self.world.private_with(self.person)

    @property
    def words(self) -> Words:
        """The page's labels in the language of the person one speaks as."""
        return Words.of(self.person)

    def build(self) -> None:
        """Lays the page out and begins to follow the world."""
        self.frame = Frame(self.world)
        self.presence = Presence(self.frame)
        self.attachments = Attachments(self.frame, lambda: self.words)
        for name, handler in self._gestures().items():
            ui.on(f"shihua-{name}", handler)
        self.show()
        stop = self.world.listen(self._hear)
        self._client.on_delete(stop)
        self._client.on_delete(self.presence.stop)

    def show(self) -> None:
        """Draws the whole chat anew: after a change of chat or speaker, and at the beginning."""
        self.frame.label(self.person, self.chat, self.words, in_group=self.in_group)
        self.frame.mark_unread(group=self.in_group, unread=False)
        self.presence.show_in(self.chat, self.words)
        self.reply(None)
        self._rows.clear()
        self._order.clear()
        self.frame.log.clear()
        for message in self.world.transcript(self.chat)[-SHOWN:]:
            self._append(message)
        self._refresh_around()
        self.frame.offer_commands(self.world.menus.shown(self.chat, self.person.id, self.person.language_code))
        kind, who = ("group" if self.in_group else "private"), self.person.username
        self.frame.run(f"shihua.shown('{kind}', '{who}')")

    def reply(self, message: Message | None) -> None:
        """Chooses the message that the next one replies to."""
        self.reply_to = message
        name = "" if message is None else self.words.replying_to.format(message.sender.first_name)
        self.frame.show_reply(name, "" if message is None else summary(message, self.words))

    # --- what the person does

    def _gestures(self) -> dict[str, Callable[[GenericEventArguments], object]]:
        return {
            "say": self._say,
            "press": self._press,
            "reply": self._choose_reply,
            "chat": self._choose_chat,
            "person": self._choose_person,
            "drop": lambda _: self.attachments.clear(),
        }

    async def _say(self, event: GenericEventArguments) -> None:
        text, reply_to = str(event.args), self.reply_to
        self.reply(None)
        self.frame.run("shihua.toEnd()")
        if reply_to is not None and self.world.message(reply_to.chat, reply_to.id) is None:
            reply_to = None
        try:
            if self.attachments:
                await self.attachments.send(self.world, self.person, self.chat, caption=text, reply_to=reply_to)
            elif text.strip():
                await self.world.say(self.person, self.chat, text[:4096], reply_to)
        except PhotoError as refused:
            log.info("a file was refused: %s", refused.description)
            ui.notify(self.words.refusal(refused.fault), position="top")
            # Back to where it was, so that the person can change one thing and send it again.
            self.reply(reply_to)
            self.frame.run(f"shihua.giveBack({json.dumps(text)})")

    async def _press(self, event: GenericEventArguments) -> None:
        message = self._shown(event.args.get("message"))
        index = event.args.get("button")
        if message is None or not isinstance(index, int) or not 0 <= index < len(message.buttons):
            return
        button = message.buttons[index]
        if button.callback_data is not None:
            await self.world.press(self.person, message, button.callback_data)

    def _choose_reply(self, event: GenericEventArguments) -> None:
        message = self._shown(event.args)
        self.reply(message)
        if message is not None:
            self.frame.run("shihua.focus()")

    def _choose_chat(self, event: GenericEventArguments) -> None:
        self.in_group = event.args == "group"
        self.show()

    def _choose_person(self, event: GenericEventArguments) -> None:
        self.frame.mark_unread(group=False, unread=False)  # a dot was about the other person's chat
        self.person = next((p for p in self.world.people if p.username == event.args), self.person)
        self.show()

    def _shown(self, message_id: object) -> Message | None:
        return self.world.message(self.chat, message_id) if isinstance(message_id, int) else None

    # --- what happens in the world

    def _hear(self, event: Event) -> None:
        # A page that fails must not fail the bot's call, which is what brought the event here.
        try:
            with self._client:
                self._follow(event)
        except Exception:
            log.exception("the page could not show %s", type(event).__name__)

    def _follow(self, event: Event) -> None:
        match event:
            case Sent(message):
                self._sent(message)
            case Edited(message) if message.chat == self.chat and message.id in self._rows:
                self._draw(message)
                self.presence.settle()
            case Deleted(message) if message.chat == self.chat and message.id in self._rows:
                self._erase(message)
            case Acting(chat, action) if chat == self.chat:
                self.presence.act(action)
            case Drafted(chat, _, text) if chat == self.chat:
                self.presence.draft(text)
            case Answered(person_id, answer) if person_id == self.person.id:
                self.frame.run("shihua.answered()")
                self.frame.tell(answer, self.words)
            case ProfileChanged():
                menu = self.world.menus.shown(self.chat, self.person.id, self.person.language_code)
                self.frame.offer_commands(menu)
            case ChatChanged():
                self.show()
            case _:
                pass
        if isinstance(event, Sent | Edited | Deleted):
            self._refresh_around()

    def _sent(self, message: Message) -> None:
        if message.chat != self.chat:
            if message.chat in (self.world.group, self.world.private_with(self.person)):
                self.frame.mark_unread(group=not self.in_group, unread=True)
            return
        if message.from_bot:
            self.presence.settle()
        self._append(message)
        if message.keyboard is not None and message.keyboard.kind == "force_reply" and self._concerned(message):
            self.reply(message)

    def _append(self, message: Message) -> None:
        with self.frame.log:
            row = ui.html("", sanitize=False, tag="article")
        self._rows[message.id] = row
        self._order.append(message)
        self._group(len(self._order) - 1)
        self._draw(message)

    def _erase(self, message: Message) -> None:
        self._rows.pop(message.id).delete()
        index = next(i for i, m in enumerate(self._order) if m.id == message.id)
        del self._order[index]
        if index < len(self._order):
            self._group(index)

    def _group(self, index: int) -> None:
        """Sets a row's classes by what stands before it: a run of messages shows its sender once."""
        message = self._order[index]
        before = self._order[index - 1] if index else None
        grouped = before is not None and before.sender == message.sender and message.date - before.date < RUN_SECONDS
        self._rows[message.id].classes(replace=classes(message, self.person, grouped=grouped))

    def _draw(self, message: Message) -> None:
        self._rows[message.id].set_content(bubble(message, self._original(message), self.words))

    def _original(self, message: Message) -> Message | None:
        return None if message.reply_to is None else self.world.message(message.chat, message.reply_to)

    def _concerned(self, message: Message) -> bool:
        return concerns(message, self._original(message), self.person)

    def _refresh_around(self) -> None:
        """The parts that depend on all messages: previews in the list of chats, the empty state, the reply keyboard."""
        chats = (self.world.private_with(self.person), self.world.group)
        for chat, preview in zip(chats, self.frame.previews, strict=True):
            messages = self.world.transcript(chat)
            preview.set_text(summary(messages[-1] if messages else None, self.words))
        self.frame.welcome.set_content("" if self._order else self._welcome())
        keyboards = [
            m.keyboard
            for m in self._order
            if m.keyboard is not None and m.keyboard.kind != "inline" and self._concerned(m)
        ]
        self.frame.show_keyboard(keyboards[-1] if keyboards and keyboards[-1].kind == "reply" else None)

    def _welcome(self) -> str:
        examples = "".join(
            f'<button type="button" data-say="{escape(example)}">{escape(example)}</button>' for example in EXAMPLES
        )
        return (
            f"{avatar(self.world.bot)}<h2>{escape(self.words.welcome)}</h2>"
            f'<p>{escape(self.words.hint)}</p><div class="examples">{examples}</div>'
        )
