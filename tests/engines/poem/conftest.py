"""A small untrained network for what holds for any weights, and the trained writer for what people get."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engines import manifest
from engines.poem import weights
from engines.poem.network import PoemNetwork, Sizes
from engines.poem.prosody import ProsodyTables
from engines.poem.rhyme_book import rhyme_groups
from engines.poem.vocabulary import Vocabulary
from engines.poem.writer import WEIGHTS_FILE, Writer
from engines.requests.words import FILE, WordFile


@pytest.fixture(scope="session")
def small() -> weights.TrainedPoemNetwork:
    """Two layers of 32 over a third of the rhyme book's characters; every weight random, the zero-started ones too."""
    members = sorted({c for group in rhyme_groups().values() for c in group.characters})
    vocabulary = Vocabulary("".join(members[::3]), unknown_types=50)
    tables = ProsodyTables.of([*vocabulary.characters, ""])
    network = PoemNetwork(Sizes(vocabulary.size, width=32, layers=2, heads=2), tables.rhymes.T, name="poem_network")
    network.build()
    random = np.random.default_rng(3)
    for weight in network.weights:
        weight.assign(random.normal(1.0 if "norm" in weight.path else 0.0, 0.2, weight.shape))
    return weights.TrainedPoemNetwork(network, vocabulary, tables.group_names)


@pytest.fixture(scope="session")
def writer() -> Writer:
    """The trained network of the repository, without a corpus."""
    file = manifest.read(WEIGHTS_FILE)
    return Writer(weights.load(file.content), file.model, corpus=None, words=WordFile(FILE))


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    return tmp_path / "run"
