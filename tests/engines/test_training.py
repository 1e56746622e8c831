import json

import keras
import numpy as np
import pytest

from engines import training
from engines.curves import draw
from engines.requests import EngineError
from engines.training import Checkpoint, Clock


def run(folder, clock, seconds, step, **options):
    saved = []
    training.run(
        clock, seconds, step=step, measure=lambda: {"figure": 7}, save=lambda: saved.append(clock.step), folder=folder,
        **options,
    )  # fmt: skip
    return saved


def one_step(clock, loss=1.0):
    def step(_share):
        clock.step += 1
        return loss

    return step


def test_the_rate_warms_up_holds_and_falls_to_nothing():
    def rate(step, share):
        return training.rate(step, share, warm_up=100, decay_from=0.4)

    assert rate(0, 0.0) == pytest.approx(0.01)
    assert rate(500, 0.3) == 1.0
    assert rate(500, 0.7) == pytest.approx(0.5)
    assert rate(500, 1.0) == 0.0


def test_a_run_ends_with_its_time_and_leaves_a_point_and_a_checkpoint(tmp_path):
    clock = Clock()
    saved = run(tmp_path, clock, 0.01, one_step(clock))
    assert saved == [clock.step]
    (point,) = map(json.loads, (tmp_path / "curve.jsonl").read_text(encoding="utf-8").splitlines())
    assert (point["step"], point["loss"], point["figure"]) == (clock.step, 1.0, 7)
    assert point["seconds"] >= 0.01


def test_a_long_run_saves_now_and_then(tmp_path):
    clock = Clock()
    assert len(run(tmp_path, clock, 0.05, one_step(clock), between_points=0.01)) > 1


def test_steps_are_told_how_much_of_the_time_has_passed(tmp_path):
    clock, shares = Clock(seconds=3.0), []

    def step(share):
        shares.append(share)
        clock.seconds += 1.0
        return 0.0

    run(tmp_path, clock, 6.0, step)
    assert shares[0] == 0.5
    assert shares == sorted(shares)
    assert shares[-1] < 1


def test_ctrl_c_saves_before_it_ends_the_run(tmp_path):
    clock, saved = Clock(), []

    def step(_share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        training.run(clock, 9, step=step, measure=dict, save=lambda: saved.append(True), folder=tmp_path)
    assert saved == [True]


def test_a_checkpoint_brings_back_variables_and_clock(tmp_path):
    kept, fresh = (keras.Variable(np.full((2, 3), value, np.float32)) for value in (5, 0))
    Checkpoint(tmp_path, [kept]).save(Clock(step=4, examples=9, seconds=1.5))
    assert Checkpoint(tmp_path, [fresh]).restore() == Clock(step=4, examples=9, seconds=1.5)
    assert (fresh.numpy() == 5).all()


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 and no more"])
def test_without_a_checkpoint_that_can_be_read_the_way_to_a_new_run_is_said(tmp_path, content):
    if content is not None:
        (tmp_path / "checkpoint.npz").write_bytes(content)
    with pytest.raises(EngineError, match="--resume"):
        Checkpoint(tmp_path, [keras.Variable(0.0)]).restore()


def test_a_resumed_run_keeps_the_recipe_that_it_began_with(tmp_path):
    assert training.begin(tmp_path / "run", {"width": 8}, resume=False) == {"width": 8}
    assert training.begin(tmp_path / "run", {"width": 9}, resume=True) == {"width": 8}


def test_there_is_nothing_to_resume_in_an_empty_folder(tmp_path):
    with pytest.raises(EngineError, match="--resume"):
        training.begin(tmp_path, {}, resume=True)


def test_a_run_is_not_begun_over_another(tmp_path):
    training.begin(tmp_path, {}, resume=False)
    Checkpoint(tmp_path, []).save(Clock())
    with pytest.raises(EngineError, match="--folder"):
        training.begin(tmp_path, {}, resume=False)


def test_a_curve_is_drawn_without_the_lines_that_lack_a_point(tmp_path):
    points = [{"seconds": 60, "whole": 1.0}, {"seconds": 120, "whole": 0.5, "late": 3.0}]
    (tmp_path / "curve.jsonl").write_text("\n".join(map(json.dumps, points)), encoding="utf-8")
    draw(
        tmp_path / "curve.jsonl",
        tmp_path / "curve.png",
        {"whole": lambda point: point["whole"], "late": lambda point: point.get("late")},
        title="title",
        figure_of="figure",
    )
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_a_run_is_taken_up_or_begins_with_other_weights_but_not_both(tmp_path):
    training.refuse_both(resume=True, begin_with=None)
    training.refuse_both(resume=False, begin_with=tmp_path)
    with pytest.raises(EngineError, match="choose one"):
        training.refuse_both(resume=True, begin_with=tmp_path)
