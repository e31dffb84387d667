"""`--set` changes hyper-parameters of a preset, those that it has, to values of their own kind."""

import json
from pathlib import Path

import pytest

from sampler.errors import BadValue
from sampler.export.source import Source
from sampler.families import family, preset
from sampler.families.base import changed, changes
from sampler.rundir import read_config, read_history
from tests.sampler.command_line import run_command, succeed


def test_values_are_read_as_what_they_replace() -> None:
    made = changed(preset("wavegan"), ["detail_size=3", "upsampling=transposed", "channels=[2, 4, 4, 4, 4]"])
    assert made.hyper["detail_size"] == 3
    assert made.hyper["upsampling"] == "transposed"
    assert made.hyper["channels"] == [2, 4, 4, 4, 4]
    assert changed(preset("vae-a"), ["free_nats=1"]).hyper["free_nats"] == 1
    assert preset("wavegan").hyper["detail_size"] == 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("modal", []),
        ("modal", ["units=[32, 32]", "map_weight=0.5"]),
        ("wavegan", ["upsampling=transposed"]),
    ],
)
def test_what_was_changed_can_be_told(name: str, told: list[str]) -> None:
    as_a_run_keeps_it = json.loads(json.dumps(changed(preset(name), told).hyper))
    assert changes(preset(name), as_a_run_keeps_it) == told
    assert changes(preset(name), {**as_a_run_keeps_it, "of_an_earlier_version": 1}) == told


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("free_bits=1", "vae-a has no 'free_bits'; it has: length_samples, units"),
        ("free_nats", "free_nats must be like 0.0, not ''"),
        ("free_nats=few", "must be like 0.0"),
        ("free_nats=true", "must be like 0.0"),
        ("units=3", "must be like [384, 96, 24]"),
        ("length_samples=0.5", "must be like 16384"),
    ],
)
def test_others_are_refused(change: str, complaint: str) -> None:
    with pytest.raises(BadValue) as refusal:
        changed(preset("vae-a"), [change])
    assert complaint in refusal.value.message


def test_a_run_keeps_what_was_set(data: Path, tmp_path: Path) -> None:
    arguments = ["--data", data, "--run", tmp_path, "--epochs", 1]
    succeed("train", "vae-a", *arguments, "--set", "units=[8]", "--set", "free_nats=0.25")
    assert read_config(tmp_path)["hyper"]["free_nats"] == 0.25
    assert {"kl_0", "kl_1"} <= set(read_history(tmp_path))
    assert "--set 'units=[8]' --set free_nats=0.25" in Source(tmp_path).commands("a")
    succeed("train", "vae-a", "--data", data, "--run", tmp_path, "--epochs", 2, "--resume")
    assert read_config(tmp_path)["hyper"]["units"] == [8]
    assert run_command("train", "vae-a", *arguments, "--set", "x=1").refused_with("no 'x'")


@pytest.mark.parametrize(
    ("preset_name", "change"),
    [
        ("ae-med-tanh", "activation=bogus"),
        ("conv-ae", "stride=0"),
        ("conv-ae", "stride=3"),
        ("wavegan", "stride=0"),
        ("wavegan", "upsampling=transpose"),
        ("modal", "length_samples=0"),
        ("modal", "scores=[8, 8]"),
    ],
)
def test_settings_that_make_no_model_leave_the_run_free(
    data: Path, tmp_path: Path, preset_name: str, change: str
) -> None:
    arguments = ["train", preset_name, "--data", data, "--run", tmp_path, "--epochs", 1]
    assert run_command(*arguments, "--set", change).refused_with(f"{preset_name} cannot be built so")
    assert not (tmp_path / "config.json").exists()


def test_a_map_has_two_axes() -> None:
    with pytest.raises(BadValue, match="has no 'map_size'"):
        changed(preset("modal"), ["map_size=3"])
    earlier = {**preset("modal").hyper, "map_size": 2}
    assert family("parts").build(earlier).encoder.outputs[0].shape[-1] == 2
