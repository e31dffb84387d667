"""Which models a sample fits better: the one that has such sounds; none for a sample of the own kind."""

import pytest

from sampler.audio.prepare import Prepared
from sampler.model.budget import Budget
from sampler.model.inference import Model
from sampler.model.rivals import better
from tests.tiny_model import ROOT

NAMES = ("snare", "kick", "hat")


@pytest.fixture(scope="module")
def kit() -> dict[str, Model]:
    models = {name: Model.load(ROOT / "models" / name / "1") for name in NAMES}
    for model in models.values():
        model.coarse_grid.render(Budget())
    return models


def rivals_of(name: str, kit: dict[str, Model]) -> dict[str, Model]:
    return {other: model for other, model in kit.items() if other != name}


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_of_a_model_fits_no_other_better(kit: dict[str, Model], name: str) -> None:
    own = kit[name]
    for x, y in ((0.2, 0.3), (0.5, 0.5), (0.8, 0.7)):
        sample = Prepared(own.sound(x, y, seed=3), own.manifest.peak_sample)
        assert better(sample, own, rivals_of(name, kit)) == []


@pytest.mark.parametrize(("opened", "dropped"), [("snare", "kick"), ("snare", "hat"), ("kick", "hat")])
def test_a_sound_of_another_model_is_sent_there(kit: dict[str, Model], opened: str, dropped: str) -> None:
    source = kit[dropped]
    sample = Prepared(source.sound(0.4, 0.4, seed=3), source.manifest.peak_sample)
    assert better(sample, kit[opened], rivals_of(opened, kit))[0] == dropped


def test_a_model_without_its_grid_is_left_out(kit: dict[str, Model]) -> None:
    cold = Model.load(ROOT / "models" / "kick" / "1")
    sample = Prepared(cold.sound(0.4, 0.4), cold.manifest.peak_sample)
    assert better(sample, kit["snare"], {"kick": cold}) == []
    assert better(sample, cold, {"snare": kit["snare"]}) == []
