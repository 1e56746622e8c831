import json
import zipfile

import numpy as np
import pytest
import tensorflow as tf

from engines.requests import EngineError
from engines.training import Clock
from engines.vision import train
from engines.vision.dataset import read
from engines.vision.network import ImageNetwork
from engines.vision.train import Recipe, Run
from tests.engines.vision import dataset as colours

RECIPE = Recipe(blocks=((8, 8), (16,)), batch=16, precision="float32")


@pytest.fixture(scope="module")
def zipped(tmp_path_factory):
    return colours.write(tmp_path_factory.mktemp("data") / "tiny.zip")


@pytest.fixture(scope="module")
def dataset(zipped):
    return read(zipped)


def test_the_data_set_is_read_from_a_zip_or_the_folder_it_unpacks_to(zipped, tmp_path):
    with zipfile.ZipFile(zipped) as opened:
        opened.extractall(tmp_path)
    for source in (zipped, tmp_path, tmp_path / "tiny-imagenet-200"):
        found = read(source)
        assert found.wnids == ("n01", "n02", "n03", "n04")
        assert found.training.pictures.shape == (48, 64, 64, 3)
        assert list(np.bincount(found.training.labels)) == [12] * 4
        assert list(np.bincount(found.validation.labels)) == [4] * 4
        blue = found.validation.pictures[found.validation.labels == 2].mean((0, 1, 2))
        assert blue.argmax() == 2


@pytest.mark.parametrize("kind", ["missing", "text", "other zip"])
def test_what_is_no_data_set_is_said_with_an_example(tmp_path, kind):
    source = tmp_path / "source.zip"
    if kind == "text":
        source.write_text("no zip", encoding="utf-8")
    elif kind == "other zip":
        with zipfile.ZipFile(source, "w") as opened:
            opened.writestr("words.txt", "n01\tred")
    with pytest.raises(EngineError, match=r"--data tiny-imagenet-200\.zip"):
        read(source)


def test_the_loss_falls_and_colours_are_told_apart(dataset):
    run, clock = Run(RECIPE, 4), Clock()
    drawn = train.batches(dataset.training, RECIPE.batch, 1)
    losses = [run.step(*next(drawn), 0.0, clock) for _ in range(60)]
    assert np.mean(losses[-10:]) < np.mean(losses[:10])
    assert run.accuracy(dataset.validation)["top1"] > 0.6
    assert (clock.step, clock.examples) == (60, 60 * 16)


@pytest.mark.parametrize("optimiser", ["muon", "sgd"])
def test_what_is_published_answers_as_what_was_trained(dataset, tmp_path, optimiser):
    run, clock = Run(Recipe(**RECIPE.__dict__ | {"optimiser": optimiser}), 4), Clock()
    drawn = train.batches(dataset.training, RECIPE.batch, 1)
    for _ in range(5):
        run.step(*next(drawn), 0.0, clock)
    seen = dataset.validation.pictures.astype(np.float32) / 255
    trained = run.network(tf.constant(seen), training=False).numpy()
    folded = run.network.folded()
    assert folded.logits(tf.constant(seen)).numpy() == pytest.approx(trained, abs=1e-3)
    folded.save(tmp_path / "network.npz")
    kept = ImageNetwork.load((tmp_path / "network.npz").read_bytes())
    assert kept.blueprint == folded.blueprint
    assert kept.logits(tf.constant(seen)).numpy() == pytest.approx(trained, abs=0.05)


def test_a_loss_that_is_no_number_ends_the_run(dataset):
    run = Run(RECIPE, 4)
    run.network.head.bias.assign([np.nan] * 4)
    with pytest.raises(FloatingPointError, match="step 0"):
        run.step(*next(train.batches(dataset.training, 16, 1)), 0.0, Clock())


def test_augmented_pictures_keep_their_range_and_differ():
    seen = tf.constant(np.random.default_rng(1).random((4, 64, 64, 3)), tf.float32)
    crops = train.augmented(seen, 40).numpy()
    assert crops.shape == (4, 40, 40, 3)
    assert crops.min() >= 0
    assert crops.max() <= 1
    assert not np.allclose(crops, train.augmented(seen, 40).numpy())


def test_pictures_grow_with_time():
    sides = [train.side(share) for share in np.linspace(0, 1, 50)]
    assert sides == sorted(sides)
    assert (sides[0], sides[-1]) == (40, 64)


def test_an_epoch_shows_every_picture_once(dataset):
    drawn = train.batches(dataset.training, 16, 7)
    seen = np.concatenate([next(drawn)[0] for _ in range(3)])
    assert len({picture.tobytes() for picture in seen}) == 48


def test_a_run_is_taken_up_where_it_was_left(dataset, tmp_path):
    folder = tmp_path / "run"
    train.train(dataset, folder, 0.01, RECIPE)
    before = json.loads((folder / "curve.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    weights = train.train(dataset, folder, before["seconds"] / 60 + 0.005, Recipe(), resume=True)
    after = json.loads((folder / "curve.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert after["step"] > before["step"]
    assert after["seconds"] > before["seconds"]
    assert ImageNetwork.load(weights.read_bytes()).blueprint.blocks == RECIPE.blocks


def test_a_run_is_not_overwritten_and_nothing_is_resumed_from_nothing(dataset, tmp_path):
    train.train(dataset, tmp_path / "run", 0.001, RECIPE)
    with pytest.raises(EngineError, match="--folder"):
        train.train(dataset, tmp_path / "run", 0.001, RECIPE)
    with pytest.raises(EngineError, match="--resume"):
        train.train(dataset, tmp_path / "none", 0.001, RECIPE, resume=True)


def test_a_published_network_is_gone_on_from_with_nothing_lost(dataset, tmp_path):
    weights = train.train(dataset, tmp_path / "first", 0.02, RECIPE)
    earlier = ImageNetwork.load(weights.read_bytes())
    seen = dataset.training.pictures.astype(np.float32) / 255
    run = Run(RECIPE, 4)
    run.network.take_over(earlier, tf.constant(seen))
    for training in (False, True):
        taken = run.network(tf.constant(seen), training=training).numpy()
        assert taken == pytest.approx(earlier.logits(tf.constant(seen)).numpy(), abs=0.02)


def test_a_few_steps_on_do_not_undo_what_was_learnt(dataset, tmp_path):
    weights = train.train(dataset, tmp_path / "first", 0.05, RECIPE)
    run, clock = Run(Recipe(**RECIPE.__dict__ | {"learning_rate": 0.004, "small_rate": 0.0008}), 4), Clock(step=1000)
    run.network.take_over(
        ImageNetwork.load(weights.read_bytes()), tf.constant(dataset.training.pictures / 255.0, tf.float32)
    )
    before = run.accuracy(dataset.validation)["top1"]
    drawn = train.batches(dataset.training, RECIPE.batch, 1)
    for _ in range(10):
        run.step(*next(drawn), 0.0, clock)
    assert run.accuracy(dataset.validation)["top1"] >= before - 0.1


def test_going_on_keeps_the_earlier_blocks_and_begins_a_clock_of_its_own(dataset, tmp_path):
    weights = train.train(dataset, tmp_path / "first", 0.002, RECIPE)
    other = Recipe(blocks=((4,),), batch=16, precision="float32", smallest=56)
    further = train.train(dataset, tmp_path / "second", 0.002, other, begin_with=weights)
    assert ImageNetwork.load(further.read_bytes()).blueprint.blocks == RECIPE.blocks
    kept = json.loads((tmp_path / "second" / "recipe.json").read_text(encoding="utf-8"))
    assert kept["smallest"] == 56


def test_what_is_no_network_is_not_gone_on_from(dataset, tmp_path):
    other = tmp_path / "other.npz"
    other.write_bytes(b"no weights")
    with pytest.raises(EngineError, match="weights/vision"):
        train.train(dataset, tmp_path / "run", 0.001, RECIPE, begin_with=other)
    assert not (tmp_path / "run").exists()


def test_pictures_begin_no_smaller_than_the_recipe_says():
    assert [train.side(share, 56) for share in (0.0, 0.3, 0.6, 0.9)] == [56, 56, 56, 64]


def test_the_mean_of_two_networks_lies_between_them_and_is_refused_of_unlike_ones(dataset, tmp_path):
    first = ImageNetwork.load(train.train(dataset, tmp_path / "first", 0.002, RECIPE).read_bytes())
    second = ImageNetwork.load(
        train.train(
            dataset, tmp_path / "second", 0.002, RECIPE, begin_with=tmp_path / "first" / "network.npz"
        ).read_bytes()
    )
    mean = first.mean(second)
    kernel, bias = mean.convolution("block1_conv1")
    assert kernel == pytest.approx((first.convolution("block1_conv1")[0] + second.convolution("block1_conv1")[0]) / 2)
    assert bias.shape == (8,)
    assert mean.head()[0] == pytest.approx((first.head()[0] + second.head()[0]) / 2)
    other = train.train(dataset, tmp_path / "other", 0.001, Recipe(blocks=((4,),), batch=16, precision="float32"))
    with pytest.raises(ValueError, match="other blocks"):
        first.mean(ImageNetwork.load(other.read_bytes()))
