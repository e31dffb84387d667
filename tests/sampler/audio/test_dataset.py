"""`dataset.npz`: saved hits are loaded unchanged, damaged files are refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.dataset.hits import Dataset, group_of, read_sounds
from sampler.errors import BadDataset

Floats = NDArray[np.float32]


@pytest.fixture
def dataset(hit: Floats) -> Dataset:
    sounds = [hit, hit[:5_000] * np.float32(0.01)]
    names = ["kit/Snare__1 'soft' ü.wav", "other/a.flac"]
    return Dataset(names, sounds, [int(np.argmax(np.abs(sound))) for sound in sounds])


def test_saved_hits_are_loaded_with_noise_98_db_below_their_peak(tmp_path: Path, dataset: Dataset) -> None:
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


def test_an_empty_dataset_is_saved_and_loaded(tmp_path: Path) -> None:
    Dataset([], [], []).save(tmp_path)
    assert len(Dataset.load(tmp_path)) == 0


def test_recordings_of_one_drum_share_a_group(dataset: Dataset) -> None:
    assert dataset.groups == ["kit/Snare", "other/a"]
    assert group_of("a/TR-808__clap__cp.ogg") == group_of("a/TR-808__x.wav") == "a/TR-808"
    assert group_of("snare.wav") == "snare"


def test_a_missing_dataset_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match="sampler prepare"):
        Dataset.load(tmp_path)


def require_refused(file: Path) -> None:
    """Assert that both readers refuse the file."""
    for read in (Dataset.load, lambda file: list(read_sounds(file))):
        with pytest.raises(BadDataset, match="prepare the folder again"):
            read(file)


def test_damaged_datasets_are_refused(tmp_path: Path, dataset: Dataset) -> None:
    file = tmp_path / "dataset.npz"
    dataset.save(file)
    content = file.read_bytes()
    for spoilt in (
        b"",
        b"no archive",
        content[:-400],
        content[: len(content) // 2],
        content.replace(b"PK\1\2\x14\3\x14\0\0", b"PK\1\2\x14\3\x14\0\1"),  # encrypted
        content.replace(b"PK\1\2\x14\3\x14", b"PK\1\2\x14\3\xff"),  # of a future ZIP
        content.replace(b"{'descr': '<i2'", b"{'descr':('<i2'"),
    ):
        file.write_bytes(spoilt)
        require_refused(file)
    with file.open("wb") as other:
        np.save(other, dataset.samples[0])
    require_refused(file)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"format": 2},
        {"rate_hz": 48_000},
        {"peaks": [0, 5_000]},
        {"peaks": [-1, 0]},
        {"peaks": [0]},
        {"offsets": [0, 20_000]},
        {"offsets": []},
        {"offsets": [0, 20_000, 25_001]},
        {"samples": np.zeros(25_000, np.float32)},
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(
    tmp_path: Path, dataset: Dataset, spoilt: dict[str, Any]
) -> None:
    file = tmp_path / "dataset.npz"
    dataset.save(file)
    with np.load(file) as stored:
        arrays = dict(stored)
    np.savez(file, **{**arrays, **spoilt})
    require_refused(file)


def test_pickles_are_never_opened(tmp_path: Path) -> None:
    np.savez(tmp_path / "dataset.npz", format=np.array([{"a": 1}], object), allow_pickle=True)
    with pytest.raises(BadDataset):
        Dataset.load(tmp_path)
