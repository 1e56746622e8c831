"""The transformer's own promises: any size, no seams, each picture by itself, one graph for all."""

import numpy as np
import pytest

from engines.style import weights
from engines.style.transformer import Transformer
from tests.engines.style.conftest import landscape

NUMBERS = np.random.default_rng(7).normal(0, 0.6, (3, 100)).astype(np.float32)


def test_strips_leave_no_seam(transformer):
    picture = landscape(203, 118)[None]
    whole = transformer.paint(picture, NUMBERS[:1])
    narrow = Transformer(weights.load(), strip_pixels=120 * 16).paint(picture, NUMBERS[:1])
    assert np.abs(narrow - whole).max() < 1e-4


@pytest.mark.parametrize(("height", "width"), [(16, 16), (17, 61), (64, 30), (99, 131)])
def test_a_painting_is_as_large_as_its_photo(transformer, height, width):
    painted = transformer.paint(landscape(height, width)[None], NUMBERS[:1])
    assert painted.shape == (1, height, width, 3)
    assert (painted >= 0).all()
    assert (painted <= 1).all()


def test_pictures_painted_together_come_out_as_they_do_alone(transformer):
    pictures = np.stack([landscape(60, 84, seed) for seed in range(3)])
    together = transformer.paint(pictures, NUMBERS)
    alone = [transformer.paint(pictures[i : i + 1], NUMBERS[i : i + 1])[0] for i in range(3)]
    assert np.abs(together - alone).max() < 1e-4


def test_new_sizes_trace_no_new_graph(transformer):
    transformer.paint(landscape(32, 32)[None], NUMBERS[:1])
    stages = [*transformer._contract, transformer._residual, *transformer._expand]
    traced = [stage.experimental_get_tracing_count() for stage in stages]
    for height, width in ((40, 56), (77, 33), (120, 24)):
        transformer.paint(np.stack([landscape(height, width)] * 2), NUMBERS[:2])
    assert [stage.experimental_get_tracing_count() for stage in stages] == traced == [1] * len(stages)
