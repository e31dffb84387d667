"""Divide a collection of recordings by licence, before a factory model is trained.

    python docs/factory/select_recordings.py MANIFEST OUT --drum snare

MANIFEST is a CSV with the columns file, class, source_repository and licence; its folder holds the files.
Writes links to the recordings that may be used for training into OUT/clean, links to the others, which only
judge models, into OUT/rest, and the credits of the former into OUT/credits.md.
"""

import argparse
import csv
from collections import Counter
from pathlib import Path

FREE = ("CC0 1.0", "public domain", "CC BY 3.0", "CC BY 4.0")
FREE_IN_EFFECT = "public-domain style release"

Row = dict[str, str]


def main() -> None:
    """Read the arguments, write the links and the credits."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("manifest", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--drum", required=True, help="class in the manifest")
    args = parser.parse_args()
    with args.manifest.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["class"] == args.drum]
    for row in rows:
        _link(
            args.manifest.parent / row["file"],
            args.out / ("clean" if _is_free(row) else "rest") / row["file"],
        )
    clean = [row for row in rows if _is_free(row)]
    (args.out / "credits.md").write_text(_credits(clean))
    print(f"{len(clean)} of {len(rows)} may be trained on")


def _is_free(row: Row) -> bool:
    return row["licence"] in FREE or FREE_IN_EFFECT in row["licence"]


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    target.symlink_to(source.resolve())


def _credits(rows: list[Row]) -> str:
    counts = Counter((row["source_repository"], row["licence"]) for row in rows)
    lines = [f"| {source} | {licence} | {count} |" for (source, licence), count in sorted(counts.items())]
    return "\n".join(
        ["| recordings by way of | licence as stated there | files |", "| --- | --- | --- |", *lines, ""]
    )


if __name__ == "__main__":
    main()
