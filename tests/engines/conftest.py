"""What tests of several modules here share."""

import pytest

from tests.engines.fake_engines import Gate


@pytest.fixture
def gate(tmp_path, monkeypatch):
    monkeypatch.setenv("GATE", str(tmp_path / "gate"))
    gate = Gate(tmp_path / "gate")
    yield gate
    gate.close()
