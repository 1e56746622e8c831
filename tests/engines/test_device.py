"""What is computed on, decided from what there is."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from engines.device import Gpu, Sight, cores, decide

ROOT = Path(__file__).resolve().parents[2]
LAPTOP = Sight(
    tensorflow="2.21.0",
    gpus=(),
    hidden=False,
    driver=False,
    cuda_build=True,
    cuda_libraries=False,
    cores=4,
    onednn=True,
)


def with_gpus(*capabilities):
    gpus = tuple(Gpu(f"card {i}", capability) for i, capability in enumerate(capabilities))
    return decide(replace(LAPTOP, gpus=gpus, driver=True, cuda_libraries=True))


def test_a_machine_without_a_gpu_computes_in_float32_on_its_processor():
    device = decide(LAPTOP)
    assert (device.kind, device.names, device.precision) == ("CPU", (), "float32")


@pytest.mark.parametrize(
    ("capability", "precision"),
    [
        ((6, 1), "float32"),
        ((7, 0), "mixed_float16"),
        ((7, 5), "mixed_float16"),
        ((8, 0), "mixed_bfloat16"),
        ((9, 0), "mixed_bfloat16"),
        (None, "float32"),
    ],
)
def test_half_precision_is_used_where_a_gpu_is_fast_at_it(capability, precision):
    device = with_gpus(capability)
    assert (device.kind, device.names, device.precision) == ("GPU", ("card 0",), precision)


def test_of_several_gpus_the_weakest_sets_the_precision():
    assert with_gpus((9, 0), (7, 5)).precision == "mixed_float16"
    assert with_gpus((9, 0), None).precision == "float32"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "no NVIDIA driver was found"),
        ({"driver": True}, "pip install -e '.[gpu]'"),
        ({"driver": True, "cuda_libraries": True}, "the driver is too old"),
        ({"cuda_build": False}, "no CUDA"),
        ({"hidden": True}, "CUDA_VISIBLE_DEVICES"),
    ],
)
def test_the_reason_says_why_no_gpu_is_used_and_what_would_help(changes, said):
    assert said in decide(replace(LAPTOP, **changes)).reasons[0]


def test_an_operation_gets_a_thread_for_each_physical_core():
    assert (decide(LAPTOP).intra_threads, decide(LAPTOP).inter_threads) == (4, 2)
    single = decide(replace(LAPTOP, cores=1))
    assert (single.intra_threads, single.inter_threads) == (1, 1)


def test_no_more_cores_are_counted_than_this_process_may_use():
    assert 1 <= cores() <= (os.cpu_count() or 1)


def test_rounding_by_onednn_is_mentioned_where_it_is_on():
    assert any("oneDNN" in reason for reason in decide(LAPTOP).reasons)
    assert not any("oneDNN" in reason for reason in decide(replace(LAPTOP, onednn=False)).reasons)


def test_the_shell_says_what_is_used_without_a_word_of_tensorflows_own():
    command = [sys.executable, "-m", "engines", "device", "--json"]
    environment = os.environ | {"CUDA_VISIBLE_DEVICES": "-1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert said["kind"] == "CPU"
    assert said["precision"] == "float32"
    assert said["intra_threads"] == cores()
    assert "CUDA_VISIBLE_DEVICES" in said["reasons"][0]
