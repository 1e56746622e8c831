"""How a poem on a photo is made: the network looks, what it sees becomes a theme, and the poem is written to it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram.constants import ChatAction

from bot.asking import ask
from bot.content import Content
from bot.lanes import Lane
from bot.pictures.fetching import Photos
from bot.pictures.fooling import name_of, percent
from bot.pictures.maker import PictureMaker
from bot.pictures.shelf import Shelf
from bot.pictures.wishes import Inscription
from bot.records import Job
from bot.script import written
from bot.texts import Texts
from bot.verse import poem_message
from engines.requests import Label, Language, LookRequest, LookResult, PoemRequest, PoemResult, Request, Result

SURE = 0.25  # share of the first label from which the network is taken at its word


@dataclass(frozen=True)
class Inscribed:
    """A poem, the request that it answers, and what was seen before; left_out: photos that were not looked at."""

    request: PoemRequest
    poem: PoemResult
    labels: tuple[Label, ...]
    light: str
    left_out: int = 0

    def to_json(self) -> str:
        """As a job keeps it; `from_json` reads it back."""
        fields = {
            "request": self.request.to_json(),
            "poem": self.poem.to_json(),
            "labels": [dataclasses.asdict(label) for label in self.labels],
            "light": self.light,
            "left_out": self.left_out,
        }
        return json.dumps(fields, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Inscribed:
        """What `to_json` wrote."""
        fields = json.loads(text)
        return cls(
            PoemRequest.from_json(fields["request"]),
            PoemResult.from_json(fields["poem"]),
            tuple(Label(**label) for label in fields["labels"]),
            fields["light"],
            fields["left_out"],
        )

    def seen(self, language: Language, texts: Texts) -> str:
        """A row about what was seen, modest where the network was in doubt."""
        first = self.labels[0]
        row = texts.say(
            language,
            "seen" if first.share >= SURE else "seen-perhaps",
            name=name_of(first, language),
            share=percent(first.share),
        )
        if self.light:
            row += f" · {written(self.light, language)}"
        return row + ("\n" + texts.say(language, "first-photo-only", n=self.left_out) if self.left_out else "")


class InscriptionMaker(PictureMaker):
    """A poem on what is seen in a photo."""

    noun = "poem"
    action = ChatAction.TYPING

    def __init__(self, photos: Photos, shelf: Shelf, *, texts: Texts, lane: Lane) -> None:
        super().__init__(photos, shelf, texts=texts, lane=lane)
        self.example = LookRequest(b"")

    async def requests(self, job: Job) -> Sequence[Request]:
        """As `Maker.requests`: first a look."""
        wish = Inscription.from_json(job.request)
        assert wish.content is not None
        return (LookRequest(await self._photos.get(wish.content)),)

    async def more(self, job: Job, results: Sequence[Result]) -> Sequence[Request]:
        """As `Maker.more`: then the poem."""
        look, *poems = results
        assert isinstance(look, LookResult)
        return () if poems else (_poem_request(job, look),)

    async def keep(self, job: Job, results: Sequence[Result]) -> str:
        """As `Maker.keep`."""
        look, poem = results
        assert isinstance(look, LookResult)
        assert isinstance(poem, PoemResult)
        left_out = Inscription.from_json(job.request).left_out
        return Inscribed(_poem_request(job, look), poem, look.labels, look.light, left_out).to_json()

    async def present(self, job: Job) -> Content:
        """As `Maker.present`: the poem, and below it what was seen."""
        assert job.result is not None
        inscribed = Inscribed.from_json(job.result)
        return poem_message(
            job.id,
            inscribed.request,
            inscribed.poem,
            job.language,
            self._texts,
            below=inscribed.seen(job.language, self._texts),
        )


def _poem_request(job: Job, look: LookResult) -> PoemRequest:
    asked = ask("poem", Inscription.from_json(job.request).words)
    assert isinstance(asked, PoemRequest)  # what looks at photos is ours; bot/commands/visions.py sees to it
    return replace(asked, random_line=False, theme=look.theme)
