import dataclasses
import hashlib
import json
from collections.abc import Iterator
from itertools import islice

import keras
import numpy as np
import pytest

from engines import manifest
from engines.poem import publish, train, weights
from engines.poem.curve import draw
from engines.poem.dataset import Batch, line_hash
from engines.poem.network import PoemNetwork, Sizes
from engines.requests import EngineError, Form

LINES = ["山中何所有", "岭上白云多", "只可自怡悦", "不堪持赠君"]


@pytest.fixture
def collection(tmp_path):
    """A collection in poetry-source's layout: made-up poems of the same thirty words."""
    random = np.random.default_rng(1)
    characters = list("春江花月夜山水云风雨雪霜松竹梅兰鸟鱼舟桥人心归去来有无是")
    poems = []
    for number in range(400):
        words = random.permutation(characters)[:20]
        lines = ["".join(words[i : i + 5]) for i in range(0, 20, 5)]
        poems.append(
            {
                "id": str(number),
                "title": "题",
                "authorName": "无名",
                "dynasty": "唐",
                "content": [f"{lines[0]}，{lines[1]}。", f"{lines[2]}，{lines[3]}。"],
            }
        )
    folder = tmp_path / "source" / "诗" / "唐"
    folder.mkdir(parents=True)
    (folder / "poetry.唐.0000.base.json").write_text(json.dumps(poems, ensure_ascii=False), encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def precision_as_before():
    yield
    keras.mixed_precision.set_global_policy("float32")


RECIPE = train.Recipe(width=32, layers=1, heads=2, characters_per_step=400, precision="float32")


def run_in(folder, recipe: train.Recipe, trained: weights.TrainedPoemNetwork) -> train.Run:
    folder.mkdir(exist_ok=True)
    keras.utils.set_random_seed(1)
    sizes = Sizes(trained.vocabulary.size, recipe.width, recipe.layers, recipe.heads)
    network = PoemNetwork(sizes, trained.network.rhymes, name="poem_network")
    network.build()
    return train.Run(folder, recipe, weights.TrainedPoemNetwork(network, trained.vocabulary, trained.rhyme_groups))


def couplets() -> Iterator[Batch]:
    """Poems whose every line is one of two: easily learned."""
    random = np.random.default_rng(1)
    lines = np.array([[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]], np.int32)
    titles = np.full((20, 8), -1, np.int32)
    while True:
        poems = lines[random.integers(0, 2, (20, 4))].reshape(20, 20)
        yield Batch(Form.WUJUE, poems, titles if random.random() < 0.5 else None)


@pytest.mark.parametrize("optimiser", ["muon", "adamw"])
def test_the_loss_falls(small, run_folder, optimiser):
    recipe = dataclasses.replace(RECIPE, optimiser=optimiser, learning_rate=0.01, embedding_rate=0.01)
    run = run_in(run_folder, recipe, small)
    losses = [run.step(batch, share=0.0) for batch in islice(couplets(), 200)]
    # A fair coin a line is all there is to guess: ln 2 / 5 = 0.14 nats a character.
    assert losses[0] > 7
    assert np.mean(losses[-10:]) < 0.6


def test_a_restored_run_goes_on_exactly_as_if_it_had_not_stopped(small, run_folder):
    run = run_in(run_folder, RECIPE, small)
    batches = list(islice(couplets(), 12))
    for batch in batches[:8]:
        run.step(batch, share=0.1)
    run.save()
    uninterrupted = [run.step(batch, share=0.2) for batch in batches[8:]]
    again = run_in(run_folder, RECIPE, small)
    again.restore()
    assert again.clock.step == 8
    assert [again.step(batch, share=0.2) for batch in batches[8:]] == pytest.approx(uninterrupted, rel=1e-3)


def test_resuming_keeps_the_recipe_that_the_run_began_with(collection, run_folder):
    train.train(collection, None, run_folder, minutes=0.001, recipe=RECIPE)
    before = (run_folder / "curve.jsonl").read_text("utf-8")
    path = train.train(collection, None, run_folder, minutes=0.001, recipe=train.Recipe(), resume=True)
    assert weights.load(path.read_bytes()).network.sizes.width == RECIPE.width
    assert (run_folder / "curve.jsonl").read_text("utf-8") == before  # its minutes had passed already


def test_a_run_goes_on_from_the_weights_of_an_earlier_one(collection, run_folder, tmp_path):
    earlier = train.train(collection, None, run_folder, minutes=0.02, recipe=RECIPE)
    later = train.train(
        collection, None, tmp_path / "later", 0.001, train.Recipe(precision="float32"), begin_with=earlier
    )
    first, second = (json.loads(path.parent.joinpath("curve.jsonl").read_text("utf-8")) for path in (earlier, later))
    assert second["perplexity"]["五绝"] < 1.5 * first["perplexity"]["五绝"] < 60
    assert weights.load(later.read_bytes()).network.sizes.width == RECIPE.width


def test_what_holds_no_weights_is_no_beginning(collection, run_folder, tmp_path):
    (tmp_path / "other.npz").write_bytes(b"no weights")
    with pytest.raises(EngineError, match=r"weights/poem\.npz"):
        train.train(collection, None, run_folder, 0.001, RECIPE, begin_with=tmp_path / "other.npz")
    assert not run_folder.exists()


def test_held_out_poems_reach_neither_training_nor_vocabulary(collection, run_folder, tmp_path):
    folder = collection / "source" / "诗" / "唐"
    content = [f"{LINES[0]}，{LINES[1]}。", f"{LINES[2]}，{LINES[3]}。"]
    entry = {"title": "", "authorName": "", "dynasty": "唐", "content": content}
    (folder / "poetry.唐.0001.base.json").write_text(json.dumps([entry], ensure_ascii=False), encoding="utf-8")
    held_out = tmp_path / "held_out.txt"
    held_out.write_text("\n".join(map(line_hash, LINES)), encoding="utf-8")
    path = train.train(collection, held_out, run_folder, minutes=0.001, recipe=RECIPE)
    assert "赠" not in weights.load(path.read_bytes()).vocabulary.characters


def test_a_finished_run_is_published_with_its_figures(collection, run_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(publish, "FEWEST_POEMS", 1)
    train.train(collection, None, run_folder, minutes=0.001, recipe=RECIPE)
    folder = tmp_path / "weights"
    publish.publish(run_folder, folder)
    (row,) = manifest.entries(folder)
    assert row["recipe"]["width"] == 32
    assert row["training"]["step"] == 1
    assert row["metrics"]["validation 五绝"]["perplexity"] > 1
    assert manifest.read("poem.npz", folder).content == (run_folder / "poem.npz").read_bytes()
    assert (folder / "poem-curve.png").read_bytes().startswith(b"\x89PNG")


def test_a_run_is_published_as_the_mean_of_itself_and_what_it_began_with(collection, run_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(publish, "FEWEST_POEMS", 1)
    earlier = train.train(collection, None, tmp_path / "earlier", minutes=0.001, recipe=RECIPE)
    later = train.train(collection, None, run_folder, minutes=0.001, recipe=RECIPE, begin_with=earlier)
    folder = tmp_path / "weights"
    publish.publish(run_folder, folder, average_with=earlier)
    (row,) = manifest.entries(folder)
    assert row["averaged_with"] == hashlib.sha256(earlier.read_bytes()).hexdigest()
    a, b, mean = (weights.read(path).network.characters.numpy() for path in (earlier, later, folder / "poem.npz"))
    assert mean == pytest.approx((a + b) / 2, abs=1e-3)
    assert not np.allclose(a, b)


def test_other_weights_are_not_averaged_with(collection, run_folder, tmp_path, small):
    train.train(collection, None, run_folder, minutes=0.001, recipe=RECIPE)
    weights.save(small, tmp_path / "other.npz")
    with pytest.raises(EngineError, match="another size"):
        publish.publish(run_folder, tmp_path / "weights", average_with=tmp_path / "other.npz")
    with pytest.raises(EngineError, match="holds no weights"):
        publish.publish(run_folder, tmp_path / "weights", average_with=tmp_path / "none.npz")
    assert not (tmp_path / "weights").exists()


def test_a_run_is_not_overwritten_by_another(collection, run_folder):
    train.train(collection, None, run_folder, minutes=0.001, recipe=RECIPE)
    with pytest.raises(EngineError, match="--resume"):
        train.train(collection, None, run_folder, minutes=0.001, recipe=RECIPE)


@pytest.mark.parametrize("missing", ["source", "held_out"])
def test_a_run_that_has_nothing_to_read_leaves_the_folder_alone(collection, run_folder, tmp_path, missing):
    source, held_out = (tmp_path / "none", None) if missing == "source" else (collection, tmp_path / "none")
    with pytest.raises(EngineError, match="none"):
        train.train(source, held_out, run_folder, minutes=0.001, recipe=RECIPE)
    assert not run_folder.exists()


def test_ctrl_c_keeps_what_was_learned(collection, run_folder, monkeypatch):
    steps = iter([None, None])

    def interrupted(run, batch, share):
        if next(steps, "end") == "end":
            raise KeyboardInterrupt
        return one_step(run, batch, share)

    one_step = train.Run.step
    monkeypatch.setattr(train.Run, "step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        train.train(collection, None, run_folder, minutes=5, recipe=RECIPE)
    with np.load(run_folder / "checkpoint.npz") as arrays:
        assert json.loads(str(arrays["clock"]))["step"] == 2


def test_a_folder_without_a_run_is_not_published(tmp_path):
    with pytest.raises(EngineError, match="train first"):
        publish.publish(tmp_path, tmp_path / "weights")


def test_the_rate_warms_up_holds_and_falls_to_nothing():
    assert train.rate(0, 0.0) == pytest.approx(0.01)
    assert train.rate(500, 0.3) == 1.0
    assert train.rate(500, 0.7) == pytest.approx(0.5)
    assert train.rate(500, 1.0) == 0.0


def test_the_curve_is_drawn_as_a_picture(tmp_path):
    points = [{"seconds": 60 * i, "perplexity": {"五绝": 900.0 / i, "五绝 titled": 890.0 / i}} for i in (1, 2, 3)]
    (tmp_path / "curve.jsonl").write_text("\n".join(map(json.dumps, points)), encoding="utf-8")
    draw(tmp_path / "curve.jsonl", tmp_path / "curve.png")
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
