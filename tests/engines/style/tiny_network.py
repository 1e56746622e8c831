"""An image network small enough for tests: two random convolutions."""

import tensorflow as tf


class TinyNetwork:
    def __init__(self):
        self.style_layers = {"shallow": 4.0, "deep": 1.0}
        self.content_layer = "deep"
        self.model = "tiny"
        self._shallow = 0.5 * tf.random.stateless_normal((3, 3, 3, 8), (1, 2))
        self._deep = 0.2 * tf.random.stateless_normal((3, 3, 8, 8), (3, 4))

    def maps(self, picture, names):
        shallow = tf.nn.relu(tf.nn.conv2d(picture - 0.5, self._shallow, 1, "SAME"))
        found = {"shallow": shallow, "deep": tf.nn.relu(tf.nn.conv2d(shallow, self._deep, 2, "SAME"))}
        return {name: found[name] for name in names}
