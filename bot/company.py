"""Company for those who wait: the bot is seen at work, after a while says how many wait before, and shows previews."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress

from telegram.error import TelegramError

from bot.content import Content
from bot.making import Maker
from bot.records import Job, Kind
from bot.sender import Sender, Unreachable
from bot.store import Store

log = logging.getLogger(__name__)

GRACE = 2.0  # seconds that a notice on its way gets when the bot ends
MOST_NOTICES = 3  # standing in a chat at a time: they use up the messages that the chat may get, poems included


class Company:
    """Keeps company to the askers of jobs, from `begin` to `end`.

    place: how many jobs are before a job, None once its turn has come.
    """

    def __init__(
        self, store: Store, sender: Sender, makers: Mapping[Kind, Maker], place: Callable[[Job], int | None]
    ) -> None:
        self._store = store
        self._sender = sender
        self._makers = makers
        self._place = place
        self._written: dict[int, asyncio.Event] = {}
        self._tasks: dict[int, asyncio.Task[int | None]] = {}
        self._told: dict[int, Job] = {}
        self._freed = asyncio.Event()  # set and replaced whenever a job ends: there may be room for a notice then
        self._telling: set[asyncio.Task[int | None]] = set()
        self._notices: dict[int, int] = {}
        self._previews: dict[int, Content] = {}
        self._showing: dict[int, asyncio.Task[None]] = {}

    def begin(self, job: Job) -> None:
        """Begins to keep company unless the job is written already, and only has to be sent."""
        if not job.written:
            self._written[job.id] = asyncio.Event()
            self._tasks[job.id] = asyncio.create_task(self._keep(job))

    async def end(self, job: Job) -> int | None:
        """Ends it; the id of the message that told the place, if there is one."""
        if job.id not in self._tasks:
            return job.notice_id
        self._written.pop(job.id).set()
        self._told.pop(job.id, None)
        freed, self._freed = self._freed, asyncio.Event()
        freed.set()
        self._notices.pop(job.id, None)
        self._previews.pop(job.id, None)
        if job.id in self._showing:
            self._showing[job.id].cancel()
        return await self._tasks.pop(job.id)

    def show(self, job: Job, preview: Content) -> None:
        """Changes the notice of a job once the chat has nothing better to be told; only the newest preview counts."""
        self._previews[job.id] = preview
        self._begin_to_show(job)

    async def remove_notice(self, job: Job, notice_id: int | None) -> None:
        """Deletes the message that told the place."""
        if notice_id is not None:
            with suppress(TelegramError):
                await self._sender.delete(job.chat_id, notice_id)

    async def stop(self) -> None:
        """Leaves everyone; their jobs, and the notices to delete, are in the store.

        A notice on its way is let go out and noted, within GRACE seconds, or nobody would ever delete it.
        """
        tasks = [*self._tasks.values(), *self._showing.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._telling:
            _, late = await asyncio.wait(self._telling, timeout=GRACE)
            for telling in late:
                telling.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _keep(self, job: Job) -> int | None:
        written = self._written[job.id]
        notice_id = job.notice_id
        maker = self._makers[job.kind]
        async with self._sender.acting(job.chat_id, maker.action, job.thread_id):
            if notice_id is None and await self._is_to_be_told(job, written):
                notice_id = await self._tell_place(job)
            if notice_id is not None and not written.is_set():
                self._notices[job.id] = notice_id
                self._begin_to_show(job)
            await written.wait()
        return notice_id

    async def _is_to_be_told(self, job: Job, written: asyncio.Event) -> bool:
        """Waits as long as the lane says, and until there is room for the notice; False when it is written first.

        Who finds no room waits as long once more when there is some, because what comes next comes soon.
        """
        while not written.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(written.wait(), self._makers[job.kind].lane.notice_after)
                break
            if self._may_tell(job):
                return True
            await self._freed.wait()
        return False

    def _may_tell(self, job: Job) -> bool:
        """Whether this chat can bear another notice, and its asker has none: but what can be watched has its own."""
        here = [told for told in self._told.values() if told.chat_id == job.chat_id]
        plain = [told.person_id for told in here if not self._makers[told.kind].watched]
        return len(here) < MOST_NOTICES and (self._makers[job.kind].watched or job.person_id not in plain)

    async def _tell_place(self, job: Job) -> int | None:
        self._told[job.id] = job
        telling = asyncio.create_task(self._tell(job))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)
        return await asyncio.shield(telling)

    async def _tell(self, job: Job) -> int | None:
        try:
            content = await self._makers[job.kind].notice(job, self._place(job))
            notice_id = await self._sender.send(job.chat_id, content, reply_to=job.reply_to, thread_id=job.thread_id)
        except (Unreachable, TelegramError) as error:
            log.info("job %s: no notice: %s", job.id, error)
            return None
        await self._store.keep_notice(job.id, notice_id)
        return notice_id

    def _begin_to_show(self, job: Job) -> None:
        if job.id in self._previews and job.id in self._notices and job.id not in self._showing:
            task = self._showing[job.id] = asyncio.create_task(self._show(job, self._notices[job.id]))
            task.add_done_callback(lambda _: self._showing.pop(job.id))

    async def _show(self, job: Job, notice_id: int) -> None:
        with suppress(Unreachable, TelegramError):
            while job.id in self._previews:
                await self._sender.rest(job.chat_id)
                if (preview := self._previews.pop(job.id, None)) is not None:
                    await self._sender.edit(job.chat_id, notice_id, preview)
