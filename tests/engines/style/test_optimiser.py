import numpy as np
import pytest
from PIL import Image

from engines.requests import StyleLoss
from engines.style.losses import gram
from engines.style.optimiser import draw_losses, growing, optimise, shares
from tests.engines.style.tiny_network import TinyNetwork

RED, BLUE = (0.8, 0.2, 0.1), (0.1, 0.2, 0.8)
both = pytest.mark.parametrize("loss", list(StyleLoss))


@pytest.fixture(scope="module")
def network():
    """One for all tests, because the optimisation is compiled for each."""
    return TinyNetwork()


def photo(height=24, width=30):
    """A slope of greys with a bright square."""
    grey = np.linspace(0.1, 0.7, height * width, dtype=np.float32).reshape(height, width, 1)
    grey = grey.repeat(3, -1)
    grey[height // 4 : height // 2, width // 4 : width // 2] = 0.9
    return grey


def painting(colour, height=26, width=20, seed=0):
    """Speckles of one colour."""
    light = np.random.default_rng(seed).uniform(0.4, 1.2, (height, width, 1))
    return np.clip(light * colour, 0, 1).astype(np.float32)


def texture_gap(network, picture, style):
    seen, wanted = (gram(network.maps(image[None], ["shallow"])["shallow"]).numpy() for image in (picture, style))
    return np.abs(seen - wanted).mean()


class AfterSteps:
    """A deadline that comes after so many steps."""

    def __init__(self, steps):
        self.left = steps

    def __call__(self):
        self.left -= 1
        return self.left < 0


@both
def test_the_loss_falls_and_the_texture_comes_closer_to_the_styles(network, loss):
    style = painting(RED)
    fine = optimise(photo(), [style], [1.0], photo(), network=network, loss=loss, steps=60)
    assert fine.finished
    assert len(fine.losses) == 60
    assert min(fine.losses[-16:]) < fine.losses[0] / 2
    assert texture_gap(network, fine.picture, style) < texture_gap(network, photo(), style) / 2


def test_the_same_request_gives_the_same_picture(network):
    again = [
        optimise(
            photo(60, 70), [painting(RED)], [1.0], photo(60, 70), network=network, loss=StyleLoss.SORTED, steps=5
        ).picture
        for _ in range(2)
    ]
    assert again[0] == pytest.approx(again[1], abs=1e-4)


def test_the_picture_stays_within_its_bounds(network):
    fine = optimise(photo(), [painting((1, 1, 1))], [1.0], photo(), network=network, steps=60)
    assert fine.picture.dtype == np.float32
    assert fine.picture.min() >= 0
    assert fine.picture.max() <= 1


def test_the_weaker_the_style_the_closer_the_picture_to_the_photo(network):
    moved = [
        np.abs(
            optimise(photo(), [painting(RED)], [1.0], photo(), network=network, steps=40, strength=strength).picture
            - photo()
        ).mean()
        for strength in (0.0, 0.5, 1.0)
    ]
    assert moved[0] < moved[1] < moved[2]


def test_content_that_the_start_has_lost_comes_back_at_no_strength(network):
    def lost(picture):
        seen, wanted = (network.maps(image[None], ["deep"])["deep"].numpy() for image in (picture, photo()))
        return np.abs(seen - wanted).mean()

    grey = np.full_like(photo(), 0.4)
    fine = optimise(photo(), [painting(RED)], [1.0], grey, network=network, steps=60, strength=0.0)
    assert lost(fine.picture) < 0.75 * lost(grey)


@both
def test_styles_mix_by_their_weights(network, loss):
    def blueness(*weights):
        styles = [painting(RED), painting(BLUE, 40, 31, seed=1)]
        fine = optimise(photo(), styles, weights, photo(), network=network, loss=loss, steps=40)
        return float((fine.picture[..., 2] - fine.picture[..., 0]).mean())

    mostly_red, half, mostly_blue = blueness(9, 1), blueness(2, 2), blueness(1, 9)
    assert mostly_red < half < mostly_blue


def test_the_deadline_returns_the_best_so_far_at_the_size_asked_for(network):
    content = photo(20, 380)
    fine = optimise(content, [painting(RED)], [1.0], content, network=network, steps=30, deadline=AfterSteps(6))
    assert not fine.finished
    assert len(fine.losses) == 6
    assert fine.picture.shape == content.shape
    assert np.abs(fine.picture - content).mean() > 0.01


def test_a_deadline_already_past_returns_the_start(network):
    start = painting(BLUE, 20, 380)
    fine = optimise(photo(20, 380), [painting(RED)], [1.0], start, network=network, deadline=lambda: True)
    assert not fine.finished
    assert fine.losses == ()
    assert fine.picture == pytest.approx(start, abs=1e-5)


def test_what_report_raises_ends_the_optimisation_and_comes_out(network):
    seen = []

    def cancel(fraction, picture):
        seen.append(fraction)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        optimise(photo(), [painting(RED)], [1.0], photo(), network=network, report=cancel)
    assert len(seen) == 3


def test_previews_grow_from_coarse_to_fine_and_the_fraction_rises_to_one(network):
    told = []
    content = photo(20, 380)
    fine = optimise(
        content, [painting(RED)], [1.0], content, network=network, steps=10,
        report=lambda fraction, picture: told.append((fraction, picture)),
    )  # fmt: skip
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(set(fractions))
    assert fractions[-1] == pytest.approx(1)
    assert list(dict.fromkeys(picture.shape[:2] for _, picture in told)) == growing(20, 380, 512)
    assert told[-1][1] == pytest.approx(fine.picture)


@both
@pytest.mark.parametrize("size", [(1, 1), (1, 200), (19, 1), (2, 3), (33, 17)])
def test_odd_and_tiny_pictures_are_painted_at_their_own_size(network, loss, size):
    fine = optimise(
        photo(*size), [painting(RED, *size[::-1])], [1.0], photo(*size), network=network, loss=loss, steps=2
    )
    assert fine.picture.shape == (*size, 3)
    assert np.isfinite(fine.picture).all()


def test_the_long_side_is_what_was_asked_for_and_never_more_than_the_contents():
    assert growing(300, 400, 200)[-1] == (150, 200)
    assert growing(300, 400, 512)[-1] == (300, 400)


def test_sizes_double_their_pixels_up_to_the_largest():
    sizes = growing(512, 384, 512)
    assert sizes == [(181, 136), (256, 192), (362, 272), (512, 384)]


def test_every_step_is_taken_and_coarse_sizes_take_more_of_them():
    counts = shares(200, 4)
    assert sum(counts) == 200
    assert counts == sorted(counts, reverse=True)
    assert shares(1, 4) in ([1, 0, 0, 0], [0, 1, 0, 0])


def test_the_loss_curve_is_a_picture(tmp_path):
    draw_losses([1.0, 0.5, 0.3], tmp_path / "curve.png")
    with Image.open(tmp_path / "curve.png") as curve:
        assert curve.format == "PNG"
        assert min(curve.size) > 400
