"""GPU or CPU: looked at once, decided once, before TensorFlow is used.

    device = prepare()  # first thing in a worker, a training or an evaluation
    print(device.precision)

`look` finds out what there is (this imports TensorFlow), `decide` is plain reasoning about it, `prepare` applies the
decision: memory growth on GPUs, mixed precision where it pays, threads from physical cores, a quiet standard error.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import functools
import importlib.metadata
import logging
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import psutil

logger = logging.getLogger(__name__)

Precision = Literal["float32", "mixed_float16", "mixed_bfloat16"]

TENSOR_CORES = (7, 0)  # compute capability from which float16 matrices are several times faster (Volta)
BFLOAT16 = (8, 0)  # and from which bfloat16 is as fast, with float32's range and so no loss scaling (Ampere)


@dataclass(frozen=True)
class Gpu:
    """A GPU that TensorFlow sees; capability is None where the maker has no such number (not NVIDIA)."""

    name: str
    capability: tuple[int, int] | None


@dataclass(frozen=True)
class Sight:
    """What there is on this machine.

    hidden: CUDA_VISIBLE_DEVICES keeps every GPU from TensorFlow.
    driver: NVIDIA's driver library was found.
    cuda_build, cuda_libraries: TensorFlow was built for CUDA; the CUDA libraries of the extra `[gpu]` are installed.
    cores: physical ones that this process may use.
    onednn: oneDNN's kernels are on.
    """

    tensorflow: str
    gpus: tuple[Gpu, ...]
    hidden: bool
    driver: bool
    cuda_build: bool
    cuda_libraries: bool
    cores: int
    onednn: bool


@dataclass(frozen=True)
class Device:
    """What is used.

    kind: "GPU" or "CPU"; names: the GPUs' names, empty on a CPU.
    precision: a Keras dtype policy.
    intra_threads: threads within one operation; inter_threads: operations side by side.
    reasons: why, one plain sentence each.
    """

    kind: Literal["GPU", "CPU"]
    names: tuple[str, ...]
    precision: Precision
    intra_threads: int
    inter_threads: int
    tensorflow: str
    reasons: tuple[str, ...]


def decide(sight: Sight) -> Device:
    """What to use of what there is."""
    precision, why_precision = _precision(sight.gpus)
    reasons = (
        [_why_no_gpu(sight)]
        if not sight.gpus
        else [f"TensorFlow sees {len(sight.gpus)} GPU(s); memory grows as needed."]
    )
    reasons += [
        why_precision,
        f"{sight.cores} thread(s) within an operation, one for each physical core that this process may use.",
    ]
    if sight.onednn and not sight.gpus:
        reasons.append(
            "oneDNN is on: faster, but sums may round differently on another processor, so that the same seed can give "
            "another poem there; TF_ENABLE_ONEDNN_OPTS=0 turns it off."
        )
    return Device(
        kind="GPU" if sight.gpus else "CPU",
        names=tuple(gpu.name for gpu in sight.gpus),
        precision=precision,
        intra_threads=sight.cores,
        # Decoding is one chain of operations; a second one side by side is the most that ever waits.
        inter_threads=min(2, sight.cores),
        tensorflow=sight.tensorflow,
        reasons=tuple(reasons),
    )


def _precision(gpus: tuple[Gpu, ...]) -> tuple[Precision, str]:
    if not gpus:
        return "float32", "float32, because half precision is emulated on most processors and slower."
    known = [gpu.capability for gpu in gpus if gpu.capability is not None]
    if len(known) < len(gpus):
        return "float32", "float32, because a GPU does not say its compute capability."
    weakest = min(known)
    version = f"{weakest[0]}.{weakest[1]}"
    if weakest >= BFLOAT16:
        return "mixed_bfloat16", f"mixed_bfloat16, because compute capability {version} has fast bfloat16 matrices."
    if weakest >= TENSOR_CORES:
        return "mixed_float16", f"mixed_float16, because compute capability {version} has fast float16 matrices."
    return "float32", f"float32, because compute capability {version} has no fast half-precision matrices."


def _why_no_gpu(sight: Sight) -> str:
    if sight.hidden:
        return "No GPU is used because CUDA_VISIBLE_DEVICES hides them all; unset it to use them."
    if not sight.cuda_build:
        return "No GPU is used because this build of TensorFlow has no CUDA; it runs on the CPU only."
    if not sight.driver:
        return (
            "No GPU is used because no NVIDIA driver was found on this machine; a GPU needs one, and the extra [gpu]."
        )
    if not sight.cuda_libraries:
        return (
            "No GPU is used because the CUDA libraries are missing, although there is an NVIDIA driver; "
            "install them with: pip install -e '.[gpu]'."
        )
    return (
        "No GPU is used although driver and CUDA libraries are installed: no GPU is attached, or the driver is too old "
        "for this TensorFlow; nvidia-smi tells which."
    )


@functools.cache
def prepare() -> Device:
    """Looks, decides and sets TensorFlow up accordingly; the first call in a process does it, later ones only answer.

    Where TensorFlow has already run something in this process, memory growth and threads stay as they were.
    """
    with _quiet():
        import tensorflow as tf  # noqa: PLC0415 (importing it takes seconds and hundreds of megabytes)

        device = decide(look())
        try:
            for gpu in tf.config.list_physical_devices("GPU"):
                tf.config.experimental.set_memory_growth(gpu, True)
            tf.config.threading.set_intra_op_parallelism_threads(device.intra_threads)
            tf.config.threading.set_inter_op_parallelism_threads(device.inter_threads)
        except RuntimeError as error:
            logger.warning("TensorFlow was used before it was set up: %s", error)
        tf.config.list_logical_devices()  # builds the runtime now, while its banner is kept off the terminal
    if device.precision != "float32":
        import keras  # noqa: PLC0415 (as above)

        keras.config.set_dtype_policy(device.precision)
    return device


def look() -> Sight:
    """What there is; imports TensorFlow."""
    with _quiet():
        import tensorflow as tf  # noqa: PLC0415 (as above)

        gpus = tuple(
            _gpu(gpu.name, tf.config.experimental.get_device_details(gpu))
            for gpu in tf.config.list_physical_devices("GPU")
        )
    return Sight(
        tensorflow=tf.__version__,
        gpus=gpus,
        hidden=os.environ.get("CUDA_VISIBLE_DEVICES") in ("", "-1"),
        driver=ctypes.util.find_library("cuda") is not None,
        cuda_build=tf.test.is_built_with_cuda(),
        cuda_libraries=_installed("nvidia-cudnn-cu12"),
        cores=cores(),
        onednn=os.environ.get("TF_ENABLE_ONEDNN_OPTS", "1") != "0",
    )


def _gpu(name: str, details: Mapping[str, Any]) -> Gpu:
    return Gpu(details.get("device_name", name), details.get("compute_capability"))


def _installed(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def cores() -> int:
    """Physical cores that this process may use; hyper-threads share arithmetic units and only add contention."""
    physical = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else physical
    return max(1, min(physical, allowed))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keeps TensorFlow's banners off standard error.

    TF_CPP_MIN_LOG_LEVEL silences what is logged once logging is set up; earlier lines ("All log messages before
    absl::InitializeLog() …") ignore it, so the descriptor itself is turned aside meanwhile. What was said appears after
    all when something fails, and in the log at level DEBUG.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.stderr.flush()
    standard_error = os.dup(2)
    with tempfile.TemporaryFile() as aside:
        os.dup2(aside.fileno(), 2)
        try:
            yield
        except BaseException:
            aside.seek(0)
            os.write(standard_error, aside.read())
            raise
        finally:
            os.dup2(standard_error, 2)
            os.close(standard_error)
        aside.seek(0)
        logger.debug("TensorFlow said: %s", aside.read().decode(errors="replace"))
