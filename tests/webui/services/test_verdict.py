"""The comparison of a candidate's measures with those of the live version."""

from typing import Any

import pytest

from webui.services.verdict import compare

LIVE = {
    "sounds": 30,
    "positions": 81,
    "click_share": 0.0,
    "full_db": 5.0,
    "map_only_db": 6.0,
    "full_all_db": 3.0,
    "map_only_all_db": 5.0,
}


def judged(**changes: Any) -> dict[str, Any]:
    return {"faults": [], "measures": LIVE | changes}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"full_db": 5.5},
        {"full_db": 3.0},
        {"click_share": 0.05},
        {"map_only_db": 6.49},
        {"full_all_db": 9.0},
    ],
)
def test_as_good_as_the_live_one_is_good_enough(changes: dict[str, float]) -> None:
    verdict = compare(judged(**changes), judged())
    assert (verdict.faults, verdict.objections) == ([], [])
    assert len(verdict.numbers) == 5


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"click_share": 0.06}, "It clicks at 6% of 81 positions, the live version at 0%."),
        ({"full_db": 5.6}, "It is further from 30 real sounds than the live version: 5.6 dB against 5.0 dB."),
        (
            {"map_only_db": 8.0},
            "It is further from 30 real sounds than the live version: 8.0 dB against 6.0 dB.",
        ),
    ],
)
def test_an_objection_states_its_numbers(changes: dict[str, float], sentence: str) -> None:
    verdict = compare(judged(**changes), judged())
    assert verdict.objections == [sentence]
    assert sentence in verdict.summary


def test_a_candidate_may_click_as_much_as_the_live_version() -> None:
    assert compare(judged(click_share=0.21), judged(click_share=0.2)).objections == []
    assert compare(judged(click_share=0.23), judged(click_share=0.2)).objections != []


def test_a_candidate_with_faults_is_refused_without_comparison() -> None:
    broken = {"faults": ["It is silent."], "measures": None}
    verdict = compare(broken, judged())
    assert (verdict.faults, verdict.objections, verdict.numbers) == (["It is silent."], [], [])


def test_a_broken_live_version_is_not_compared() -> None:
    verdict = compare(judged(), {"faults": ["It is silent."], "measures": None})
    assert "the live version is broken" in verdict.objections[0]


def test_without_a_live_version_there_is_no_objection() -> None:
    verdict = compare(judged(click_share=1.0), None)
    assert (verdict.faults, verdict.objections) == ([], [])
    assert all(row["live"] is None for row in verdict.numbers)
