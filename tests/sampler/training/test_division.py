"""Takes of one drum never end up on both sides of a division."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampler.audio.prepare import Prepared
from sampler.dataset.hits import Dataset
from sampler.errors import BadDataset
from sampler.training.division import Division, check_size, divide, groups_to_hold_out

GROUP_SIZES = st.lists(st.integers(1, 40), min_size=1, max_size=40)
SEEDS = st.integers(0, 2**31 - 1)


def dataset_of(sizes: list[int]) -> Dataset:
    """A dataset with groups of these sizes; every sound's only sample is the number of its group."""
    names = [f"kit{group}__{take}.wav" for group, size in enumerate(sizes) for take in range(size)]
    samples = [np.array([group], np.float32) for group, size in enumerate(sizes) for _ in range(size)]
    return Dataset(names, samples, [0] * len(names))


def groups_in(sounds: list[Prepared]) -> set[float]:
    return {float(sound.samples[0]) for sound in sounds}


def division_of(dataset: Dataset, seed: int) -> Division:
    return divide(dataset, groups_to_hold_out(dataset.groups, seed), None)


@given(GROUP_SIZES.filter(lambda sizes: len(sizes) > 1), SEEDS)
def test_no_group_is_shared_and_no_sound_is_lost(sizes: list[int], seed: int) -> None:
    dataset = dataset_of(sizes)
    division = division_of(dataset, seed)
    assert not groups_in(division.training) & groups_in(division.validation)
    assert len(division.training) + len(division.validation) == len(dataset)
    assert division.training
    assert division.validation
    assert division.training_groups == [f"kit{sound.samples[0]:.0f}" for sound in division.training]


@given(GROUP_SIZES, SEEDS)
def test_little_is_held_out(sizes: list[int], seed: int) -> None:
    groups = dataset_of(sizes).groups
    held = groups_to_hold_out(groups, seed)
    assert held == groups_to_hold_out(groups, seed)
    share = sum(groups.count(name) for name in held)
    assert share <= 0.15 * len(groups) or held in [
        [f"kit{i}"] for i in np.flatnonzero(np.array(sizes) == min(sizes))
    ]
    assert len(held) <= max(1, len(sizes) // 4)


def test_seeds_hold_out_different_groups() -> None:
    groups = dataset_of([3] * 40).groups
    assert len({tuple(groups_to_hold_out(groups, seed)) for seed in range(10)}) > 5


def test_one_drum_alone_cannot_be_divided() -> None:
    with pytest.raises(BadDataset, match="takes of one drum"):
        division_of(dataset_of([20]), 0)


def test_a_validation_set_of_its_own_leaves_all_for_training() -> None:
    dataset, other = dataset_of([5, 5]), dataset_of([3])
    division = divide(dataset, [], other)
    assert (len(division.training), len(division.validation)) == (10, 3)


def test_an_empty_validation_set_is_refused() -> None:
    with pytest.raises(BadDataset, match="validation set"):
        divide(dataset_of([5, 5]), [], dataset_of([]))


def test_data_without_the_held_out_groups_is_refused() -> None:
    with pytest.raises(BadDataset, match="gone"):
        divide(dataset_of([5, 5]), ["kit9"], None)


def test_size() -> None:
    with pytest.raises(BadDataset, match="7 usable sounds"):
        check_size(dataset_of([7]))
    assert "Only 8 sounds" in (check_size(dataset_of([8])) or "")
    assert check_size(dataset_of([100])) is None
