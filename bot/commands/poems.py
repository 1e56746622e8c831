"""/poem, /acrostic, /theme, their Chinese names, a bare line in a private chat, and the buttons under a poem."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler

from bot.asking import EXAMPLES, Misread, ask
from bot.commands.spoken import AnyHandler, Context, SaidHandler, Speaker, quoted, thread
from bot.content import Content
from bot.inbox import source_of
from bot.jobs import Jobs
from bot.pictures.inscribing import Inscribed
from bot.preferences import Preferences
from bot.presses import Press
from bot.records import Job, Kind, NewJob
from bot.sender import Sender
from bot.store import Store
from bot.texts import Texts
from bot.verse import Row, poem_message, rules_message, set_poem, spelled_rows, spelling_message
from bot.wording import Said, Words
from bot.writing import WritingMaker
from engines.requests import (
    ClassicRequest,
    EngineError,
    Language,
    PoemRequest,
    PoemResult,
    Request,
    Result,
)

_FAMILY = "poem"
KINDS = (Kind.POEM, Kind.INSCRIPTION)


class Poems:
    """Turns what people say and press into jobs, and finished jobs into messages.

    take_photo: asked first whether a poem is about a photo, and takes care of it then.
    """

    def __init__(
        self,
        bot_id: int,
        words: Words,
        *,
        jobs: Jobs,
        sender: Sender,
        store: Store,
        texts: Texts,
        preferences: Preferences,
        take_photo: Callable[[Update, Message, Said], Awaitable[bool]],
    ) -> None:
        self._bot_id = bot_id
        self._take_photo = take_photo
        self._words = words
        self._jobs = jobs
        self._sender = sender
        self._store = store
        self._texts = texts
        self._preferences = preferences
        self._speaker = Speaker(sender, texts, preferences)

    def handlers(self) -> list[AnyHandler]:
        """For messages and for buttons."""
        return [
            SaidHandler(EXAMPLES, self._words, self.write),
            CallbackQueryHandler(
                self._pressed, lambda data: isinstance(data, str) and Press.read(data, _FAMILY) is not None
            ),
        ]

    async def write(self, update: Update, message: Message, said: Said) -> None:
        """Queues the poem that was asked for, or says in one sentence what would work."""
        if await self._take_photo(update, message, said):
            return
        try:
            request = ask(said.command, said.argument)
        except Misread as misread:
            await self._speaker.answer(message, misread.key, **misread.arguments)
            return
        await self._jobs.submit(
            NewJob(
                bot=self._bot_id,
                source=source_of(update),
                chat_id=message.chat_id,
                person_id=message.from_user.id if message.from_user else message.chat_id,
                request=request.to_json(),
                language=await self._speaker.language_in(message),
                reply_to=quoted(message),
                thread_id=thread(message),
                kind=Kind.CLASSIC if isinstance(request, ClassicRequest) else Kind.POEM,
            )
        )

    async def _pressed(self, update: Update, context: Context) -> None:
        query = update.callback_query
        assert query is not None
        press = Press.read(query.data or "", _FAMILY)
        assert press is not None
        language = await self._preferences.language_of(query.from_user)
        job = await self._store.job(self._bot_id, press.job_id)
        chat_id = None if query.message is None else query.message.chat.id
        if job is None or job.result is None or job.chat_id != chat_id or job.kind not in KINDS:
            await self._sender.answer_press(query.id, self._texts.say(language, "press-gone"))
        elif press.action in _VIEWS:
            await self._sender.answer_press(query.id, "")
            # Aside, because an edit in a group may have to wait, and the chat's next message should not.
            context.application.create_task(self._show(query, press, job), update=update)
        else:
            await self._write_again(update, query, press, job)

    async def _show(self, query: CallbackQuery, press: Press, job: Job) -> None:
        """Shows the prosody of a poem, its spelling, or the poem alone."""
        assert query.message is not None
        content = _VIEWS[press.action](job, self._texts)
        await self._sender.edit(query.message.chat.id, query.message.message_id, content)

    async def _write_again(self, update: Update, query: CallbackQuery, press: Press, job: Job) -> None:
        assert query.message is not None
        language = await self._preferences.language_of(query.from_user)
        request = _another(job, press.action)
        if request is None:
            await self._sender.answer_press(query.id, self._texts.say(language, f"press-most-{press.action}"))
            return
        private = query.message.chat.type == ChatType.PRIVATE
        new = NewJob(
            bot=self._bot_id,
            source=source_of(update),
            chat_id=query.message.chat.id,
            person_id=query.from_user.id,
            request=request.to_json(),
            language=language,
            reply_to=None if private else query.message.message_id,
            thread_id=job.thread_id,
            pressed=press.data,
        )
        begun = await self._jobs.press(new, time.time())
        key = f"press-{press.action}" if begun is not None else "press-already"
        await self._sender.answer_press(query.id, self._texts.say(language, key))


class PoemMaker(WritingMaker):
    """How poems are made (bot/making.py)."""

    async def requests(self, job: Job) -> Sequence[Request]:
        """As `Maker.requests`: one poem."""
        return (PoemRequest.from_json(job.request),)

    async def keep(self, job: Job, results: Sequence[Result]) -> str:
        """As `Maker.keep`."""
        (result,) = results
        assert isinstance(result, PoemResult)
        return result.to_json()

    def explain(self, job: Job, error: EngineError) -> str:
        """As `Maker.explain`: the engines know no commands, so what would work is added here."""
        request = PoemRequest.from_json(job.request)
        command = "acrostic" if request.acrostic else "theme" if request.theme else "poem"
        sentence = self._texts.relay(job.language, error)
        return self._texts.say(job.language, "engine-error-poem", sentence=sentence, example=EXAMPLES[command])

    async def present(self, job: Job) -> Content:
        """As `Maker.present`."""
        return present(job, self._texts)


def present(job: Job, texts: Texts) -> Content:
    """A finished job as the message that answers it."""
    request, result, seen = _written(job)
    below = None if seen is None else seen.seen(job.language, texts)
    return poem_message(job.id, request, result, job.language, texts, below=below)


def present_rules(job: Job, texts: Texts) -> Content:
    """The same with the poem's prosody."""
    request, result, _ = _written(job)
    return rules_message(job.id, request, result, job.language, texts)


def present_spelling(job: Job, texts: Texts) -> Content:
    """The same with the poem's spelling."""
    request, result, _ = _written(job)
    return spelling_message(job.id, request, result, job.language, texts)


_VIEWS = {"rules": present_rules, "pinyin": present_spelling, "plain": present, "unspelled": present}


def _written(job: Job) -> tuple[PoemRequest, PoemResult, Inscribed | None]:
    """What was asked for and written, and what was seen before when the poem is on a photo."""
    if job.result is None:
        raise ValueError(f"job {job.id} has no result to show")
    if job.kind is Kind.INSCRIPTION:
        inscribed = Inscribed.from_json(job.result)
        return inscribed.request, inscribed.poem, inscribed
    return PoemRequest.from_json(job.request), PoemResult.from_json(job.result), None


def poem_of(job: Job, language: Language) -> PoemResult | None:
    """The poem that a job wrote, if it did, in a language's script."""
    if job.result is None or job.kind not in KINDS:
        return None
    request, result, _ = _written(job)
    return set_poem(request, result, language)


def set_and_spelled(job: Job, language: Language) -> list[Row]:
    """The lines of a poem that a job wrote, in a language's script, with their spelling."""
    request, result, _ = _written(job)
    return spelled_rows(request, result, language)


def _another(job: Job, action: str) -> PoemRequest | None:
    """The next request: the same once more, or one step bolder or tamer; None when there is no further step."""
    request, result, _ = _written(job)
    request = replace(request, seed=None)
    if action == "again":
        return request
    mode = request.mode.bolder if action == "open" else request.mode.tamer
    if mode is None:
        return None
    if request.random_line and result.fixed:
        # The one who wants the same bolder means the same beginning, not another random one.
        request = replace(request, random_line=False, first_line=result.lines[0])
    return replace(request, mode=mode)
