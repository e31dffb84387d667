"""The flagship in training: it learns within an epoch, and its warm start is worth having."""

from pathlib import Path

import numpy as np
import pytest

from sampler.families import family, preset
from sampler.families.base import Arrays, changed
from sampler.rundir import read_config, read_history, read_progress
from sampler.training.arrays import make_arrays
from sampler.training.build import build_model
from sampler.training.plan import load_division
from tests.sampler.small import small


@pytest.fixture(scope="module")
def arrays(modal_run: Path) -> Arrays:
    """What `modal_run` trained on."""
    chosen = small("modal")
    division = load_division(read_config(modal_run))[1]
    can = family(chosen.family).capabilities(chosen.hyper)
    return make_arrays(division.training, can)


def test_an_epoch_ends_finished_with_every_part_of_its_loss(modal_run: Path) -> None:
    history = read_history(modal_run)
    assert read_progress(modal_run)["state"] == "finished"
    assert {"loss", "distance", "kl_map", "kl_detail", "val_distance"} <= set(history)
    assert all(np.isfinite(values).all() for values in history.values())


@pytest.mark.parametrize("changes", [[], ["noise_fft=512", "noise_bands=72"]])
def test_the_warm_start_begins_closer_to_the_sounds(arrays: Arrays, changes: list[str]) -> None:
    model = build_model(changed(small("modal"), changes))

    def distance_db() -> float:
        made = model({"features": arrays["features"]}, training=False)["audio"]
        return float(np.mean(np.asarray(model.distance(made, arrays["audio"]))))

    cold = distance_db()
    warm_start = family("modal").warm_start
    assert warm_start is not None
    warm_start(model, arrays)
    assert distance_db() < cold - 5


def test_the_warm_start_centres_on_the_typical_envelope(arrays: Arrays) -> None:
    """Each component has the spread of the sounds along it, the widest first."""
    model = build_model(small("modal"))
    warm_start = family("modal").warm_start
    assert warm_start is not None
    warm_start(model, arrays)
    kernel, typical = (np.asarray(weight) for weight in model.core.get_layer("noise_log_gains").weights)
    assert np.isfinite(kernel).all()
    assert np.isfinite(typical).all()
    spread = np.linalg.norm(kernel, axis=1)
    components = min(len(arrays["audio"]) - 1, len(kernel))
    assert np.all(spread[:components] > 1e-3)
    assert np.all(np.diff(spread[:components]) <= 1e-3)


def test_noise_of_more_points_has_longer_frames() -> None:
    """And what does not say how many has as many as ever."""
    hyper = dict(changed(preset("modal"), ["noise_fft=512"]).hyper)
    unsaid = {name: value for name, value in hyper.items() if name != "noise_fft"}
    assert [family("modal").capabilities(each).noise_frames for each in (hyper, unsaid)] == [257, 513]
    assert family("modal").build(hyper).decoder.output_shape == (None, hyper["length_samples"])
