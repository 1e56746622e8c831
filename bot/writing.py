"""What making poems has in common, whichever network writes them (bot/making.py)."""

from __future__ import annotations

from collections.abc import Sequence

from telegram.constants import ChatAction

from bot.content import Content
from bot.lanes import Lane
from bot.records import Job
from bot.texts import Texts
from engines.requests import PoemRequest, Progress, Request, Result


class WritingMaker:
    """A kind of job that is asked for at once and has nothing to show before it is done."""

    noun = "poem"
    action = ChatAction.TYPING
    watched = False
    example: Request = PoemRequest()

    def __init__(self, texts: Texts, lane: Lane) -> None:
        self._texts = texts
        self.lane = lane

    async def more(self, job: Job, results: Sequence[Result]) -> Sequence[Request]:
        """As `Maker.more`: nothing."""
        return ()

    async def notice(self, job: Job, before: int | None) -> Content:
        """As `Maker.notice`."""
        if before:
            return Content(self._texts.say(job.language, "queue-place-poem", n=before))
        return Content(self._texts.say(job.language, "queue-soon-poem"))

    async def preview(self, job: Job, progress: Progress) -> Content | None:
        """As `Maker.preview`: there is nothing to see before a poem is chosen."""
        return None
