"""Everything about pictures, wired: the makers that Jobs needs, and the families of commands that need Jobs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from telegram import Bot, Message

from bot.aside import Aside
from bot.cards.making import CardMaker, Mount
from bot.cards.printer import Printer
from bot.cards.seals import Seals
from bot.cards.typeface import Faces
from bot.commands.albums import Albums
from bot.commands.cards import Cards
from bot.commands.invitations import Invitations, Patience
from bot.commands.orders import Orders
from bot.commands.photographs import Photographs
from bot.commands.pressing import Bench, Buttons
from bot.commands.spoken import AnyHandler, Speaker
from bot.commands.style_buttons import StyleButtons
from bot.commands.styles import Styles
from bot.commands.vision_buttons import DreamButtons, FoolButtons, PurposeButtons
from bot.commands.visions import Visions
from bot.jobs import Jobs
from bot.lanes import Lane
from bot.making import Maker
from bot.pictures.asking import Gallery
from bot.pictures.canvas import Canvas
from bot.pictures.dreaming import DreamCanvas, DreamMaker, FilmMaker
from bot.pictures.fetching import Photos
from bot.pictures.fooling import FoolCanvas, FoolMaker
from bot.pictures.inscribing import InscriptionMaker
from bot.pictures.lesson import LessonMaker
from bot.pictures.reading import Motifs
from bot.pictures.shelf import Shelf
from bot.pictures.sittings import AlbumParts, Sittings
from bot.pictures.studio import FineMaker, GalleryMaker, SheetMaker, StyleMaker
from bot.preferences import Preferences
from bot.records import Kind
from bot.sender import Sender
from bot.settings import Settings
from bot.store import Store
from bot.texts import Texts
from bot.wording import Words
from engines.requests import Motif, Preset
from engines.requests.words import WordFile


@dataclass(frozen=True)
class Pictures:
    """What the commands about pictures have in common."""

    bot: Bot
    store: Store
    preferences: Preferences
    sender: Sender
    shelf: Shelf
    photos: Photos
    gallery: Gallery
    canvas: Canvas
    motifs: Motifs
    dream_canvas: DreamCanvas
    fool_canvas: FoolCanvas
    mount: Mount
    texts: Texts
    aside: Aside
    patience: Patience
    clock: Callable[[], float]

    @classmethod
    def open(
        cls,
        settings: Settings,
        bot: Bot,
        *,
        store: Store,
        sender: Sender,
        texts: Texts,
        presets: Sequence[Preset],
        motifs: Sequence[Motif],
        patience: Patience,
        clock: Callable[[], float],
    ) -> Pictures:
        """The parts, made from the settings."""
        shelf = Shelf(
            store.sessions,
            settings.photos_folder,
            days=settings.photos_days,
            megabytes=settings.photos_megabytes,
            clock=clock,
        )
        photos = Photos(bot, shelf)
        gallery, themes = Gallery(presets), Motifs(motifs)
        printer = Printer(lambda: Faces.find(settings.fonts_folder))
        return cls(
            bot,
            store,
            Preferences(store.sessions, bot.id),
            sender,
            shelf,
            photos,
            gallery,
            Canvas(texts, gallery),
            themes,
            DreamCanvas(texts, themes),
            FoolCanvas(texts),
            Mount(photos, shelf, printer=printer, texts=texts),
            texts,
            Aside(),
            patience,
            clock,
        )

    def makers(self, settings: Settings) -> Mapping[Kind, Maker]:
        """A maker for each kind of picture. What takes a minute, refining and dreams, has a lane of its own."""
        quick = Lane(
            "image",
            settings.pictures_at_once,
            settings.pictures_at_once_in_a_chat,
            settings.picture_time_limit,
            settings.queue_notice_after,
        )
        fine = Lane(
            "fine image",
            settings.fine_pictures_at_once,
            settings.fine_pictures_at_once,
            settings.fine_picture_time_limit,
            notice_after=0.0,  # the notice is where the picture can be watched
        )
        cards = Lane(  # of their own: a card on paper takes a tenth of a second
            "card",
            settings.pictures_at_once,
            settings.pictures_at_once_in_a_chat,
            settings.picture_time_limit,
            settings.queue_notice_after,
        )
        photos, shelf, texts = self.photos, self.shelf, self.texts
        sheet = SheetMaker(photos, shelf, canvas=self.canvas, texts=texts, lane=quick, gallery=self.gallery)
        gallery = GalleryMaker(photos, shelf, canvas=self.canvas, texts=texts, lane=quick, gallery=self.gallery)
        lesson = LessonMaker(photos, shelf, canvas=self.dream_canvas, store=self.store, texts=texts, lane=quick)
        return {
            Kind.STYLE: StyleMaker(photos, shelf, canvas=self.canvas, texts=texts, lane=quick),
            Kind.FINE: FineMaker(photos, shelf, canvas=self.canvas, texts=texts, lane=fine),
            Kind.SHEET: sheet,
            Kind.GALLERY: gallery,
            Kind.DREAM: DreamMaker(photos, shelf, canvas=self.dream_canvas, texts=texts, lane=fine),
            Kind.FILM: FilmMaker(photos, shelf, canvas=self.dream_canvas, texts=texts, lane=fine),
            Kind.FOOL: FoolMaker(photos, shelf, canvas=self.fool_canvas, texts=texts, lane=quick),
            Kind.INSCRIPTION: InscriptionMaker(photos, shelf, texts=texts, lane=quick),
            Kind.CARD: CardMaker(self.mount, shelf, texts=texts, lane=cards),
            Kind.LIMITS: lesson,
        }

    def commands(
        self, words: Words, jobs: Jobs, unwanted: WordFile, declined: Callable[[Message], Awaitable[bool]]
    ) -> PictureCommands:
        """The families of commands. declined: as for Albums."""
        speaker = Speaker(self.sender, self.texts, self.preferences)
        invitations = Invitations(
            self.bot.id,
            sender=self.sender,
            sittings=Sittings(self.store.sessions),
            photos=self.photos,
            gallery=self.gallery,
            canvas=self.canvas,
            texts=self.texts,
            aside=self.aside,
            patience=self.patience,
            clock=self.clock,
        )
        orders = Orders(
            self.bot.id,
            jobs=jobs,
            invitations=invitations,
            photos=self.photos,
            gallery=self.gallery,
            motifs=self.motifs,
            speaker=speaker,
        )
        styles = Styles(words, orders=orders, invitations=invitations, gallery=self.gallery, speaker=speaker)
        visions = Visions(words, orders=orders, motifs=self.motifs)
        photographs = Photographs(
            words, orders=orders, invitations=invitations, styles=styles, visions=visions, speaker=speaker
        )
        albums = Albums(
            self.bot,
            words,
            orders=orders,
            photographs=photographs,
            invitations=invitations,
            parts=AlbumParts(self.store.sessions),
            patience=self.patience,
            declined=declined,
        )
        bench = Bench(
            self.bot.id,
            orders,
            invitations,
            jobs,
            self.sender,
            self.store,
            self.shelf,
            self.texts,
            self.aside,
            self.preferences,
        )
        buttons = (
            StyleButtons(bench, gallery=self.gallery, canvas=self.canvas),
            DreamButtons(bench, motifs=self.motifs, canvas=self.dream_canvas),
            FoolButtons(bench, canvas=self.fool_canvas),
            PurposeButtons(bench),
        )
        seals = Seals(self.store.sessions, self.bot.id, unwanted)
        cards = Cards(bench, words, mount=self.mount, seals=seals, gallery=self.gallery, unwanted=unwanted)
        return PictureCommands(cards, invitations, styles, visions, photographs, albums, buttons, self.aside)


@dataclass(frozen=True)
class PictureCommands:
    """The families of commands about pictures."""

    cards: Cards
    invitations: Invitations
    styles: Styles
    visions: Visions
    photographs: Photographs
    albums: Albums
    buttons: tuple[Buttons, ...]
    aside: Aside

    def handlers(self) -> list[AnyHandler]:
        """Of all families but the albums'; photos last, since their captions may be commands."""
        messages = [*self.cards.handlers(), *self.styles.handlers(), *self.visions.handlers()]
        return [*messages, *self.photographs.handlers(), *(h for family in self.buttons for h in family.handlers())]

    async def recover(self) -> None:
        """Goes on with what a restart interrupted."""
        await self.albums.recover()
        await self.invitations.recover()

    async def stop(self) -> None:
        """Ends what runs beside the handlers."""
        await self.albums.stop()
        await self.aside.stop()
