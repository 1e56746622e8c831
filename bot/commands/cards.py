"""/card and /seal, 诗笺 and 印章, the button under a poem, and the buttons under a card."""

from __future__ import annotations

from dataclasses import replace

from telegram import CallbackQuery, Message, Update

from bot.asking import Misread
from bot.attachments import Attachment, pick
from bot.cards.asking import CardWords, Named
from bot.cards.layout import Card, lay_out
from bot.cards.making import Mount, read_look
from bot.cards.seals import Seals, read_name
from bot.cards.wish import CardWish
from bot.commands.poems import KINDS, poem_of
from bot.commands.pressing import Bench, Buttons
from bot.commands.spoken import AnyHandler, Asker, SaidHandler, Speaker, text_of
from bot.course.making import written_by_course
from bot.inbox import source_of
from bot.photos import BadPhoto
from bot.pictures.asking import Gallery
from bot.presses import Press
from bot.records import Job, Kind
from bot.wording import Said, Words, tidy
from engines.requests import Language
from engines.requests.words import WordFile


class Cards(Buttons):
    """Finds the poem that is meant, and the photo that comes along, and makes a card of them."""

    family = "card"
    kinds = frozenset({Kind.CARD})

    def __init__(
        self, bench: Bench, words: Words, *, mount: Mount, seals: Seals, gallery: Gallery, unwanted: WordFile
    ) -> None:
        super().__init__(bench)
        self._unwanted = unwanted
        self._words = words
        self._mount = mount
        self._seals = seals
        self._gallery = gallery
        self._names = CardWords(bench.texts, gallery)
        self._speaker = Speaker(bench.sender, bench.texts, bench.preferences)

    def handlers(self) -> list[AnyHandler]:
        """For what is said and for presses. Ahead of the pictures' own: a card's photo is no photo to paint."""
        return [
            SaidHandler({"card"}, self._words, self._card),
            SaidHandler({"seal"}, self._words, self._seal),
            *super().handlers(),
        ]

    async def act(self, query: CallbackQuery, asker: Asker, press: Press) -> None:
        """As `Buttons.act`."""
        if press.action == "make":
            await self._make(query, asker, press)
            return
        job = await self._job(asker, press)
        wanted = read_look(press.value)
        if job is None or job.result is None or (wanted is None and press.action != "seal"):
            await self._answer(query, "press-card-gone")
        elif wanted is None:
            await self._answer(query, "press-card-seal", name=CardWish.from_json(job.request).seal)
        elif press.action == "file":
            await self._answer(query, "press-file")
            self._bench.aside.run(self._send(asker, job, *wanted))
        else:
            look, marked = wanted
            name = self._names.label(look, asker.language)
            await self._answer(query, "press-card-look", name=name, tones="marked" if marked else "plain")
            self._bench.aside.run(self._reprint(asker, job, *wanted))

    async def _reprint(self, asker: Asker, job: Job, look: str, marked: bool) -> None:
        content = await self._mount.printed(job, look, marked=marked)
        await self._bench.sender.edit(asker.chat_id, asker.message_id, content)

    async def _send(self, asker: Asker, job: Job, look: str, marked: bool) -> None:
        content = await self._mount.printed(job, look, marked=marked, as_file=True)
        await self._bench.sender.send(asker.chat_id, content, reply_to=asker.reply_to, thread_id=asker.thread_id)

    async def _make(self, query: CallbackQuery, asker: Asker, press: Press) -> None:
        """The button under a poem."""
        job = await self._bench.store.job(self._bench.bot_id, press.job_id)
        poem = None if job is None or job.chat_id != asker.chat_id else poem_of(job, asker.language)
        if poem is None:
            await self._answer(query, "press-gone")
            return
        try:
            begun = await self._submit(asker, CardWish.of(poem), query.from_user.first_name)
        except Misread as reason:
            await self._answer(query, f"press-{reason.key}")
            return
        await self._answer(query, "press-card-already" if begun is None else "press-card")

    async def _card(self, update: Update, message: Message, said: Said) -> None:
        asker = await self._bench.orders.asker(message, source_of(update))
        try:
            named = self._names.read(said.argument)
            written = CardWish.read(said.argument) if named is None else None
            if named is None and written is None:
                raise self._unknown(said.argument, asker.language)
            named = named or Named()
            wish, photo = await self._wish(asker, message, written)
            waiting = None
            if photo is None and message.reply_to_message is None:
                photo = waiting = await self._bench.orders.waiting_photo(asker)
            if photo is not None:
                wish = replace(wish, content=photo, style=named.style or self._usual_style)
            elif named.style is not None:
                raise self._unknown(said.argument, asker.language)
            _check(wish)
            await self._submit(asker, replace(wish, look=named.look or wish.look), _called(message))
            if waiting is not None:
                await self._bench.invitations.forget(asker.chat_id, asker.person_id)
        except (Misread, BadPhoto) as reason:
            await self._speaker.answer(message, reason.key, **reason.arguments)

    async def _seal(self, update: Update, message: Message, said: Said) -> None:
        """Keeps the name; said in answer to a card, the card is made anew with it."""
        asker = await self._bench.orders.asker(message, source_of(update))
        try:
            name = read_name(said.argument)
            await self._seals.keep(asker.person_id, name)
            card = await self._answered(asker, message)
            if card is not None and card.kind is Kind.CARD:
                await self._submit(asker, CardWish.from_json(card.request), _called(message))
            else:
                await self._speaker.answer(message, "seal-kept", name=name)
        except Misread as reason:
            await self._speaker.answer(message, reason.key, **reason.arguments)

    async def _submit(self, asker: Asker, wish: CardWish, called: str) -> Job | None:
        """Queues a card. Raises Misread for verse that has an unwanted word, down its heads perhaps."""
        if self._unwanted.current().found_in((wish.title or "", *wish.lines)) is not None:
            raise Misread("card-unwanted")
        seal = await self._seals.of(asker.person_id, asker.language, called)
        wish = replace(wish.in_script(asker.language), seal=seal)
        return await self._bench.orders.submit(asker, wish, Kind.CARD)

    async def _wish(
        self, asker: Asker, message: Message, written: CardWish | None
    ) -> tuple[CardWish, Attachment | None]:
        """The poem that is meant: written behind the command, answered, or the person's last one here; and the photo.

        Raises Misread when there is no poem, BadPhoto for a file that is no photo.
        """
        photo = pick(message)
        if written is not None:
            return written, photo
        replied = message.reply_to_message
        if replied is not None:
            job = await self._answered(asker, message)
            if job is not None and job.kind is Kind.CARD:
                return CardWish.from_json(job.request), photo
            if job is not None and (wish := _wish_of(job, asker.language)) is not None:
                return wish, photo
            if (verse := CardWish.read(tidy(text_of(replied)))) is not None:
                return verse, photo
            own = pick(replied)
            if own is None:
                raise Misread("card-no-verse")
            photo = photo or own
        kinds = (*KINDS, Kind.CLASSIC)
        last = await self._bench.store.latest(self._bench.bot_id, asker.chat_id, asker.person_id, kinds)
        if last is None:
            raise Misread("card-no-poem")
        if (wish := _wish_of(last, asker.language)) is None:
            raise Misread("card-no-verse")
        return wish, photo

    async def _answered(self, asker: Asker, message: Message) -> Job | None:
        """The job whose answer a message answers."""
        replied = message.reply_to_message
        if replied is None:
            return None
        return await self._bench.store.job_of_message(self._bench.bot_id, asker.chat_id, replied.message_id)

    def _unknown(self, words: str, language: Language) -> Misread:
        return Misread("card-words", word=words, looks=self._names.labels(language))

    @property
    def _usual_style(self) -> str | None:
        """What a photo is painted in unless a preset is named."""
        presets = self._gallery.presets
        return presets[0].name if presets else None


def _wish_of(job: Job, language: Language) -> CardWish | None:
    """A card of the poem that a job wrote; None for what has no lines, as the course's network may leave it."""
    if (poem := poem_of(job, language)) is not None:
        return CardWish.of(poem)
    classic = written_by_course(job)
    return CardWish(lines=classic.lines) if classic is not None and classic.well_formed else None


def _check(wish: CardWish) -> None:
    """Raises Misread for verse that no card has room for."""
    try:
        lay_out(Card(wish.lines, wish.title, wish.form, tones=wish.tones), on_picture=wish.content is not None)
    except ValueError as error:
        raise Misread("card-no-verse") from error


def _called(message: Message) -> str:
    return message.from_user.first_name if message.from_user else ""
