"""A sequence preset trains on recordings, with the guards and checkpoints of every training."""

import json
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sampler.errors import TrainingFailed
from sampler.families import family, presets
from sampler.nets.weights import named_weights
from sampler.recordings.store import Recordings
from sampler.rundir import RESUMED, read_config, read_history, read_marks, read_progress
from sampler.training import checkpoint
from sampler.training.build import build_model, compile_model
from sampler.training.fitting import FEEDS
from sampler.training.plan import Plan, load_division
from sampler.training.session import train
from sampler.training.windows import Windows
from tests.sampler.command_line import run_command
from tests.sampler.sequence.conftest import EPOCHS
from tests.sampler.small import small

UNTRAINED = {"wavenet", "lstm-vae-fft"}
"""Presets that differ from others of their families in sizes and a transform alone."""

EVERY = sorted(
    name
    for name, one in presets("recordings").items()
    if family(one.family).kind == "sequence" and name not in UNTRAINED
)


def test_an_epoch_is_recorded_in_bits(sequence_run: Path) -> None:
    history = read_history(sequence_run)
    assert {"loss", "bits", "val_loss", "val_bits"} <= set(history)
    np.testing.assert_allclose(history["bits"], np.divide(history["loss"], np.log(2)), rtol=1e-5)
    assert all(0 < bits < 8.5 for bits in history["val_bits"])
    assert history["bits"][-1] < history["bits"][0]


def test_files_that_validate_do_not_train(sequence_run: Path) -> None:
    _, division = load_division(read_config(sequence_run))
    training, validation = (set(one.groups) for one in (division.training, division.validation))
    assert training
    assert validation
    assert not training & validation


def test_a_single_recording_is_divided_into_parts(recordings: Path) -> None:
    data = Recordings.load(recordings)
    alone = Recordings(recordings, data.settings, data.chunks[:3])
    assert len(set(alone.groups)) == 3


@pytest.mark.parametrize("name", sorted(UNTRAINED))
def test_a_preset_that_is_not_trained_here_plays_its_first_weights(name: str) -> None:
    preset = small(name)
    loop = family(preset.family).sequence(preset.hyper).loop(named_weights(build_model(preset)))
    state = loop.start()
    numbers = np.random.default_rng(0).random((2, loop.numbers_per_block), np.float32)
    first, second = (loop.play(state, np.asarray(part, np.float32), 1.0) for part in numbers)
    assert first.shape == second.shape == (loop.block_samples,)
    assert np.abs(first).max() <= 1
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("name", EVERY)
def test_every_preset_takes_steps_that_change_its_weights(
    name: str, recordings: Path, tmp_path: Path
) -> None:
    done = train(Plan(small(name), recordings, epochs=1), tmp_path)
    assert (done.state, done.skipped) == ("finished", 0)
    fresh, trained = build_model(small(name)), build_model(small(name))
    checkpoint.load_weights(checkpoint.newest(tmp_path), trained)
    for before, after in zip(fresh.trainable_variables, trained.trainable_variables, strict=True):
        assert not np.array_equal(np.asarray(before), np.asarray(after)), before.path


def test_it_resumes_where_its_checkpoint_is(sequence_run: Path, recordings: Path, tmp_path: Path) -> None:
    run = shutil.copytree(sequence_run, tmp_path / "run")
    before = read_progress(run)
    train(Plan(small("samplernn-small"), recordings, epochs=EPOCHS + 1), run, resume=True)
    after = read_progress(run)
    assert after["step"] == before["step"] * (EPOCHS + 1) // EPOCHS
    assert [mark["kind"] for mark in read_marks(run)] == [RESUMED]
    assert read_history(run)["loss"][:EPOCHS] == read_history(sequence_run)["loss"]


def test_weights_that_run_away_end_with_a_sentence(recordings: Path, tmp_path: Path) -> None:
    wild = small("samplernn-small")
    object.__setattr__(wild, "learning_rate", 1e30)
    with pytest.raises(TrainingFailed, match="quarter of the learning rate"):
        train(Plan(wild, recordings, epochs=3), tmp_path)


def test_hits_and_recordings_are_not_confused(recordings: Path, data: Path, tmp_path: Path) -> None:
    refused = run_command("train", "modal", "--data", recordings, "--run", tmp_path / "a")
    assert refused.refused_with("holds recordings")
    refused = run_command("train", "samplernn-small", "--data", data, "--run", tmp_path / "b")
    assert refused.refused_with("prepare --recordings")


def test_windows_go_on_where_the_last_one_ended(recordings: Path) -> None:
    data = Recordings.load(recordings)
    batches = Windows(64, 256, 2).endless(data, seed=3)
    given = [next(batches) for _ in range(200)]
    for earlier, later in pairwise(given):
        for reader in range(2):
            heard = later["audio"][reader, :64]
            if later["begins"][reader, 0]:
                assert not heard.any()
            else:
                np.testing.assert_array_equal(heard, earlier["audio"][reader, -64:])
    assert 0 < np.mean([batch["begins"] for batch in given]) < 0.1


def test_states_are_carried_over_until_a_recording_begins(recordings: Path) -> None:
    preset = small("samplernn-small")
    model: Any = build_model(preset)
    compile_model(model, preset)
    rng = np.random.default_rng(0)
    audio = rng.uniform(-1, 1, (4, 64 + 256)).astype(np.float32)
    begins, goes_on = np.ones((4, 1), np.float32), np.zeros((4, 1), np.float32)

    def logits(flag: Any) -> Any:
        return np.asarray(model({"audio": audio, "begins": flag})["logits"])

    first = logits(begins)
    assert not np.allclose(logits(goes_on), first, atol=1e-6)
    np.testing.assert_allclose(logits(begins), first, atol=1e-6)


def test_an_epoch_is_no_longer_than_the_preset_says(recordings: Path) -> None:
    division = load_division(
        {
            "family": "samplernn",
            "data": str(recordings),
            "validation": None,
            "fingerprint": Recordings.load(recordings).fingerprint(),
            "held_out": ["melody 0.wav"],
        }
    )[1]
    feed = FEEDS["sequence"](Plan(small("samplernn-small"), recordings, epochs=1), division)
    assert feed.epoch_steps == 8


def test_a_changed_chunk_is_refused(sequence_run: Path, recordings: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(recordings, tmp_path / "data")
    index = json.loads((copied / "recordings.json").read_text())
    index["chunks"][0]["sha256"] = "0" * 64
    (copied / "recordings.json").write_text(json.dumps(index))
    run = shutil.copytree(sequence_run, tmp_path / "run")
    config = json.loads((run / "config.json").read_text()) | {"data": str(copied)}
    (run / "config.json").write_text(json.dumps(config))
    assert run_command("export", run, "--name", "melody", "--models", tmp_path).refused_with("has changed")
