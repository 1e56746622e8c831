"""What the store takes and gives: updates received, jobs asked for, jobs as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a job makes."""

    POEM = "poem"
    CLASSIC = "classic"  # a poem by the course's network
    STAGES = "stages"  # poems by that network, at every stage of its training, beside ours
    STYLE = "style"  # a photo in a style, in one pass
    FINE = "fine"  # the same by optimisation, with previews
    SHEET = "sheet"  # one photo in several presets
    GALLERY = "gallery"  # all presets, on a picture of our own
    DREAM = "dream"  # a photo dreamt, with previews
    FILM = "film"  # the same as a short film
    FOOL = "fool"  # a photo changed so that the network is wrong about it
    INSCRIPTION = "inscription"  # a poem on what is seen in a photo
    CARD = "card"  # a poem as a picture
    LIMITS = "limits"  # what such networks can't do, shown on what the person has


class Status(StrEnum):
    """Where a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (Status.QUEUED, Status.RUNNING)


@dataclass(frozen=True)
class NewJob:
    """What a person asked for.

    source: what asked, for example "message:-100123:45" or "callback:9876"; a source gets one job at most.
    kind: what is to be made; request: what the kind's maker (bot/jobs.py) needs to know for it, as JSON. pressed: the
    button's callback_data when a button asked.
    reply_to: the message to answer, None to answer without quoting. language: "zh" or "en", with "-hant" behind it
    for traditional characters (bot/script.py).
    """

    bot: int
    source: str
    chat_id: int
    person_id: int
    request: str
    language: str
    reply_to: int | None = None
    thread_id: int | None = None
    pressed: str | None = None
    kind: Kind = Kind.POEM


@dataclass(frozen=True)
class Job:
    """A job as it stood when it was read; `NewJob` explains the first fields.

    attempts: how often it was handed to the engines. result: what the kind's maker keeps of the engines' results, as
    JSON; error: the sentence for the person instead. notice_id: the message that keeps the person company meanwhile.
    """

    id: int
    bot: int
    source: str
    chat_id: int
    person_id: int
    request: str
    language: str
    reply_to: int | None
    thread_id: int | None
    pressed: str | None
    status: Status
    attempts: int
    result: str | None
    error: str | None
    notice_id: int | None
    message_id: int | None
    kind: Kind

    @property
    def written(self) -> bool:
        """Whether the engines are done with it, well or badly."""
        return self.result is not None or self.error is not None


@dataclass(frozen=True)
class Received:
    """An update to keep: its id, what it is about (repeated deliveries have the same), and its JSON."""

    update_id: int
    source: str
    payload: str


@dataclass(frozen=True)
class Sitting:
    """A wish that lacks a photo or a style, and who is to send it: one at most of each person in each chat.

    kind: what it becomes; wish: JSON of what is known of it (bot/pictures/wishes.py). reply_to: the
    message that the person is asked with. prompt_id: the bot's message that asks, None until it stands. until: Unix
    seconds.
    """

    bot: int
    chat_id: int
    person_id: int
    kind: Kind
    wish: str
    language: str
    until: float
    reply_to: int | None = None
    thread_id: int | None = None
    prompt_id: int | None = None
