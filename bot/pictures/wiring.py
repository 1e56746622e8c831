"""Everything about pictures, wired: the makers that Jobs needs, and the families of commands that need Jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from telegram import Bot

from bot.aside import Aside
from bot.commands.albums import Albums
from bot.commands.invitations import Invitations, Patience
from bot.commands.spoken import AnyHandler
from bot.commands.style_buttons import StyleButtons
from bot.commands.styles import Styles
from bot.jobs import Jobs
from bot.lanes import Lane
from bot.making import Maker
from bot.pictures.asking import Gallery
from bot.pictures.canvas import Canvas
from bot.pictures.shelf import Shelf
from bot.pictures.sittings import AlbumParts, Sittings
from bot.pictures.studio import FineMaker, GalleryMaker, Photos, SheetMaker, StyleMaker
from bot.records import Kind
from bot.sender import Sender
from bot.settings import Settings
from bot.store import Store
from bot.texts import Texts
from bot.wording import Words
from engines.requests import Preset


@dataclass(frozen=True)
class Pictures:
    """What the commands about pictures have in common."""

    bot: Bot
    store: Store
    sender: Sender
    shelf: Shelf
    photos: Photos
    gallery: Gallery
    canvas: Canvas
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
        gallery = Gallery(presets)
        canvas = Canvas(texts, gallery)
        return cls(bot, store, sender, shelf, Photos(bot, shelf), gallery, canvas, texts, Aside(), patience, clock)

    def makers(self, settings: Settings) -> Mapping[Kind, Maker]:
        """A maker for each kind of picture. Refining has a lane of its own: it takes a minute, the others a second."""
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
        return {
            Kind.STYLE: StyleMaker(self.photos, self.shelf, canvas=self.canvas, texts=self.texts, lane=quick),
            Kind.FINE: FineMaker(self.photos, self.shelf, canvas=self.canvas, texts=self.texts, lane=fine),
            Kind.SHEET: SheetMaker(
                self.photos, self.shelf, canvas=self.canvas, texts=self.texts, lane=quick, gallery=self.gallery
            ),
            Kind.GALLERY: GalleryMaker(
                self.photos, self.shelf, canvas=self.canvas, texts=self.texts, lane=quick, gallery=self.gallery
            ),
        }

    def commands(self, words: Words, jobs: Jobs) -> PictureCommands:
        """The families of commands."""
        bot_id = self.bot.id
        invitations = Invitations(
            bot_id,
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
        styles = Styles(
            bot_id,
            words,
            jobs=jobs,
            sender=self.sender,
            invitations=invitations,
            photos=self.photos,
            gallery=self.gallery,
            canvas=self.canvas,
            texts=self.texts,
        )
        albums = Albums(
            self.bot,
            words,
            styles=styles,
            invitations=invitations,
            parts=AlbumParts(self.store.sessions),
            patience=self.patience,
        )
        buttons = StyleButtons(
            bot_id,
            styles=styles,
            invitations=invitations,
            jobs=jobs,
            sender=self.sender,
            store=self.store,
            shelf=self.shelf,
            gallery=self.gallery,
            canvas=self.canvas,
            texts=self.texts,
            aside=self.aside,
        )
        return PictureCommands(invitations, styles, albums, buttons, self.aside)


@dataclass(frozen=True)
class PictureCommands:
    """The families of commands about pictures."""

    invitations: Invitations
    styles: Styles
    albums: Albums
    buttons: StyleButtons
    aside: Aside

    def handlers(self) -> list[AnyHandler]:
        """Albums first: what belongs to one is no message of its own."""
        return [*self.albums.handlers(), *self.styles.handlers(), *self.buttons.handlers()]

    async def recover(self) -> None:
        """Goes on with what a restart interrupted."""
        await self.albums.recover()
        await self.invitations.recover()

    async def stop(self) -> None:
        """Ends what runs beside the handlers."""
        await self.albums.stop()
        await self.aside.stop()
