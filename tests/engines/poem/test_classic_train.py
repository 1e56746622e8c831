"""Training the course's network: what it computes, that it learns, what is kept of it, what is published."""

import json
from itertools import islice

import keras
import numpy as np
import pytest
import tensorflow as tf

from engines import manifest
from engines.poem import classic_publish, classic_train, classic_weights
from engines.poem.classic import WEIGHTS_FILE
from engines.poem.classic_corpus import Tables, Windows, prepare
from engines.poem.classic_network import NAMES, ClassicNetwork, Judge, Sizes
from engines.poem.classic_weights import Kept
from engines.poem.corpus_sources import read_poems
from engines.requests import EngineError
from engines.requests.classic import Stage
from tests.engines.poem.classic_samples import RECIPE, run_on, write_collection


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    return write_collection(tmp_path_factory.mktemp("collection"))


@pytest.fixture(scope="module")
def finished(collection, tmp_path_factory):
    return run_on(collection, tmp_path_factory.mktemp("classic") / "run")


@pytest.fixture(scope="module")
def corpus(collection):
    return prepare(read_poems(collection), "唐", frozenset())


@pytest.fixture(scope="module")
def windows(corpus):
    return Windows.of(corpus.training, Tables.of(corpus.training).vocabulary)


def run_in(folder, characters):
    folder.mkdir(exist_ok=True)
    return classic_train.Run(folder, RECIPE, characters)


def characters_of(corpus):
    return Tables.of(corpus.training).vocabulary.size


def test_picking_rows_is_the_one_hot_product_of_the_courses_network():
    keras.utils.set_random_seed(1)
    network = ClassicNetwork(Sizes(30, 12, 8))
    course = keras.Sequential(
        [
            keras.layers.Input((6, 30)),
            keras.layers.LSTM(12, return_sequences=True),
            keras.layers.Dropout(0.6),
            keras.layers.LSTM(8),
            keras.layers.Dropout(0.6),
            keras.layers.Dense(30, activation="softmax"),
        ]
    )
    course.set_weights([variable.numpy() for variable in network.variables])
    read = np.random.default_rng(1).integers(0, 30, (5, 6)).astype(np.int32)
    expected = course(tf.one_hot(read, 30)).numpy()
    assert tf.nn.softmax(network.logits(read)).numpy() == pytest.approx(expected, abs=1e-5)


def test_half_precision_computes_nearly_the_same():
    keras.utils.set_random_seed(1)
    network, half = ClassicNetwork(Sizes(30, 12, 8)), ClassicNetwork(Sizes(30, 12, 8), "bfloat16")
    half.assign(network.arrays())
    read = np.random.default_rng(1).integers(0, 30, (5, 6)).astype(np.int32)
    assert half.logits(read).numpy() == pytest.approx(network.logits(read).numpy(), abs=0.02)


def test_the_loss_falls(windows, corpus, tmp_path):
    run = run_in(tmp_path / "run", characters_of(corpus))
    drawn = classic_train.batches(windows, 64, 1)
    losses = [run.step(*batch, share=0.0) for batch in islice(drawn, 400)]
    assert losses[0] > 3
    # Within a line all is certain; one character in six begins a line, of ten: ln 10 / 6 = 0.4 nats. Dropout of .6 on
    # so few units keeps it above that.
    assert np.mean(losses[-20:]) < 1.5


def test_what_was_learnt_shows_in_the_perplexity_of_poems_it_has_not_seen(windows, corpus, tmp_path):
    vocabulary = Tables.of(corpus.training).vocabulary
    run = run_in(tmp_path / "run", vocabulary.size)
    unseen = Windows.of(corpus.validation, vocabulary)
    before = run.judge.perplexity(unseen, vocabulary)
    for batch in islice(classic_train.batches(windows, 64, 1), 400):
        run.step(*batch, share=0.0)
    assert before > 20
    assert run.judge.perplexity(unseen, vocabulary) < 6


def test_punctuation_does_not_count_in_the_perplexity():
    vocabulary = Tables.of(("春春春，，，。。。",)).vocabulary
    judge = Judge(ClassicNetwork(Sizes(vocabulary.size, 4, 4)))
    assert np.isnan(judge.perplexity(Windows.of(["春春春春春春，"], vocabulary), vocabulary))
    assert judge.perplexity(Windows.of(["春春春春春春春"], vocabulary), vocabulary) == pytest.approx(4, abs=1)


def test_every_window_comes_once_an_epoch(windows):
    wanted = len(windows.starts)
    drawn = islice(classic_train.batches(windows, 64, 1), -(-wanted // 64))
    read = np.concatenate([np.column_stack(batch) for batch in drawn])
    assert sorted(map(tuple, read)) == sorted(map(tuple, np.column_stack(windows.at(windows.starts))))


def test_a_restored_run_goes_on_exactly_where_it_stopped(windows, corpus, tmp_path):
    run = run_in(tmp_path / "run", characters_of(corpus))
    for batch in islice(classic_train.batches(windows, 64, 1), 5):
        run.step(*batch, share=0.1)
    run.save(0.1)
    again = run_in(tmp_path / "run", characters_of(corpus))
    again.restore(seconds=60.0)
    assert again.clock == run.clock
    assert again.optimiser.iterations.numpy() == 5
    for mine, other in zip(run.network.variables, again.network.variables, strict=True):
        assert np.array_equal(mine.numpy(), other.numpy())


def test_three_moments_of_the_training_are_kept(windows, corpus, tmp_path):
    run = run_in(tmp_path / "run", characters_of(corpus))
    for number, batch in enumerate(islice(classic_train.batches(windows, 64, 1), 10)):
        run.step(*batch, share=number / 10)
    run.save(1.0)
    kept = {stage: classic_weights.load_stage(tmp_path / "run" / f"{stage}.npz") for stage in Stage}
    assert [kept[stage].step for stage in Stage] == [RECIPE.early_step, 5, 10]


@pytest.mark.parametrize(("minutes", "middle"), [(4.0, 5), (1.0, 2)])
def test_the_middle_moves_when_a_resumed_run_is_to_last_so_much_longer(windows, corpus, tmp_path, minutes, middle):
    run = run_in(tmp_path / "run", characters_of(corpus))
    batch = next(classic_train.batches(windows, 64, 1))
    for share in (0.0, 0.2, 0.6, 0.8):
        run.step(*batch, share=share)
    run.clock.seconds = 60.0
    run.save(1.0)
    again = run_in(tmp_path / "run", characters_of(corpus))
    again.restore(seconds=minutes * 60)
    for share in (0.3, 0.6) if minutes == 4.0 else (1.0, 1.0):
        again.step(*batch, share=share)
    assert classic_weights.load_stage(tmp_path / "run" / "middle.npz").step == middle


def test_a_resumed_run_keeps_its_recipe_and_counts_on(collection, finished, tmp_path):
    before = json.loads((finished / "curve.jsonl").read_text("utf-8").splitlines()[-1])
    again = classic_train.train(
        collection, None, finished, before["seconds"] / 60 + 0.01, classic_train.Recipe(), resume=True
    )
    after = json.loads((again / "curve.jsonl").read_text("utf-8").splitlines()[-1])
    assert after["step"] > before["step"]
    assert classic_weights.load_stage(again / "final.npz").sizes.first == RECIPE.first


def test_another_collection_is_no_way_to_resume(finished, tmp_path):
    other = write_collection(tmp_path / "other", number=150)
    (path,) = other.rglob("*.json")
    path.write_text(path.read_text("utf-8").replace("春", "秋"), encoding="utf-8")
    with pytest.raises(EngineError, match="not the collection"):
        run_on(other, finished, resume=True)


def test_a_run_is_not_overwritten_and_none_is_resumed_where_there_is_none(collection, finished, tmp_path):
    with pytest.raises(EngineError, match="--resume"):
        run_on(collection, finished)
    with pytest.raises(EngineError, match="no run"):
        run_on(collection, tmp_path / "none", resume=True)
    assert not (tmp_path / "none").exists()


def random_stage(characters=500, first=64, second=32):
    keras.utils.set_random_seed(1)
    return Kept(ClassicNetwork(Sizes(characters, first, second)).arrays(), 7, 448, 1.5)


def test_packing_moves_no_weight_by_more_than_half_a_level():
    kept = random_stage()
    back = classic_weights.rounded(kept).arrays
    for name in NAMES:
        array = kept.arrays[name]
        levels = classic_weights.LEVELS.get(name, classic_weights.USUAL_LEVELS)
        assert np.abs(back[name] - array).max() <= 0.51 * np.abs(array).max() / levels + 1e-3 * np.abs(array).max()


def test_packed_weights_take_less_than_a_third_of_half_precision(tmp_path):
    kept = random_stage(characters=3000)
    half, whole = tmp_path / "half.npz", tmp_path / "whole.npz"
    classic_weights.save_stage(kept, half)
    vocabulary = Tables.of(("春春春",)).vocabulary
    classic_weights.save({Stage.EARLY: kept}, vocabulary, classic_weights.Primes.of([], vocabulary), whole)
    assert whole.stat().st_size < 0.4 * half.stat().st_size


def test_three_stages_are_published_and_equal_what_was_trained_within_their_rounding(finished, tmp_path):
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "poem-classic.md").write_text("# Card\n<!-- figures -->\nnone yet\n<!-- /figures -->\nend\n", "utf-8")
    figures = classic_publish.publish(finished, folder)
    (row,) = manifest.entries(folder)
    assert set(row["metrics"]) == {"early", "middle", "final"} == set(figures)
    assert row["recipe"]["first"] == RECIPE.first
    assert row["training"]["step"] == figures["final"]["step"] >= figures["early"]["step"] == RECIPE.early_step
    published = classic_weights.load(manifest.read(WEIGHTS_FILE, folder).content)
    assert published.vocabulary == classic_train.read_vocabulary(finished)
    for stage in Stage:
        trained = classic_weights.load_stage(finished / f"{stage}.npz")
        read = published.stage(stage)
        assert (read.step, read.examples, read.seconds) == (trained.step, trained.examples, trained.seconds)
        assert read.perplexity == figures[stage]["packed"]["validation"]
        assert figures[stage]["packed"]["validation"] == pytest.approx(figures[stage]["kept"]["validation"], rel=0.25)
        for name in NAMES:
            step = np.abs(trained.arrays[name]).max() / classic_weights.LEVELS.get(name, classic_weights.USUAL_LEVELS)
            assert np.abs(read.arrays[name] - trained.arrays[name]).max() <= 0.52 * step
    card = (folder / "poem-classic.md").read_text("utf-8")
    assert f"| early | {RECIPE.early_step} |" in card
    assert "none yet" not in card
    assert card.endswith("<!-- /figures -->\nend\n")
    assert (folder / "poem-classic-curve.png").read_bytes().startswith(b"\x89PNG")


def test_a_run_without_all_its_stages_is_not_published(finished, tmp_path):
    run = tmp_path / "run"
    run.mkdir()
    for path in finished.iterdir():
        if path.name != "early.npz":
            (run / path.name).write_bytes(path.read_bytes())
    with pytest.raises(EngineError, match=r"no early\.npz"):
        classic_publish.publish(run, tmp_path / "weights")
    assert not (tmp_path / "weights").exists()
