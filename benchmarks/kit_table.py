"""Print how near the factory models come to their targets, as a Markdown table.

    python benchmarks/kit_table.py [MODELS]

MODELS is a folder of models; the newest version of each name counts. The figures are those of its manifest:
an export measures them on sounds of groups that the training never saw. What misses its target is bold.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sampler.artifact import list_versions, read_manifest  # noqa: E402

Metrics = Mapping[str, Any]


class Figure(NamedTuple):
    """A row of the table: its name, its value in the metrics of a model, and the range that is wanted."""

    name: str
    of: Callable[[Metrics], float]
    least: float = float("-inf")
    most: float = float("inf")

    def cell(self, metrics: Metrics) -> str:
        """The value, bold where it misses its target."""
        value = self.of(metrics)
        return f"{value:.2f}" if self.least <= value <= self.most else f"**{value:.2f}**"


def _heard(part: str) -> Callable[[Metrics], float]:
    return lambda metrics: float(metrics[part]["heard_db"])


def _share(part: str, within: str) -> Callable[[Metrics], float]:
    return lambda metrics: float(metrics[part]["partial"][within])


def _worst_step(metrics: Metrics) -> float:
    return max(float(metrics["grid"][axis]["worst"]) for axis in ("step_x", "step_y"))


def _worst_glide(metrics: Metrics) -> float:
    return max((float(each) for each in metrics["full"]["glide_semitones"].values() if each), default=0.0)


def _spike(metrics: Metrics) -> float:
    return float(metrics["onset_spike_db"]["made"] - metrics["onset_spike_db"]["real"])


FIGURES = (
    Figure("sounds that judge", lambda metrics: metrics["sounds"]),
    Figure("nearest training sound, heard, dB", _heard("nearest")),
    Figure("full, heard, dB", _heard("full")),
    Figure("full, times the nearest", lambda m: _heard("full")(m) / _heard("nearest")(m), most=0.9),
    Figure("map with measured pitch, heard, dB", _heard("map_only")),
    Figure("map, times the nearest", lambda m: _heard("map_only")(m) / _heard("nearest")(m), most=1.25),
    Figure("partial within a semitone", _share("full", "within_1"), least=0.95),
    Figure("partial within a half", _share("full", "within_half"), least=0.85),
    Figure("partial within a semitone, map", _share("map_only", "within_1")),
    Figure("partial within a semitone, nearest", _share("nearest", "within_1")),
    Figure("glide, worst of 20, 50, 100 ms, semitones", _worst_glide, most=1.0),
    Figure("time to -20 dB, ratio", lambda m: m["full"]["decay_ratio"]["to_20_db"], 0.85, 1.15),
    Figure("time to -40 dB, ratio", lambda m: m["full"]["decay_ratio"]["to_40_db"], 0.85, 1.15),
    Figure("level, dB", lambda m: m["full"]["level_db"]),
    Figure("worst step", _worst_step, most=2.5),
    Figure("range of brightness", lambda m: m["grid"]["coverage"]["brightness_hz"], least=0.9),
    Figure("range of length", lambda m: m["grid"]["coverage"]["length_s"], least=0.9),
    Figure("clicks", lambda m: m["grid"]["click_share"], most=0.0),
    Figure("loudest end of a sound, dB", lambda m: m["grid"]["tail_db_worst"], most=-30.0),
    Figure("onset spike above recordings', dB", _spike, most=1.0),
    Figure("decoding, ms", lambda m: m["decode_ms"], most=2.0),
)


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("models", type=Path, nargs="?", default=ROOT / "models")
    newest = {version.name: version.folder for version in list_versions(parser.parse_args().models)}
    metrics = {name: read_manifest(folder).metrics for name, folder in newest.items()}
    print("| | " + " | ".join(f"`{name}`" for name in metrics) + " |")
    print("| --- |" + " ---: |" * len(metrics))
    for figure in FIGURES:
        print(f"| {figure.name} | " + " | ".join(figure.cell(each) for each in metrics.values()) + " |")


if __name__ == "__main__":
    main()
