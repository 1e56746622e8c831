"""Engines without a network: plausible poems and pictures from a queue, at once or when a test says so."""

from __future__ import annotations

import asyncio
import io
import sys
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import replace

from PIL import Image

from engines.requests import (
    ClassicRequest,
    ClassicResult,
    Departure,
    DreamRequest,
    EngineError,
    Event,
    FilmResult,
    FoolRequest,
    FoolResult,
    Form,
    Label,
    LookRequest,
    LookResult,
    PictureResult,
    PoemRequest,
    PoemResult,
    Progress,
    Request,
    Result,
    Stage,
    StyleRequest,
)

LINES = {
    5: ("流水自東西", "花开不见人", "青山对晚晴", "一雁过江城", "寒灯照客心", "落日满孤村", "风来竹有声", "归舟月下横"),
    7: (
        "一夜东风入梦来",
        "江南烟雨杏花开",
        "孤舟独钓寒江雪",
        "明月何时照我回",
        "山色空濛水色清",
        "绿杨深处有人家",
        "行到水穷云起处",
        "坐看红叶满天涯",
    ),
}
TONES = {5: "平平平仄仄", 7: "平平仄仄平平仄"}


def poem(request: PoemRequest, *, seed: int = 1, **changes: object) -> PoemResult:
    """A result as the real writer would give it for this request, as far as its shape goes."""
    form = request.resolved_form
    lines = [line.replace("東", "东") for line in LINES[form.line_length][: form.line_count]]
    if seed % 2 == 0:
        lines = lines[::-1]
    given = request.first_line or request.character or ""
    lines[0] = given + lines[0][len(given) :]
    for index, head in enumerate(request.acrostic or ""):
        lines[index] = head + lines[index][1:]
    fields: dict[str, object] = {
        "lines": tuple(lines),
        "form": form,
        "mode": request.mode,
        "tones": (TONES[form.line_length],) * form.line_count,
        "template": ("？" + TONES[form.line_length][1:],) * form.line_count,
        "rhyme_group": "一东",
        "rhyme_tone": "平",
        "departures": (Departure(0, 2, given[2], "first_line"),) if len(given) > 2 else (),
        "score": -3.5,
        "model": "fake",
        "seed": seed,
        "milliseconds": 1.0,
        "candidates": request.candidates,
        "corpus_checked": True,
        "theme": request.theme,
        "fixed": form.line_length if request.random_line else len(given),
    }
    return PoemResult(**fields | changes)  # type: ignore[arg-type]


# What the course's network draws by itself, stage by stage: (step, perplexity, rows).
DRAWN = {
    Stage.EARLY: (150, 812.5, ("不不，风人人", "人。不风人人", "不人人，。不", "风人人不人。")),
    Stage.MIDDLE: (1500, 420.0, ("花开不见人，", "青山对晚晴。", "一雁过江城", "寒灯，照客心")),
    Stage.FINAL: (3000, 301.0, ("花开不见人，", "青山对晚晴。", "落日满孤村，", "归舟月下行。")),
}


def classic(request: ClassicRequest, *, seed: int = 1, **changes: object) -> ClassicResult:
    """A result as the course's network would give it, as far as its shape goes: worse, the earlier the stage."""
    step, perplexity, rows = DRAWN[request.stage]
    given = "流水自东西" if request.random_line else request.first_line or request.character or ""
    comma = "，" if len(given) == 5 else ""
    first = given + comma + rows[0][len(given + comma) :]
    drawn = [first, *rows[1:]]
    for index, head in enumerate(request.acrostic or ""):
        drawn[index] = head + drawn[index][1:]
    fields: dict[str, object] = {
        "rows": tuple(drawn),
        "mode": request.mode,
        "stage": request.stage,
        "temperature": request.temperature,
        "seed": seed if request.seed is None else request.seed,
        "model": "fake",
        "step": step,
        "perplexity": perplexity,
        "milliseconds": 1.0,
        "fixed": len(given + comma),
        "rhyme_group": "八庚" if request.stage is Stage.FINAL else None,
    }
    return ClassicResult(**fields | changes)  # type: ignore[arg-type]


COLOURS = {
    "red": (200, 30, 30),
    "green": (30, 160, 30),
    "blue": (30, 30, 200),
    "yellow": (220, 210, 30),
    "grey": (128, 128, 128),
}


def photo(colour: str, size: tuple[int, int] = (96, 64), kind: str = "JPEG", **saving: object) -> bytes:
    """A photo of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, COLOURS[colour]).save(buffer, kind, **saving)  # type: ignore[arg-type]
    return buffer.getvalue()


def colour_of(picture: bytes) -> str:
    """Which of COLOURS a picture has in the middle, whatever it went through."""
    with Image.open(io.BytesIO(picture)) as image:
        seen = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
    return min(COLOURS, key=lambda name: sum(abs(a - b) for a, b in zip(COLOURS[name], seen, strict=True)))


def seen(request: Request) -> tuple[str, ...]:
    """A style request as one looks at it: the content's colour, then each style's colour or name."""
    assert isinstance(request, StyleRequest)
    styles = (source.preset or colour_of(source.photo or b"") for source in request.styles)
    return (colour_of(request.content), *styles)


def painted(request: StyleRequest | DreamRequest, **changes: object) -> PictureResult:
    """A painting as large as its content, in the content's colour."""
    with Image.open(io.BytesIO(request.content)) as image:
        size = image.size
    fields: dict[str, object] = {
        "picture": photo(colour_of(request.content), size, "PNG"),
        "width": size[0],
        "height": size[1],
        "model": "fake",
        "milliseconds": 1.0,
    }
    return PictureResult(**fields | changes)  # type: ignore[arg-type]


LAKESIDE = (
    Label("n09332890", "湖畔", "lakeside", 0.62),
    Label("n03160309", "水坝", "dam", 0.11),
    Label("n09428293", "海岸", "seashore", 0.07),
    Label("n02999410", "铁链", "chain", 0.03),
    Label("n04532670", "高架桥", "viaduct", 0.004),
)
GOLDFISH = Label("n01443537", "金鱼", "goldfish", 0.91)


def filmed(request: DreamRequest) -> FilmResult:
    """A film of a dream, as far as anybody looks at it here: bytes that begin as an MP4 does."""
    colour = colour_of(request.content)
    return FilmResult(b"\0\0\0\x18ftypmp42" + colour.encode(), photo(colour, (640, 480)), 640, 480, 6.0, "fake", 1.0)


def fooled(request: FoolRequest, **changes: object) -> FoolResult:
    """A goldfish, or the target, is seen where a lakeside was."""
    with Image.open(io.BytesIO(request.content)) as image:
        size = image.size
    known = {name: label for label in (*LAKESIDE, GOLDFISH) for name in (label.wnid, label.zh, label.en)}
    aim = None if request.target is None else known[request.target]
    after = replace(aim or GOLDFISH, share=0.91)
    fields: dict[str, object] = {
        "before": LAKESIDE,
        "after": (after, *LAKESIDE[:4]),
        "picture": photo(colour_of(request.content), size, "PNG"),
        "difference": photo("grey", size, "PNG"),
        "amplified": 16,
        "width": size[0],
        "height": size[1],
        "fooled": True,
        "smallest": 2,
        "target": aim,
        "model": "fake",
        "milliseconds": 1.0,
    }
    return FoolResult(**fields | changes)  # type: ignore[arg-type]


class FakeEngines:
    """Writes and paints at once unless told otherwise.

    coming: errors or results for the next requests, in order; afterwards results of the fake's own.
    gate, picture_gate: requests wait while it is cleared. show: a preview of what is being refined; told that it is
    enough, what is being refined ends unfinished.
    asked, given_up: the requests begun and the requests cancelled.
    """

    def __init__(self) -> None:
        self.coming: deque[Result | Exception] = deque()
        self.gate = asyncio.Event()
        self.gate.set()
        self.picture_gate = asyncio.Event()
        self.picture_gate.set()
        self._previews: asyncio.Queue[Progress] = asyncio.Queue()
        self.asked: list[Request] = []
        self.given_up: list[Request] = []
        self.running = 0
        self.most_running = 0
        self.changed = asyncio.Condition()

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    def waiting(self, request: Request) -> int:
        return self.running

    async def run(
        self, request: Request, *, time_limit: float | None = None, enough: asyncio.Event | None = None
    ) -> AsyncIterator[Event]:
        self.running += 1
        enough = enough or asyncio.Event()
        self.most_running = max(self.most_running, self.running)
        self.asked.append(request)
        try:
            async with self.changed:
                self.changed.notify_all()
            if isinstance(request, DreamRequest) or (isinstance(request, StyleRequest) and request.fine):
                while not (self.picture_gate.is_set() or enough.is_set()):
                    if (preview := await self._next_preview(enough)) is not None:
                        yield preview
            if not enough.is_set():
                await (self.gate if isinstance(request, PoemRequest | ClassicRequest) else self.picture_gate).wait()
        except (asyncio.CancelledError, GeneratorExit):
            self.given_up.append(request)
            raise
        finally:
            self.running -= 1
        outcome = self.coming.popleft() if self.coming else self._make(request, finished=not enough.is_set())
        if isinstance(outcome, Exception):
            raise outcome
        yield outcome

    async def show(self, progress: Progress) -> None:
        """Reports progress of the picture that is being refined."""
        self._previews.put_nowait(progress)
        await self._previews.join()

    async def _next_preview(self, enough: asyncio.Event) -> Progress | None:
        """A preview to come, None when the picture is finished first."""
        coming = asyncio.create_task(self._previews.get())
        ends = [asyncio.create_task(end.wait()) for end in (self.picture_gate, enough)]
        try:
            await asyncio.wait([coming, *ends], return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                return None
            self._previews.task_done()
            return coming.result()
        finally:
            for task in (coming, *ends):
                task.cancel()

    def _make(self, request: Request, *, finished: bool) -> Result:
        if isinstance(request, PoemRequest):
            return poem(request, seed=len(self.asked))
        if isinstance(request, ClassicRequest):
            return classic(request, seed=len(self.asked))
        if isinstance(request, LookRequest):
            return LookResult(LAKESIDE, "湖上暮色", "暮", "fake", 1.0)
        if isinstance(request, FoolRequest):
            return fooled(request)
        if isinstance(request, DreamRequest):
            return filmed(request) if request.zoom else painted(request)
        return painted(request, finished=finished)

    async def until_asked(self, times: int) -> None:
        """Waits until this many requests have begun."""
        async with asyncio.timeout(5), self.changed:
            await self.changed.wait_for(lambda: len(self.asked) >= times)


class SlowEngines(FakeEngines):
    """Never finishes, and prints that it was asked: for a bot process that is ended while something is being made."""

    def __init__(self) -> None:
        super().__init__()
        self.gate.clear()
        self.picture_gate.clear()

    async def run(
        self, request: Request, *, time_limit: float | None = None, enough: asyncio.Event | None = None
    ) -> AsyncIterator[Event]:
        sys.stdout.write(f"asked: {type(request).__name__}\n")
        sys.stdout.flush()
        async for event in super().run(request, time_limit=time_limit, enough=enough):
            yield event


UNKNOWN_CHARACTER = EngineError("「龘」太生僻，诗库里没有，换一个字试试", "“龘” is not in my vocabulary; try another")
TRY_AGAIN = EngineError("引擎刚刚重启，请再试一次", "The engine has just restarted; please try again", retry=True)
FORMS = tuple(Form)
