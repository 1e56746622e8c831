"""How the jobs of a kind are made: from the row to the engines' requests, and from their results to a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from telegram.constants import ChatAction

from bot.content import Content
from bot.lanes import Lane
from bot.records import Job
from engines.requests import EngineError, Progress, Request, Result


class Maker(Protocol):
    """What `bot.jobs.Jobs` needs to know of a kind of job.

    noun: "poem" or "picture", the end of the keys of the sentences about it. action: what the bot is seen doing
    meanwhile. watched: whether the notice is where the work can be watched and ended. example: any request of the kind,
    to ask the engines how many wait.
    """

    lane: Lane
    noun: str
    action: ChatAction
    watched: bool
    example: Request

    async def requests(self, job: Job) -> Sequence[Request]:
        """What the engines are asked first, all of it at once. Raises Misread or EngineError with what to say."""

    async def more(self, job: Job, results: Sequence[Result]) -> Sequence[Request]:
        """What the engines are asked next, once they have answered so far with `results`; as a rule nothing."""

    async def keep(self, job: Job, results: Sequence[Result]) -> str:
        """Stores the results, one a request in their order; JSON for the job's row."""

    def explain(self, job: Job, error: EngineError) -> str:
        """What the engines refused, as HTML, in the person's language."""

    async def present(self, job: Job) -> Content:
        """The answer to a job with a result."""

    async def notice(self, job: Job, before: int | None) -> Content:
        """What a person is told who waits: how many are before the job, or that it is being made (0 or None)."""

    async def preview(self, job: Job, progress: Progress) -> Content | None:
        """What the notice becomes when the engines report progress; None leaves it as it is."""
