"""The flagship in training: what is measured is set before it, and it learns the map within an epoch."""

from pathlib import Path

import numpy as np
import pytest
from keras import ops

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
    assert {"loss", "distance", "scores", "exact", "pitch", "kl_map", "val_distance"} <= set(history)
    assert all(np.isfinite(values).all() for values in history.values())


def test_scores_of_the_training_sounds_give_their_gains_back(arrays: Arrays) -> None:
    """A dozen sounds differ in eleven components, and there are eight of each kind of part."""
    model = build_model(small("modal", scores=(16, 16, 16)))
    warm_start = family(small("modal").family).warm_start
    assert warm_start is not None
    warm_start(model, arrays)
    features = arrays["features"]
    scores = model.networks.scores(features)
    again = ops.convert_to_numpy(model.networks.gains(scores))
    np.testing.assert_allclose(again, features[:, model.layout.gains], atol=0.02)
    spread = ops.convert_to_numpy(scores).std(axis=0)
    assert np.all((spread < 1.01) & ((spread > 0.9) | (spread < 0.1)))


def test_training_leaves_the_components_alone(modal_run: Path, arrays: Arrays) -> None:
    model = build_model(small("modal"))
    trained = {variable.path for variable in model.trainable_variables}
    fixed = [*model.networks.scores.weights, *model.networks.gains.weights]
    assert fixed
    assert not trained & {variable.path for variable in fixed}


def test_own_detail_and_tune_make_the_measured_pitch_wherever_the_map_puts_a_sound(arrays: Arrays) -> None:
    model = build_model(small("modal"))
    encoded = ops.convert_to_numpy(model.latent_means(arrays["features"]))
    pitch = 12 * ops.convert_to_numpy(model.networks.pitch(encoded[:, :2])) + encoded[:, -1:]
    measured = 12 * arrays["features"][:, model.layout.at["octaves"]][:, :1]
    present = arrays["features"][:, model.layout.at["present"]][:, :1] > 0
    assert present.any()
    np.testing.assert_allclose(pitch[present], measured[present], atol=1e-3)


def test_longer_sounds_have_more_frames() -> None:
    hyper = dict(changed(preset("modal"), ["length_samples=65536"]).hyper)
    assert family("parts").capabilities(hyper).noise_frames == 1025
