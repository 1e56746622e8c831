"""Work for a lane's worker process that needs no TensorFlow and misbehaves on request.

The theme of a request says how it is treated:

- 慢 reports progress, then waits until the test opens the gate (a named pipe, GATE in the environment)
- 停 reports progress until it is cancelled, then notes so at the gate's side (the file CANCELLED)
- 够 reports progress until it is told that it is enough, then is answered
- 卡 reports progress, then never returns
- 锁 reports progress, then never returns nor lets another thread run
- 崩 kills its own process
- 拒 raises an EngineError
- 误 raises a ValueError
- anything else is answered at once

The result's `candidates` is the size of the batch it was made in, its `seed` the process that made it.
"""

import os
import re
import signal
import threading
from pathlib import Path

from engines.requests import EngineError, Form, Mode, PoemRequest, PoemResult, Progress
from engines.wire import Outcome
from engines.worker import Batch, Cancelled, Work

REFUSAL = EngineError("没有这样的诗，例如：春雪", "There is no such poem; for example: 春雪")
MISSING = EngineError("缺少权重，请先训练", "The weights are missing; train them first")


def open_fake() -> Work:
    return make


def open_without_weights() -> Work:
    raise MISSING


def open_until_the_weights_are_there() -> Work:
    if not Path(os.environ["WEIGHTS"]).exists():
        raise MISSING
    return make


def open_with_a_bug() -> Work:
    raise ValueError("a bug in loading")


def open_forgetful() -> Work:
    return lambda batch: []


def open_forever() -> Work:
    threading.Event().wait()
    raise AssertionError


def make(batch: Batch) -> list[Outcome]:
    return [answer(batch, index, request) for index, request in enumerate(batch.requests)]


def answer(batch: Batch, index: int, request: PoemRequest) -> Outcome:
    match request.theme:
        case "慢":
            batch.report(index, Progress(0.5, b"preview"))
            with Path(os.environ["GATE"]).open("rb", buffering=0) as gate:
                gate.read(1)
        case "停":
            try:
                while True:
                    batch.report(index, Progress(0.5))
            except Cancelled:
                Path(os.environ["CANCELLED"]).touch()
                raise
        case "够":
            while not batch.enough(index):
                batch.report(index, Progress(0.5))
        case "卡":
            batch.report(index, Progress(0.5))
            threading.Event().wait()
        case "锁":
            batch.report(index, Progress(0.5))
            re.match("(a+)+$", "a" * 64 + "b")  # takes aeons, all of them inside one call that holds Python's lock
        case "崩":
            os.kill(os.getpid(), signal.SIGKILL)
        case "拒":
            return REFUSAL
        case "误":
            raise ValueError("a bug in the work")
    return result(request.theme, batch_size=len(batch.requests))


def result(theme: str | None, batch_size: int) -> PoemResult:
    lines = ("山为斜好几", "水是去无穷", "白日依山尽", "黄河入海流")
    return PoemResult(
        lines=lines,
        form=Form.WUJUE,
        mode=Mode.NORMAL,
        tones=("平平平仄仄",) * 4,
        template=("？平平仄仄",) * 4,
        rhyme_group="一东",
        rhyme_tone="平",
        departures=(),
        score=-3.0,
        model="fake",
        seed=os.getpid(),
        milliseconds=1.0,
        candidates=batch_size,
        corpus_checked=False,
        theme=theme,
    )
