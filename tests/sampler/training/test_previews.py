"""What a map sounded like on the way: made at fixed places, thinned out, forgotten where a run goes back."""

from pathlib import Path

import numpy as np
import soundfile

from sampler.constants import RATE_HZ
from sampler.training.plan import Plan
from sampler.training.previews import (
    KEPT,
    POSITIONS,
    Preview,
    drop_later,
    preview_sound,
    read_previews,
    write_preview,
)
from sampler.training.session import train
from tests.sampler.small import LENGTH_SAMPLES, small

SOUNDS = [np.full(8, 0.5, np.float32)] * len(POSITIONS)


def test_a_training_writes_the_first_and_the_last(data: Path, tmp_path: Path) -> None:
    done = train(Plan(small("ae-small-tanh"), data, epochs=2), tmp_path)
    first, last = read_previews(tmp_path)
    assert (first.epoch, last.epoch, last.step) == (1, 2, done.step)
    assert 0 < first.elapsed_s < last.elapsed_s
    for place in range(len(POSITIONS)):
        before, after = (soundfile.read(preview_sound(tmp_path, one.step, place)) for one in (first, last))
        assert (len(after[0]), after[1]) == (LENGTH_SAMPLES, RATE_HZ)
        assert 0.5 < np.abs(after[0]).max() <= 1
        assert not np.array_equal(before[0], after[0])


def test_some_are_kept_spread_over_the_run(tmp_path: Path) -> None:
    for minute in range(1, 61):
        write_preview(tmp_path, Preview(100 * minute, minute, 60.0 * minute), SOUNDS)
    kept = read_previews(tmp_path)
    assert len(kept) == KEPT == len(list((tmp_path / "previews").iterdir()))
    times = np.array([one.elapsed_s for one in kept])
    assert (times[0], times[-1]) == (60, 3600)
    assert np.diff(times).max() <= 900


def test_what_a_run_goes_back_before_is_forgotten(tmp_path: Path) -> None:
    for step in (100, 200, 300):
        write_preview(tmp_path, Preview(step, step // 100, float(step)), SOUNDS)
    write_preview(tmp_path, Preview(200, 2, 250.0), SOUNDS)
    drop_later(tmp_path, 200)
    assert [(one.step, one.elapsed_s) for one in read_previews(tmp_path)] == [(100, 100.0), (200, 250.0)]


def test_none_before_the_first_epoch(tmp_path: Path) -> None:
    assert read_previews(tmp_path) == []
