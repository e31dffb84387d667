"""What tests of a training's parts share."""

from typing import Any

import pytest

from sampler.training.build import build_model, compile_model
from tests.sampler.small import small


@pytest.fixture(scope="module")
def model() -> Any:
    """A small network, compiled as a training has it."""
    built = build_model(small("ae-med-tanh"))
    compile_model(built, small("ae-med-tanh"))
    return built
