"""The durable queue between a chat and the engines.

    jobs = Jobs(store, engines, sender, texts=texts, makers={Kind.POEM: PoemMaker(...)})
    await jobs.start(bot_id)                       # takes up what a restart left
    job = await jobs.submit(NewJob(...))           # the row is written when this returns; None for a repeated message
    cancelled = await jobs.cancel(chat_id, person_id)

A row goes queued -> running -> done | failed | cancelled. The result is stored before it is sent, so that a crash
between the two sends it again without writing it again, and the row is done only once Telegram accepted the message.
What remains: a process killed between Telegram's acceptance and the commit that notes it, a few milliseconds, answers
twice. Telegram has no way to send a message at most once, and an answer too many is better than none.

A lease names the run of the bot that holds a row. Telegram lets one process poll for a bot, so the newest run takes
over all unfinished rows; an older one that is still busy then finds its lease gone and keeps quiet.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from contextlib import aclosing
from typing import Any, cast

from telegram.error import BadRequest, NetworkError, TelegramError

from bot.asking import Misread
from bot.company import Company
from bot.content import Content
from bot.lanes import Queue
from bot.making import Maker
from bot.records import Job, Kind, NewJob, Status
from bot.sender import Sender, Unreachable
from bot.store import Store
from bot.texts import Texts
from engines.requests import EngineError, Engines, Event, Progress, Request, Result

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 2
PAUSE_AFTER_FAILED_SENDING = 60.0  # seconds; the sender itself has tried for minutes by then
DOUBLE_PRESS = 2.0  # seconds within which a second press of a button is a slip of the finger


class Jobs:
    """Runs jobs of every kind that has a maker, each in its maker's lane."""

    def __init__(
        self, store: Store, engines: Engines, sender: Sender, *, texts: Texts, makers: Mapping[Kind, Maker]
    ) -> None:
        self._store = store
        self._engines = engines
        self._sender = sender
        self._texts = texts
        self._makers = makers
        self._queues = {maker.lane.name: Queue(maker.lane) for maker in makers.values()}
        self._holder = uuid.uuid4().hex
        self._bot_id = 0
        self._waiting: dict[int, Job] = {}  # queued here
        self._asking: dict[int, asyncio.Task[Sequence[Result]]] = {}  # with the engines
        self._enough: dict[int, asyncio.Event] = {}  # with the engines: set, the best so far will do
        self._running: dict[int, asyncio.Task[None]] = {}  # from begun to delivered
        self._company = Company(store, sender, makers, self._place)
        self._withdrawing: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self, bot_id: int) -> None:
        """Takes up every job of this bot that still owes an answer."""
        self._bot_id = bot_id
        for job in await self._store.unfinished(bot_id):
            held = await self._store.take_over(job.id, self._holder)
            if held is None:
                continue
            if held.status is Status.RUNNING and not held.written:
                if held.attempts >= MOST_ATTEMPTS:
                    sentence = self._say(held, "job-interrupted")
                    held = await self._store.keep_outcome(held.id, self._holder, error=sentence)
                else:
                    held = await self._store.requeue(held.id, self._holder)
            if held is not None:
                self._accept(held)

    async def stop(self, grace: float = 5.0) -> None:
        """Lets answers that are on their way go out for `grace` seconds; the rest stays in the store for later."""
        self._stopping = True
        self._waiting.clear()
        for queue in self._queues.values():
            queue.clear()
        for asking in self._asking.values():
            asking.cancel()
        await _end([*self._running.values(), *self._withdrawing], grace)
        await self._company.stop()
        await self._store.release(self._bot_id, self._holder)

    async def submit(self, new: NewJob) -> Job | None:
        """Writes the job down and queues it; None when its source has asked before."""
        job = await self._store.add_job(new)
        if job is not None:
            self._accept(job)
        return job

    async def press(self, new: NewJob, now: float) -> Job | None:
        """As `submit`, for a button; None also for a slip of the finger and while the last press is being answered."""
        return None if await self.is_repeated(new, now) else await self.submit(new)

    async def is_repeated(self, new: NewJob, now: float) -> bool:
        """Whether a press says what the same person's last one said that is being answered or was just now."""
        return await self._store.pressed_lately(new, now - DOUBLE_PRESS)

    async def cancel(self, chat_id: int, person_id: int, job_id: int | None = None) -> list[Job]:
        """Cancels what a person waits for in a chat, or one of it, and returns it; what is made comes all the same."""
        cancelled = await self._store.cancel(self._bot_id, chat_id, person_id, job_id)
        for job in cancelled:
            if self._queue(job).drop(job.id):
                task = asyncio.create_task(self._withdraw(self._waiting.pop(job.id)))
                self._withdrawing.add(task)
                task.add_done_callback(self._withdrawing.discard)
            elif job.id in self._asking:
                self._asking[job.id].cancel()
        return cancelled

    def finish_early(self, job: Job, person_id: int) -> bool:
        """Takes the best so far of a person's own job as its answer; whether it is with the engines, who have one.

        Work that has no best so far goes on to its end. After a restart the job is made anew, whole, and answered once.
        """
        if job.person_id != person_id or job.id not in self._enough:
            return False
        self._enough[job.id].set()
        return True

    def _queue(self, job: Job) -> Queue:
        return self._queues[self._makers[job.kind].lane.name]

    def _accept(self, job: Job) -> None:
        """Queues a job that is in the store."""
        self._waiting[job.id] = job
        self._company.begin(job)
        self._queue(job).add(job)
        self._fill(self._queue(job))

    def _fill(self, queue: Queue) -> None:
        """Begins what may begin."""
        while not self._stopping and (job_id := queue.next_id()) is not None:
            self._begin(self._waiting.pop(job_id))

    def _begin(self, job: Job) -> None:
        queue = self._queue(job)
        queue.begin(job)
        task = self._running[job.id] = asyncio.create_task(self._run(job))

        def ended(task: asyncio.Task[None]) -> None:
            if not task.cancelled() and (error := task.exception()) is not None:
                log.error("job %s is left to the next start", job.id, exc_info=error)
            del self._running[job.id]
            queue.end(job)
            self._fill(queue)

        task.add_done_callback(ended)

    async def _run(self, job: Job) -> None:
        """Makes and delivers. What is made no longer counts against the lane."""
        written = await self._write(job)
        queue = self._queue(job)
        if written is not None and written.status is Status.QUEUED:
            self._waiting[job.id] = written
            queue.add(job, first=True)
            return
        queue.written(job)
        self._fill(queue)
        if written is None and self._stopping:
            return
        content = None if written is None else await self._answer(written)
        notice_id = await self._company.end(job)
        if written is not None and content is not None:
            await self._deliver(written, content)
        await self._company.remove_notice(job, notice_id)

    async def _write(self, job: Job) -> Job | None:
        """The job with its result or error stored; queued for another attempt; None when it is ours no more."""
        if job.written:
            return job
        held = await self._store.lease(job.id, self._holder)
        if held is None:
            return None
        self._enough[job.id] = asyncio.Event()
        asking = self._asking[job.id] = asyncio.create_task(self._ask_engines(held))
        try:
            result = await self._makers[held.kind].keep(held, await asking)
        except asyncio.CancelledError:
            if asking.cancelled() and not _cancelling():
                return None
            asking.cancel()
            raise
        except EngineError as error:
            if error.retry and held.attempts < MOST_ATTEMPTS:
                log.warning("job %s is tried again: %s", held.id, error)
                return await self._store.requeue(held.id, self._holder)
            log.info("job %s: %s", held.id, error)
            sentence = self._makers[held.kind].explain(held, error)
            return await self._store.keep_outcome(held.id, self._holder, error=sentence)
        except Misread as misread:
            sentence = self._texts.say(held.language, misread.key, **misread.arguments)
            return await self._store.keep_outcome(held.id, self._holder, error=sentence)
        except Exception:
            log.exception("job %s failed", held.id)
            sentence = self._say(held, "job-failed")
            return await self._store.keep_outcome(held.id, self._holder, error=sentence)
        finally:
            del self._asking[job.id], self._enough[job.id]
        return await self._store.keep_outcome(held.id, self._holder, result=result)

    async def _ask_engines(self, job: Job) -> Sequence[Result]:
        """What the engines make of all requests of a job, one result each, in their order."""
        maker = self._makers[job.kind]
        results: list[Result] = []
        requests = await maker.requests(job)
        while requests:
            results += await self._ask_together(job, requests)
            requests = await maker.more(job, results)
        return results

    async def _ask_together(self, job: Job, requests: Sequence[Request]) -> Sequence[Result]:
        try:
            async with asyncio.TaskGroup() as group:
                asked = [group.create_task(self._ask(job, request)) for request in requests]
        except ExceptionGroup as several:
            raise several.exceptions[0] from None  # one sentence is enough for the person
        return [task.result() for task in asked]

    async def _ask(self, job: Job, request: Request) -> Result:
        maker = self._makers[job.kind]
        events = self._engines.run(request, time_limit=maker.lane.time_limit, enough=self._enough[job.id])
        async with aclosing(cast(AsyncGenerator[Event, None], events)) as running:
            async for event in running:
                if not isinstance(event, Progress):
                    return event
                if (preview := await maker.preview(job, event)) is not None:
                    self._company.show(job, preview)
        raise RuntimeError("the engines ended without a result")

    async def _deliver(self, job: Job, content: Content) -> None:
        status = Status.FAILED if job.result is None else Status.DONE
        message_id = None
        try:
            message_id = await self._send(job, content)
        except Unreachable as reason:
            log.info("job %s: nobody to answer in chat %s: %s", job.id, job.chat_id, reason)
        except TelegramError:
            log.exception("job %s could not be answered", job.id)
            status = Status.FAILED
        await self._store.finish(job.id, self._holder, status, message_id)

    async def _send(self, job: Job, content: Content) -> int:
        """Sends the answer, however long Telegram is away; its message id."""
        while True:
            job = await self._store.job(job.bot, job.id) or job  # its group may have become a supergroup
            try:
                return await self._sender.send(job.chat_id, content, reply_to=job.reply_to, thread_id=job.thread_id)
            except BadRequest:
                raise
            except NetworkError as error:
                log.warning("job %s waits for Telegram: %s", job.id, error)
                await asyncio.sleep(PAUSE_AFTER_FAILED_SENDING)

    async def _answer(self, job: Job) -> Content:
        if job.result is None:
            return Content(job.error or self._say(job, "job-failed"))
        try:
            return await self._makers[job.kind].present(job)
        except Exception:
            log.exception("the result of job %s can't be shown", job.id)
            return Content(self._say(job, "job-failed"))

    def _say(self, job: Job, key: str) -> str:
        """A sentence about a job in its person's language; there is one for each noun."""
        example = self._texts.say(job.language, "picture-example", kind=job.kind)
        return self._texts.say(job.language, f"{key}-{self._makers[job.kind].noun}", example=example)

    def _place(self, job: Job) -> int | None:
        """How many jobs are before this one; None once it is with the engines."""
        if job.id not in self._waiting:
            return None
        return self._queue(job).before(job.id, self._engines.waiting(self._makers[job.kind].example))

    async def _withdraw(self, job: Job) -> None:
        """After a cancel: nothing of the job stays in the chat."""
        await self._company.remove_notice(job, await self._company.end(job))


def _cancelling() -> bool:
    """Whether the current task itself was told to end, rather than one it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def _end(tasks: Collection[asyncio.Task[Any]], grace: float) -> None:
    """Waits for tasks and, after `grace` seconds, cancels them."""
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
