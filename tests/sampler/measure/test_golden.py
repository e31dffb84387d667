"""A model's self-test: exported models pass it, broken ones get a sentence for each fault."""

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sampler.artifact import WEIGHTS
from sampler.manifest import Manifest
from sampler.measure.golden import faults, golden_numbers
from sampler.measure.judge import judge
from sampler.model.inference import Model
from sampler.model.runtime import load_networks


def changed(model: Model, folder: Path, **changes: Any) -> Model:
    """The same networks under another manifest."""
    manifest: Manifest = dataclasses.replace(model.manifest, **changes)
    return Model(manifest, *load_networks(folder, has_player=True))


def test_an_exported_model_has_golden_numbers_and_passes(tiny: Model, tiny_folder: Path) -> None:
    assert len(tiny.manifest.golden) == 6
    assert faults(tiny, tiny_folder) == []
    assert golden_numbers(tiny) == [dict(golden) for golden in tiny.manifest.golden]


@pytest.mark.parametrize("field", ["samples", "levels"])
def test_a_model_with_another_sound_fails(field: str, tiny: Model, tiny_folder: Path) -> None:
    golden = golden_numbers(tiny)
    golden[3][field][2] += 2e-4
    assert faults(changed(tiny, tiny_folder, golden=golden)) == [
        "Its sound differs from the one at its export in 1 tests."
    ]
    golden[3][field][2] -= 1.5e-4
    assert faults(changed(tiny, tiny_folder, golden=golden)) == []


@pytest.mark.parametrize("golden", [[{}], [{"x": 0.5, "y": 0.5, "seed": 0, "samples": "no", "levels": []}]])
def test_malformed_golden_numbers_fail(golden: Any, tiny: Model, tiny_folder: Path) -> None:
    assert faults(changed(tiny, tiny_folder, golden=golden))


def test_a_model_without_golden_numbers_passes_if_it_is_audible(tiny: Model, tiny_folder: Path) -> None:
    assert faults(changed(tiny, tiny_folder, golden=())) == []


def test_rendered_values_that_are_not_numbers_are_reported(tiny: Model, tiny_folder: Path) -> None:
    (sentence,) = faults(changed(tiny, tiny_folder, map_tables=([float("nan")] * 2, [0.0, 1.0])))
    assert sentence == "It renders values that are not numbers at 25 of 25 positions."


def test_weights_that_are_not_numbers_are_reported(tiny: Model, tmp_path: Path) -> None:
    np.savez(tmp_path / WEIGHTS, kernel=np.array([1, np.inf], np.float32))
    assert faults(tiny, tmp_path) == ["Its weights hold values that are not numbers."]


def test_a_folder_without_networks_is_judged_broken(tmp_path: Path) -> None:
    found = judge(tmp_path, None)
    assert found["measures"] is None
    assert "no complete model" in found["faults"][0]
