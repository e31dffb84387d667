"""Folders, files and functions stay small enough to be read."""

import shutil
from statistics import median

import pytest

from tests.house.figures import ROOT, file_lengths, folders, javascript_functions, python_functions

MOST_FILES = 20
MOST_LINES = 300
MEDIAN_LINES = 8

needs_acorn = pytest.mark.skipif(
    not shutil.which("node") or not (ROOT / "node_modules/acorn").exists(),
    reason="needs Node and acorn: `make check` installs both",
)


def test_no_folder_holds_more_files_than_one_reads_at_a_glance() -> None:
    assert {str(path): count for path, count in folders().items() if count > MOST_FILES} == {}


def test_no_file_is_longer_than_a_few_screens() -> None:
    assert {str(path): lines for path, lines in file_lengths().items() if lines > MOST_LINES} == {}


def test_half_of_the_python_functions_are_short() -> None:
    assert median(function.lines for function in python_functions()) <= MEDIAN_LINES


@needs_acorn
def test_half_of_the_javascript_functions_are_short() -> None:
    assert median(function.lines for function in javascript_functions()) <= MEDIAN_LINES


@needs_acorn
def test_functions_of_both_languages_are_counted() -> None:
    ours = {(function.name, function.lines) for function in python_functions() + javascript_functions()}
    assert {("main", 7), ("isNode", 1), ("childrenOf", 1)} <= ours
