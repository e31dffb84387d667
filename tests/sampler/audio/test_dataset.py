"""`dataset.npz`: what goes in comes out, damaged files are refused."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.audio.dataset import Dataset, group_of
from sampler.errors import BadDataset

Floats = NDArray[np.float32]


@pytest.fixture
def dataset(hit: Floats) -> Dataset:
    sounds = [hit, hit[:5_000] * np.float32(0.01)]
    names = ["kit/Snare__1 'soft' ü.wav", "other/a.flac"]
    return Dataset(names, sounds, [int(np.argmax(np.abs(sound))) for sound in sounds])


def test_saved_sounds_come_back_98_db_clean(tmp_path: Path, dataset: Dataset) -> None:
    dataset.save(tmp_path)
    loaded = Dataset.load(tmp_path)
    assert loaded.names == dataset.names
    assert loaded.peaks == dataset.peaks
    for was, now in zip(dataset.samples, loaded.samples, strict=True):
        assert now.dtype == np.float32
        np.testing.assert_allclose(now, was, atol=np.abs(was).max() / 65_000)
        assert np.argmax(np.abs(now)) == np.argmax(np.abs(was))


def test_fingerprint_survives_saving_and_notices_change(tmp_path: Path, dataset: Dataset) -> None:
    dataset.save(tmp_path / "dataset.npz")
    assert Dataset.load(tmp_path / "dataset.npz").fingerprint() == dataset.fingerprint()
    dataset.samples[1][7] += 0.001
    assert Dataset.load(tmp_path).fingerprint() != dataset.fingerprint()


def test_the_same_dataset_is_the_same_file(tmp_path: Path, dataset: Dataset) -> None:
    dataset.save(tmp_path / "a.npz")
    dataset.save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_an_empty_dataset_can_be_kept(tmp_path: Path) -> None:
    Dataset([], [], []).save(tmp_path)
    assert len(Dataset.load(tmp_path)) == 0


def test_groups_hold_the_takes_of_one_drum_together(dataset: Dataset) -> None:
    assert dataset.groups == ["kit/Snare", "other/a"]
    assert group_of("a/TR-808__clap__cp.ogg") == group_of("a/TR-808__x.wav") == "a/TR-808"
    assert group_of("snare.wav") == "snare"


def test_a_missing_dataset_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match="sampler prepare"):
        Dataset.load(tmp_path)


def test_damaged_datasets_are_refused(tmp_path: Path, dataset: Dataset) -> None:
    file = tmp_path / "dataset.npz"
    dataset.save(file)
    content = file.read_bytes()
    for spoilt in (b"", b"no archive", content[:-400], content[: len(content) // 2]):
        file.write_bytes(spoilt)
        with pytest.raises(BadDataset, match="prepare the folder again"):
            Dataset.load(file)


def test_pickles_are_never_opened(tmp_path: Path) -> None:
    np.savez(tmp_path / "dataset.npz", format=np.array([{"a": 1}], object), allow_pickle=True)
    with pytest.raises(BadDataset):
        Dataset.load(tmp_path)


def test_a_peak_outside_its_sound_is_refused(tmp_path: Path, dataset: Dataset) -> None:
    Dataset(dataset.names, dataset.samples, [0, 5_000]).save(tmp_path)
    with pytest.raises(BadDataset):
        Dataset.load(tmp_path)
