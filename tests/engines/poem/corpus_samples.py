"""A tiny made-up collection in the two layouts that are published, for the tests of the corpus."""

import json
import tarfile
from pathlib import Path

TANG = [
    {
        "title": "秋夜 一",
        "author": "甲生",
        "paragraphs": ["雲髙山月遠，樹靜晚風輕。", "野渡無人語，寒潭有鴈聲。"],
        "id": "1",
    },
    {
        "title": "無字",
        "author": "甲生",
        "paragraphs": [],
        "id": "2",
    },
]
SONG = [
    {
        "title": "舟中",
        "author": "乙生",
        "paragraphs": ["餘花落盡滿江春，獨坐扁舟憶故人。", "（以上某人整理）。雲髙山月遠，[萬]里共{枦睘}津。"],
        "id": "3",
        "tags": ["七言"],
    },
    {
        "title": "集舊句",
        "author": "",
        "paragraphs": ["雲髙山月遠，門掩落花深。", "誰解絃中意，悠悠太古心。"],
        "id": "4",
    },
    {
        "title": "江行",
        "author": "乙生",
        "paragraphs": ["千里清江一葉舟，蘆花如雪滿汀洲。", "夜來忽作還鄉夢，月落潮平水自流。"],
        "id": "5",
    },
]
SIMPLIFIED = [
    {
        "id": "a",
        "title": "山中",
        "authorName": "丙生",
        "dynasty": "明",
        "content": ["馀花犹照水，高鸟不知春。", "一径松间雨，三更竹外人。"],
    },
    {"id": "b", "title": "佚句", "authorName": "丙生", "dynasty": "明", "content": None},
]


def write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def write_chinese_poetry(folder: Path) -> Path:
    """The layout of chinese-poetry, with tables beside the poems that are not poems."""
    poems = folder / "dist" / "quantangshi"
    write_json(poems / "poet.tang.0.json", TANG)
    write_json(poems / "poet.song.0.json", SONG)
    write_json(poems / "authors.tang.json", [{"name": "甲生", "desc": ""}])
    for other in ("strains/json/poet.tang.0.json", "rank/poet/poet.song.0.json", "quantangshi/error/poet.tang.0.json"):
        write_json(folder / "dist" / other, [{"strains": ["平平仄仄平"]}])
    return folder


def write_poetry_source(folder: Path) -> Path:
    """The layout of poetry-source."""
    write_json(folder / "source" / "诗" / "明" / "poetry.明.0000.base.json", SIMPLIFIED)
    write_json(folder / "source" / "词" / "明" / "poetry.明.0000.base.json", SIMPLIFIED)
    return folder


def archive(folder: Path, target: Path) -> Path:
    """The folder as a compressed tar archive, its files below package/ as npm packs them."""
    with tarfile.open(target, "w:gz") as tar:
        tar.add(folder, arcname="package")
    return target
