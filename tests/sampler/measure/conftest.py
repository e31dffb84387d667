"""The reference that the measures are held against."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SHARED = Path(__file__).parents[4] / "shared"


@pytest.fixture(scope="module")
def ruler() -> ModuleType:
    """`../shared/ruler/ruler.py` as a module."""
    path = SHARED / "ruler/ruler.py"
    if not path.is_file():
        pytest.skip(f"{path}, the reference to agree with, is not there")
    spec = importlib.util.spec_from_file_location("ruler", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
