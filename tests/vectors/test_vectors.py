"""Python still answers what the vectors say; `npm test` holds JavaScript to the same."""

import json

import pytest

from tests.vectors.write import FOLDER, VECTORS


@pytest.mark.parametrize("name", VECTORS)
def test_python_answers_as_the_vectors_say(name: str) -> None:
    assert json.loads((FOLDER / f"{name}.json").read_text()) == VECTORS[name]()
