"""/stages, its Chinese names, and the buttons under what the course's network wrote; 经典 is read by bot.asking."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import CallbackQuery, Message, Update
from telegram.ext import CallbackQueryHandler

from bot.asking import Misread, ask_stages
from bot.commands.spoken import AnyHandler, Asker, Context, SaidHandler, Speaker
from bot.course.making import written_by_course
from bot.inbox import source_of
from bot.jobs import Jobs
from bot.preferences import Preferences
from bot.presses import Press
from bot.records import Job, Kind, NewJob
from bot.sender import Sender
from bot.store import Store
from bot.texts import Texts
from bot.wording import Said, Words
from engines.requests import ClassicRequest, PoemRequest, Stage
from engines.requests.comparison import as_ours

FAMILIES = {"classic": Kind.CLASSIC, "stages": Kind.STAGES}


@dataclass(frozen=True)
class _Next:
    """What a press leads to, and the key of what is said to it; no request: nothing, and why."""

    key: str
    kind: Kind = Kind.CLASSIC
    request: ClassicRequest | PoemRequest | None = None


class Classics:
    """Turns /stages and presses into jobs. Anyone in a chat may press what stands there."""

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
    ) -> None:
        self._bot_id = bot_id
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
            SaidHandler({"stages"}, self._words, self._stages),
            CallbackQueryHandler(self._pressed, lambda data: isinstance(data, str) and _read(data) is not None),
        ]

    async def _stages(self, update: Update, message: Message, said: Said) -> None:
        try:
            beginning = ask_stages(said.argument)
        except Misread as misread:
            await self._speaker.answer(message, misread.key, **misread.arguments)
            return
        asker = Asker.of(message, source_of(update), await self._speaker.language_in(message))
        await self._jobs.submit(self._new_job(asker, _seeded(beginning), Kind.STAGES))

    async def _pressed(self, update: Update, _context: Context) -> None:
        query = update.callback_query
        assert query is not None
        press = _read(query.data or "")
        assert press is not None
        job = await self._store.job(self._bot_id, press.job_id)
        if (
            query.message is None
            or job is None
            or job.result is None
            or job.chat_id != query.message.chat.id
            or job.kind is not FAMILIES[press.family]
        ):
            await self._answer(query, "press-gone")
            return
        following = _following(job, press)
        if following.request is None:
            await self._answer(query, following.key)
            return
        language = await self._preferences.language_of(query.from_user)
        asker = Asker.pressing(query, query.message, source_of(update), language)
        begun = await self._jobs.press(self._new_job(asker, following.request, following.kind), time.time())
        await self._answer(query, following.key if begun is not None else "press-already", press.value)

    async def _answer(self, query: CallbackQuery, key: str, stage: str = "") -> None:
        language = await self._preferences.language_of(query.from_user)
        names = {"name": self._texts.say(language, f"stage-{stage}")} if stage else {}
        await self._sender.answer_press(query.id, self._texts.say(language, key, **names))

    def _new_job(self, asker: Asker, request: ClassicRequest | PoemRequest, kind: Kind) -> NewJob:
        return NewJob(
            bot=self._bot_id,
            source=asker.source,
            chat_id=asker.chat_id,
            person_id=asker.person_id,
            request=request.to_json(),
            language=asker.language,
            reply_to=asker.reply_to,
            thread_id=asker.thread_id,
            pressed=asker.pressed,
            kind=kind,
        )


def _read(data: str) -> Press | None:
    """The press that `data` writes down, of either family; None for any other callback_data."""
    presses = (Press.read(data, family) for family in FAMILIES)
    press = next((press for press in presses if press is not None), None)
    known: Sequence[str] = list(Stage)
    return None if press is None or (press.value and press.value not in known) else press


def _following(job: Job, press: Press) -> _Next:
    """What the button asks for next; a poem from a random line keeps that line unless the same is wanted once more."""
    request = replace(ClassicRequest.from_json(job.request), seed=None)
    if job.kind is Kind.STAGES:
        return _Next("press-stages-again", Kind.STAGES, _seeded(request))
    if press.action == "again":
        return _Next("press-again", request=request)
    result = written_by_course(job)
    if request.random_line and result is not None:
        request = replace(request, random_line=False, first_line=result.lines[0])
    if press.action == "ours":
        return _Next("press-ours", Kind.POEM, as_ours(request))
    if press.action == "stages":
        return _Next("press-stages", Kind.STAGES, _seeded(request))
    if press.action == "stage":
        stage = Stage(press.value)
        return (
            _Next("press-same")
            if stage is request.stage
            else _Next("press-stage", request=replace(request, stage=stage))
        )
    mode = request.mode.bolder if press.action == "open" else request.mode.tamer
    if mode is None:
        return _Next(f"press-most-{press.action}")
    return _Next(f"press-{press.action}", request=replace(request, mode=mode))


def _seeded(beginning: ClassicRequest) -> ClassicRequest:
    """With one seed for all the poems of a comparison."""
    return replace(beginning, seed=secrets.randbelow(2**31))
