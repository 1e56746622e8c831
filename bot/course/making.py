"""How poems by the course's network are made (bot/making.py), and comparisons of its stages with ours."""

from __future__ import annotations

import html
import secrets
from collections.abc import Sequence
from dataclasses import replace

from bot.asking import CLASSIC_EXAMPLES, COURSE_LINE
from bot.content import Content
from bot.course.comparison import comparison_message
from bot.course.verse import classic_message
from bot.lanes import Lane
from bot.records import Job, Kind
from bot.texts import Texts
from bot.writing import WritingMaker
from engines.requests import ClassicRequest, ClassicResult, Comparison, EngineError, Request, Result

# The first poem of a stage waits until that is loaded: a second, but all three stages took 20 on two cores that were
# training other networks meanwhile.
PATIENCE = 3


class ClassicMaker(WritingMaker):
    """One poem."""

    example: Request = ClassicRequest()

    def __init__(self, texts: Texts, lane: Lane) -> None:
        super().__init__(texts, replace(lane, time_limit=PATIENCE * lane.time_limit))

    async def requests(self, job: Job) -> Sequence[Request]:
        """As `Maker.requests`: one poem."""
        return (ClassicRequest.from_json(job.request),)

    async def keep(self, job: Job, results: Sequence[Result]) -> str:
        """As `Maker.keep`."""
        (result,) = results
        assert isinstance(result, ClassicResult)
        return result.to_json()

    def explain(self, job: Job, error: EngineError) -> str:
        """As `Maker.explain`: what this network refuses it says with an example of its own."""
        return html.escape(self._texts.relay(job.language, error), quote=False)

    async def present(self, job: Job) -> Content:
        """As `Maker.present`."""
        result = written_by_course(job)
        assert result is not None
        return classic_message(job.id, ClassicRequest.from_json(job.request), result, job.language, self._texts)


class StagesMaker(ClassicMaker):
    """Twelve poems, asked for together so that they are written in one batch."""

    async def requests(self, job: Job) -> Sequence[Request]:
        """As `Maker.requests`; with another seed when it is tried again, since with the same it would fail again."""
        beginning = ClassicRequest.from_json(job.request)
        if job.attempts > 1:
            beginning = replace(beginning, seed=secrets.randbelow(2**31))
        return Comparison.requests(beginning)

    def explain(self, job: Job, error: EngineError) -> str:
        """As `Maker.explain`; our network's refusals have no example, those of the course's have one."""
        if COURSE_LINE in error.zh:
            return super().explain(job, error)
        sentence = self._texts.relay(job.language, error)
        return self._texts.say(job.language, "engine-error-poem", sentence=sentence, example=CLASSIC_EXAMPLES["stages"])

    async def keep(self, job: Job, results: Sequence[Result]) -> str:
        """As `Maker.keep`."""
        return Comparison.of(results).to_json()

    async def present(self, job: Job) -> Content:
        """As `Maker.present`."""
        assert job.result is not None
        beginning, found = ClassicRequest.from_json(job.request), Comparison.from_json(job.result)
        return comparison_message(job.id, beginning, found, job.language, self._texts)


def written_by_course(job: Job) -> ClassicResult | None:
    """The poem that a job had the course's network write, if it did."""
    return None if job.result is None or job.kind is not Kind.CLASSIC else ClassicResult.from_json(job.result)
