"""Tests wait for events. Only `tests/waiting.py` may sleep, and reruns need a reason each."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
ALLOWED = {TESTS / "waiting.py"}
SLEEPING = {"sleep", "wait_for_timeout"}
RERUN = {
    "test_a_beat_plays_the_sound_in_time_and_swaps_it_while_it_runs": "counts beats on the audio clock",
    "test_a_loop_hits_once_a_beat_at_the_tapped_tempo": "taps and beats run on clocks of their own",
    "test_velocity_level_and_mute_reach_the_loudspeaker": "measures what sounds while the audio clock runs",
}
"""Tests of the audio clock, which does not wait for a busy machine: they may run once more."""


def python_files() -> list[Path]:
    return sorted(path for path in TESTS.rglob("*.py") if path not in ALLOWED)


def fixed_waits(source: str) -> list[int]:
    """Lines that call or take hold of something that waits for a time."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Attribute) and node.attr in SLEEPING)
        or (isinstance(node, ast.alias) and node.name in SLEEPING)
    ]


def rerun_tests(source: str) -> Iterator[str]:
    """Functions that are marked `flaky`, or "" where such a mark is anywhere else."""
    tree = ast.parse(source)
    decorating = {
        id(mark): function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for decorator in function.decorator_list
        for mark in ast.walk(decorator)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "flaky":
            yield decorating.get(id(node), "")


@pytest.mark.parametrize(
    "source",
    ["import time\ntime.sleep(1)", "from time import sleep", "page.wait_for_timeout(5)", "hang = time.sleep"],
)
def test_a_fixed_wait_is_seen(source: str) -> None:
    assert fixed_waits(source)


@pytest.mark.parametrize("source", ["until(ready)", "page.wait_for_function(done)", "'time.sleep(1)'"])
def test_an_event_is_no_fixed_wait(source: str) -> None:
    assert not fixed_waits(source)


def test_nobody_waits_for_a_time() -> None:
    found = {path.relative_to(TESTS): fixed_waits(path.read_text()) for path in python_files()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_only_tests_of_the_audio_clock_run_again() -> None:
    marked = {name for path in python_files() for name in rerun_tests(path.read_text())}
    assert marked <= set(RERUN)
