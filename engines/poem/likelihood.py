"""How likely the network finds the characters of a poem."""

from __future__ import annotations

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engines.poem.network import TITLE_LENGTH, PoemNetwork
from engines.requests import Form


def character_losses(logits: tf.Tensor, poems: tf.Tensor) -> tf.Tensor:
    """Negative log-probability, in nats, of every character: logits (batch, slots, vocabulary) and poems (batch, slots)
    give (batch, slots).
    """
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=poems, logits=logits)


class Likelihood:
    """Log-probabilities of whole poems, conditioned on the form, and on titles where there are any.

    One compiled graph a form, and another where titles are read.
    """

    def __init__(self, network: PoemNetwork) -> None:
        self._network = network
        self._graphs = {(form, titled): self._graph(form, titled=titled) for form in Form for titled in (False, True)}

    @property
    def traces(self) -> int:
        """How many times a graph has been traced so far."""
        return sum(graph.experimental_get_tracing_count() for graph in self._graphs.values())

    def log_probabilities(
        self, form: Form, poems: NDArray[np.int32], titles: NDArray[np.int32] | None = None
    ) -> NDArray[np.float32]:
        """(batch, slots) indices give (batch, slots) nats; titles: (batch, TITLE_LENGTH), -1 where shorter."""
        inputs = (poems,) if titles is None else (poems, titles)
        found: NDArray[np.float32] = self._graphs[form, titles is not None](*inputs).numpy()
        return found

    def _graph(self, form: Form, *, titled: bool) -> tf.types.experimental.PolymorphicFunction:
        slots = form.line_count * form.line_length

        def log_probabilities(poems: tf.Tensor, titles: tf.Tensor | None = None) -> tf.Tensor:
            return -character_losses(self._network(poems, titles, form=form), poems)

        signature = [tf.TensorSpec((None, slots), tf.int32), tf.TensorSpec((None, TITLE_LENGTH), tf.int32)]
        return tf.function(log_probabilities, input_signature=signature[: 1 + titled], autograph=False)
