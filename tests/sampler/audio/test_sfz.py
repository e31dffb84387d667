"""SFZ texts of kits."""

import pytest

from sampler.audio.sfz import drum_key, sfz_text, velocity_layers
from tests.sfz import read_sfz

FILES = ["01-soft.wav", "02-hard.wav", "03-harder.wav"]


@pytest.mark.parametrize("count", [1, 2, 7, 64, 127])
def test_layers_cover_every_velocity_once(count: int) -> None:
    layers = velocity_layers(count)
    assert [velocity for low, high in layers for velocity in range(low, high + 1)] == list(range(1, 128))


def test_a_round_robin_takes_turns_on_one_key() -> None:
    regions = read_sfz(sfz_text(FILES, title="x=1", key=38, layout="round-robin"))
    assert [region["sample"] for region in regions] == FILES
    assert [region["seq_position"] for region in regions] == ["1", "2", "3"]
    common = {"key": "38", "pitch_keycenter": "38", "loop_mode": "one_shot", "seq_length": "3"}
    assert all(region.items() >= common.items() for region in regions)


def test_velocity_layers_go_from_soft_to_hard() -> None:
    regions = read_sfz(sfz_text(FILES, title="", key=60, layout="velocity"))
    ranges = [(region["lovel"], region["hivel"]) for region in regions]
    assert ranges == [("1", "42"), ("43", "84"), ("85", "127")]
    assert not any("seq_length" in region for region in regions)


@pytest.mark.parametrize(("name", "key"), [("snare", 38), ("my-kick-2", 36), ("hat", 42), ("gong", 60)])
def test_drums_have_their_general_midi_keys(name: str, key: int) -> None:
    assert drum_key(name) == key
