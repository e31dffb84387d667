"""A training that runs away says so, and its last good checkpoint stays."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sampler.errors import TrainingFailed
from sampler.rundir import read_history, read_progress
from sampler.training import checkpoint
from sampler.training.build import build_model
from sampler.training.plan import Plan
from sampler.training.session import train
from tests.sampler.small import TINY

ABSURD = replace(TINY, learning_rate=1e30)


def test_it_fails_at_once_and_the_last_good_checkpoint_stays(run_copy: Path, data: Path) -> None:
    good, history = checkpoint.newest(run_copy), read_history(run_copy)
    before = {path.name: path.read_bytes() for path in good.iterdir()}
    with pytest.raises(TrainingFailed, match="no longer a number"):
        train(Plan(ABSURD, data, epochs=50), run_copy, resume=True)
    progress = read_progress(run_copy)
    assert progress["state"] == "failed"
    assert "no longer a number" in progress["error"]
    assert progress["step"] <= 20
    assert checkpoint.newest(run_copy) == good
    assert {path.name: path.read_bytes() for path in good.iterdir()} == before
    assert read_history(run_copy) == history
    model = build_model(TINY)
    checkpoint.load_weights(good, model)
    assert all(np.isfinite(np.asarray(one)).all() for one in model.trainable_variables)
