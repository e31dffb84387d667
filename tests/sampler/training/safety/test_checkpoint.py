"""Checkpoints appear whole or not at all, and bring weights, optimiser and counters back."""

import json
import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path, PosixPath
from typing import IO, Any

import keras
import numpy as np
import pytest

from sampler.errors import BadRun
from sampler.nets.autoencoders import Autoencoder
from sampler.training import checkpoint


def small_model(seed: int = 0, units: int = 4) -> Autoencoder:
    """An autoencoder of three samples, compiled."""
    keras.utils.set_random_seed(seed)
    encoder, decoder = (
        keras.Sequential([keras.Input((3,)), keras.layers.Dense(units), keras.layers.Dense(3)])
        for _ in range(2)
    )
    model = Autoencoder(encoder, decoder)
    model.create_variables()
    model.compile(optimizer=keras.optimizers.Adam(0.01))
    model.optimizer.build(model.trainable_variables)
    return model


@pytest.fixture(scope="module")
def trained() -> Autoencoder:
    model = small_model()
    sounds = np.random.default_rng(0).standard_normal((32, 3)).astype("f4")
    model.fit({"audio": sounds, "features": sounds}, epochs=3, verbose=0)
    return model


def counters(step: int) -> dict[str, float]:
    return {"save": step, "step": step, "epoch": 1, "spent_s": 1.5}


def test_what_was_saved_comes_back(trained: Autoencoder, tmp_path: Path) -> None:
    checkpoint.save(tmp_path, trained, counters(3))
    other = small_model(seed=1)
    assert checkpoint.restore(checkpoint.newest(tmp_path), other) == counters(3)
    for a, b in zip(trained.weights, other.weights, strict=True):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))
    for a, b in zip(trained.optimizer.variables, other.optimizer.variables, strict=True):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))


def test_the_newest_counts_by_number_and_two_are_kept(trained: Autoencoder, tmp_path: Path) -> None:
    for step in (8, 9, 10, 100):
        checkpoint.save(tmp_path, trained, counters(step))
    assert checkpoint.newest(tmp_path).name == "checkpoint-100"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checkpoint-10", "checkpoint-100"]


def test_a_checkpoint_written_over_an_old_one_is_the_new_one_alone(tmp_path: Path) -> None:
    for step, units in ((1, 64), (2, 64), (3, 2)):
        checkpoint.save(tmp_path, small_model(units=units), counters(step))
    arrays = checkpoint.read_arrays(tmp_path / "checkpoint-3" / checkpoint.WEIGHTS)
    assert [array.shape for array in arrays] == [(), *2 * [(3, 2), (2,), (2, 3), (3,)]]


def test_what_a_checkpoint_holds_is_what_the_model_was_when_it_was_taken() -> None:
    snapshot, model = checkpoint.Snapshot(), small_model()
    for warmth in (0.25, 0.5):
        model.warmth.assign(warmth)
        snapshot.take(model)
        model.warmth.assign(0)
        assert snapshot.weights[0] == warmth


def test_a_number_can_be_saved_again(trained: Autoencoder, tmp_path: Path) -> None:
    for spent_s in (1.0, 2.0):
        checkpoint.save(tmp_path, trained, counters(5) | {"spent_s": spent_s})
    assert json.loads((tmp_path / "checkpoint-5" / "counters.json").read_text())["spent_s"] == 2


def test_an_unfinished_save_does_not_count(trained: Autoencoder, tmp_path: Path) -> None:
    whole = checkpoint.save(tmp_path, trained, counters(1))
    (tmp_path / checkpoint.UNFINISHED).mkdir()
    shutil.copy(whole / checkpoint.WEIGHTS, tmp_path / checkpoint.UNFINISHED)
    assert checkpoint.newest(tmp_path) == whole
    checkpoint.save(tmp_path, trained, counters(2))
    assert checkpoint.newest(tmp_path).name == "checkpoint-2"
    assert not list(tmp_path.glob(".*"))


def test_without_any_there_is_nothing_to_go_on_with(tmp_path: Path) -> None:
    with pytest.raises(BadRun, match="no checkpoint"):
        checkpoint.newest(tmp_path)


def test_a_checkpoint_that_is_dropped_while_it_is_read_is_not_taken_for_whole(
    trained: Autoencoder, tmp_path: Path
) -> None:
    class BusyDisk(PosixPath):
        """A file here is overwritten between its opening and the first byte that is read."""

        def open(self, *options: Any, **named: Any) -> IO[Any]:  # type: ignore[override]
            file: IO[Any] = super().open(*options, **named)
            for step in (2, 3):
                checkpoint.save(tmp_path, small_model(seed=step), counters(step))
            return file

    whole = checkpoint.save(tmp_path, trained, counters(1))
    model = small_model(seed=7)
    before = [np.array(weight) for weight in model.weights]
    with pytest.raises(BadRun, match="trains on"):
        checkpoint.load_weights(BusyDisk(whole), model)
    for kept, weight in zip(before, model.weights, strict=True):
        np.testing.assert_array_equal(kept, np.asarray(weight))


def test_a_reader_always_finds_the_newest_whole(trained: Autoencoder, tmp_path: Path) -> None:
    checkpoint.save(tmp_path, trained, counters(1))
    done, problems, looks = threading.Event(), [], 0

    def save() -> None:
        for step in range(2, 25):
            checkpoint.save(tmp_path, trained, counters(step))
        done.set()

    saver = threading.Thread(target=save)
    saver.start()
    while not done.is_set():
        newest = checkpoint.newest(tmp_path)
        names: set[str] = set()
        with suppress(FileNotFoundError):
            names = {*os.listdir(newest)}
        if checkpoint.newest(tmp_path) != newest:
            continue  # another save may have passed meanwhile, and the next one dropped it
        looks += 1
        if names != {checkpoint.WEIGHTS, checkpoint.OPTIMIZER, checkpoint.COUNTERS}:
            problems.append((newest.name, names))
    saver.join()
    assert not problems
    assert looks > 10
