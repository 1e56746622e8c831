import numpy as np
import pytest
import tensorflow as tf

from engines.requests import Attack, EngineError, FoolRequest
from engines.requests.classes import CLASSES
from engines.vision.attack import Aim, attacked, difference, fools, smallest
from engines.vision.dataset import Pictures
from engines.vision.examine import accuracy, attack_success
from engines.vision.onlooker import Onlooker
from engines.vision.sight import Sight, lens, seen

from .sights import SIDE, colour_network, example, png, values

PHOTO = png(example(3, 20, 40, 56)[0])


@pytest.fixture(scope="module")
def onlooker():
    return Onlooker(colour_network())


@pytest.fixture(scope="module")
def sight():
    return Sight(colour_network())


class BrightnessNetwork:
    """The first class when the picture is brighter than half, the second when it is darker; its slope is known."""

    model, side = "brightness", 8

    def logits(self, pictures):
        brightness = tf.reduce_mean(pictures, (1, 2, 3)) - 0.5
        return tf.stack([brightness, -brightness], 1) * 20


def test_the_network_knows_its_examples():
    pictures = Pictures(np.concatenate([example(n, 50 + n) for n in range(8)]), np.arange(8, dtype=np.int32))
    assert accuracy(colour_network(), pictures) == (1.0, 1.0)


@pytest.mark.parametrize("attack", Attack)
@pytest.mark.parametrize("size", [1, 3, 8, 32])
def test_no_value_of_the_file_is_changed_by_more_than_the_size(onlooker, attack, size):
    result = onlooker.fool(FoolRequest(PHOTO, attack, size))
    change = np.abs(values(result.picture) - values(PHOTO))
    assert 0 < change.max() <= size
    assert values(result.picture).shape == (result.height, result.width, 3) == (40, 56, 3)


def test_a_large_enough_change_makes_the_network_see_something_else(onlooker):
    result = onlooker.fool(FoolRequest(PHOTO, Attack.PGD, 32))
    assert result.fooled
    assert result.before[0].wnid == CLASSES[3].wnid != result.after[0].wnid


def test_what_is_seen_now_is_read_from_the_file_that_goes_out(onlooker, sight):
    result = onlooker.fool(FoolRequest(PHOTO, Attack.PGD, 16))
    logits = sight.logits(values(result.picture).astype(np.uint8)[None])[0]
    assert result.after[0].wnid == CLASSES[logits.argmax()].wnid


def test_one_step_goes_against_the_slope_in_every_value():
    photo = np.full((1, 20, 30, 3), 140, np.uint8)
    sight = Sight(BrightnessNetwork())
    darker = attacked(sight, photo, Aim(np.zeros(1, np.int32)), Attack.FGSM, 5)
    brighter = attacked(sight, photo, Aim(np.zeros(1, np.int32), targeted=True), Attack.FGSM, 5)
    assert (darker == 135).all()
    assert (brighter == 145).all()


def test_the_smallest_size_is_the_distance_to_the_border():
    # 127.5 is the border: 133 becomes 127 with six steps.
    result = Onlooker(BrightnessNetwork()).fool(FoolRequest(png(np.full((24, 24, 3), 133, np.uint8)), Attack.FGSM, 2))
    assert (result.fooled, result.smallest) == (False, 6)


def test_no_size_is_called_smallest_when_none_works():
    white = png(np.full((24, 24, 3), 250, np.uint8))
    result = Onlooker(BrightnessNetwork()).fool(FoolRequest(white, Attack.PGD, 32))
    assert (result.fooled, result.smallest) == (False, None)


@pytest.mark.parametrize("attack", Attack)
def test_one_step_less_than_the_smallest_size_does_not_work(onlooker, attack):
    least = onlooker.fool(FoolRequest(PHOTO, attack, 32)).smallest
    assert onlooker.fool(FoolRequest(PHOTO, attack, least)).fooled
    assert least > 1
    assert not onlooker.fool(FoolRequest(PHOTO, attack, least - 1)).fooled


@pytest.mark.parametrize("least", range(1, 33))
def test_bisection_finds_any_smallest_size(least):
    assert smallest(lambda size: size >= least) == least


def test_many_steps_fool_at_least_as_often_as_one(sight):
    photos = np.concatenate([example(n, 90 + n) for n in range(8)])
    aim = Aim(np.arange(8, dtype=np.int32))
    fooled = {
        (attack, size): fools(sight, attacked(sight, photos, aim, attack, size), aim).sum()
        for attack in Attack
        for size in (4, 8, 16, 32)
    }
    for size in (4, 8, 16, 32):
        assert fooled[Attack.PGD, size] >= fooled[Attack.FGSM, size]
    assert fooled[Attack.PGD, 32] == 8


def test_the_network_is_made_to_see_the_target(onlooker):
    result = onlooker.fool(FoolRequest(PHOTO, Attack.PGD, 32, target=CLASSES[2].zh))
    assert result.fooled
    assert result.target.wnid == result.after[0].wnid == CLASSES[2].wnid
    assert result.target.share == result.after[0].share


def test_something_else_is_not_the_target(onlooker):
    result = onlooker.fool(FoolRequest(PHOTO, Attack.PGD, 1, target=CLASSES[6].en))
    assert result.after[0].wnid != CLASSES[6].wnid
    assert not result.fooled


def test_an_unknown_target_is_answered_with_names_like_it(onlooker):
    with pytest.raises(EngineError) as caught:
        onlooker.fool(FoolRequest(PHOTO, target="goldfisch"))
    assert "goldfish" in caught.value.en
    assert "金鱼" in caught.value.zh


def test_a_target_that_is_seen_already_is_refused(onlooker):
    with pytest.raises(EngineError, match=f"sees {CLASSES[3].en} already"):
        onlooker.fool(FoolRequest(PHOTO, target=CLASSES[3].en))


@pytest.mark.parametrize(("height", "width", "mode"), [(16, 16, "RGB"), (37, 501, "RGB"), (48, 31, "L")])
def test_photos_may_be_tiny_odd_or_grey(onlooker, height, width, mode):
    photo = png(example(3, 4, height, width)[0], mode)
    result = onlooker.fool(FoolRequest(photo, Attack.PGD, 8))
    original = png(example(3, 4, height, width)[0].copy() if mode == "RGB" else np.repeat(_grey(photo), 3, -1))
    assert np.abs(values(result.picture) - values(original)).max() <= 8
    assert (result.height, result.width) == (height, width)


def test_the_same_photo_is_changed_the_same_way_twice(onlooker):
    request = FoolRequest(PHOTO, Attack.PGD, 4)
    assert onlooker.fool(request).picture == onlooker.fool(request).picture


@pytest.mark.parametrize("size", [1, 8, 32])
def test_the_change_is_drawn_around_grey_as_often_as_it_says(onlooker, size):
    result = onlooker.fool(FoolRequest(PHOTO, Attack.PGD, size))
    change = values(result.picture) - values(PHOTO)
    assert (values(result.difference) == 128 + change * result.amplified).all()
    assert result.amplified > 1


def test_a_change_beyond_the_scale_is_cut_off():
    assert difference(np.zeros((1, 1, 3), np.uint8), np.full((1, 1, 3), 9, np.uint8), 100).max() == 255


def test_photos_of_many_sizes_trace_nothing_anew():
    traced = []

    class Counting(BrightnessNetwork):
        def logits(self, pictures):
            traced.append(pictures.shape)
            return super().logits(pictures)

    sight = Sight(Counting())
    traced.clear()
    for height, width in ((16, 16), (40, 30), (33, 90)):
        photo = np.full((1, height, width, 3), 99, np.uint8)
        attacked(sight, photo, Aim(np.zeros(1, np.int32)), Attack.PGD, 2)
    assert len(traced) == 2  # once for the logits, once for the slope


def test_a_network_may_make_its_last_layer_when_it_is_first_asked():
    class Late(BrightnessNetwork):
        weight = None

        def logits(self, pictures):
            if self.weight is None:
                self.weight = tf.constant(1.0)
            return super().logits(pictures) * self.weight

    sight = Sight(Late())
    photo = np.full((1, 16, 16, 3), 130, np.uint8)
    aim = Aim(np.zeros(1, np.int32))
    assert fools(sight, attacked(sight, photo, aim, Attack.PGD, 4), aim).all()


def test_the_network_sees_the_whole_photo_and_its_mirrored_middle():
    photo = np.zeros((1, 30, 90, 3), np.float32)
    photo[:, :, :45] = 1  # white on the left
    through = lens(30, 90, SIDE)
    whole, middle = seen(tf.constant(photo), through.rows, through.columns).numpy()
    assert whole.shape == middle.shape == (SIDE, SIDE, 3)
    assert whole[:, :6] == pytest.approx(1, abs=0.1)
    assert middle[:, -6:] == pytest.approx(1, abs=0.1)
    assert middle[:, :6] == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("length", [5, 16, 333])
def test_a_plain_photo_stays_plain_at_the_size_that_is_seen(length):
    photo = tf.fill((1, length, length + 7, 3), 0.3)
    through = lens(length, length + 7, SIDE)
    assert seen(photo, through.rows, through.columns).numpy() == pytest.approx(0.3, abs=1e-4)


def test_success_is_counted_for_all_and_for_those_seen_rightly():
    photos = np.stack([np.full((8, 8, 3), value, np.uint8) for value in (130, 140, 130, 120)])
    labels = np.array([0, 0, 1, 1], np.int32)  # the third is seen wrongly, as 0
    table = attack_success(BrightnessNetwork(), Pictures(photos, labels), (2, 4), (Attack.FGSM,))
    assert table == {"fgsm": {"2": {"right": 0.0, "all": 0.0}, "4": {"right": 0.333, "all": 0.5}}}


def _grey(photo):
    import io

    from PIL import Image

    with Image.open(io.BytesIO(photo)) as image:
        return np.asarray(image)[..., None]
