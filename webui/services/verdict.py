"""Decide from the measures of workers whether a candidate may replace the live version."""

from dataclasses import dataclass, field
from typing import Any

from webui.models import ModelVersion

CLICK_LIMIT = 0.05
"""The share of clicking positions that is never refused: one real recording in twenty clicks."""
CLICK_MARGIN = 0.02
"""How much more often than the live version a candidate may click."""
WORSE_BY_DB = 0.5
"""How much further from the test sounds a candidate may be than the live version, on average."""

DISTANCES = {
    "full_db": "How far its copies of {sounds} held-out sounds are from the originals, by ear",
    "map_only_db": "The same by their position on the map alone, without detail",
}
BESIDE = {
    "full_all_db": "The old figure for copies, in which silence counts as well; decides nothing",
    "map_only_all_db": "The old figure by the map alone; decides nothing",
}
MARGINS = {"click_share": CLICK_MARGIN, **dict.fromkeys(DISTANCES, WORSE_BY_DB)}


@dataclass(frozen=True)
class Verdict:
    """Sentences: `faults` forbid to publish, `objections` can be overruled. `numbers` are for a table."""

    faults: list[str] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)
    numbers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def can_publish(self) -> bool:
        return self.can_force and not self.objections

    @property
    def can_force(self) -> bool:
        return not self.faults

    @property
    def reasons(self) -> list[str]:
        return [*self.faults, *self.objections]

    @property
    def summary(self) -> str:
        """A few sentences: the reasons, and what the user can do."""
        if self.faults:
            return " ".join([*self.faults, "It cannot be made live: train again."])
        return " ".join([*self.objections, "Listen to both; publish it anyway if you are sure."])


@dataclass(frozen=True)
class Comparison:
    """A candidate, the version that was live when it was judged, and the verdict."""

    candidate: ModelVersion
    live: ModelVersion | None
    verdict: Verdict

    @property
    def rival(self) -> ModelVersion | None:
        """The live version, unless that is the candidate itself."""
        return self.live if self.live != self.candidate else None


def compare(candidate: dict[str, Any], live: dict[str, Any] | None, unmeasured: str | None = None) -> Verdict:
    """Judge a candidate by its judgement and the live version's, None where no version is live.

    Judgements are as `sampler.measure.judge` makes them. `unmeasured` says why there are no measures, if so.
    """
    if candidate["faults"]:
        return Verdict(faults=candidate["faults"])
    if live is None:
        return Verdict(numbers=_numbers(candidate["measures"], None))
    new, old = candidate["measures"], live["measures"]
    if new is None or old is None:
        return Verdict(objections=[_incomparable(live, unmeasured)], numbers=_numbers(new, old))
    return Verdict(objections=[*_clicks(new, old), *_worse(new, old)], numbers=_numbers(new, old))


def _incomparable(live: dict[str, Any], unmeasured: str | None) -> str:
    if live["faults"]:
        return f"It cannot be compared: the live version is broken. {live['faults'][0]}"
    return f"It cannot be compared with the live version. {unmeasured or 'No test sounds are at hand.'}"


def _clicks(new: dict[str, Any], old: dict[str, Any]) -> list[str]:
    if new["click_share"] <= max(CLICK_LIMIT, old["click_share"] + CLICK_MARGIN):
        return []
    shares = f"It clicks at {new['click_share']:.0%} of {new['positions']} positions"
    return [f"{shares}, the live version at {old['click_share']:.0%}."]


def _worse(new: dict[str, Any], old: dict[str, Any]) -> list[str]:
    by_db = {name: new[name] - old[name] for name in DISTANCES}
    worst = max(by_db, key=lambda name: by_db[name])
    if by_db[worst] <= WORSE_BY_DB:
        return []
    further = f"It is further from {new['sounds']} real sounds than the live version"
    return [f"{further}: {new[worst]:.1f} dB against {old[worst]:.1f} dB."]


def _numbers(new: dict[str, Any] | None, old: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The measures of both versions side by side. Of each, less is better."""
    known = new or old
    if known is None:
        return []
    rows = {"click_share": "Share of {positions} positions over the map that click", **DISTANCES, **BESIDE}
    return [
        {
            "name": name,
            "meaning": meaning.format(**known),
            "unit": "share" if name == "click_share" else "dB",
            "candidate": new and new[name],
            "live": old and old[name],
            "margin": MARGINS.get(name),
        }
        for name, meaning in rows.items()
    ]
