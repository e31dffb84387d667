"""`survey.json`: the survey of a prepared folder, computed once and read by the dashboard.

sounds             number of hits; indices follow the order of `dataset.npz` and of the report's kept rows
attack, decay      histograms and the proposed frame, see `timing_summary`
attack_s, decay_s  attack and decay of every hit
near_db            distance below which two hits are near-duplicates
groups, outliers   see `near_duplicate_groups` and `outliers` in `sampler.survey.similarity`
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from sampler.audio.prepare import Prepared
from sampler.audio.write import write_atomically
from sampler.dataset.hits import read_sounds
from sampler.errors import BadDataset
from sampler.survey.similarity import (
    NEAR_DB,
    NEIGHBOURS,
    Images,
    images,
    near_duplicate_groups,
    neighbours,
    outliers,
)
from sampler.survey.timing import Timing, timing, timing_summary

FILE_NAME = "survey.json"
FORMAT = 1
BATCH = 64
FEWEST_FOR_OUTLIERS = 12
"""With fewer hits no outliers are reported: none of them is typical."""


def survey_folder(prepared: Path, *, progress: Callable[[int, int], None] | None = None) -> dict[str, Any]:
    """Survey a prepared folder and write `survey.json` into it; returns its content.

    20,000 hits take half a minute of one core and 0.6 GB. Calls `progress(done, total)` after each hit.
    Raises BadDataset for a missing, damaged or empty dataset, OSError when the file cannot be written.
    """
    timings, pictures = _measure(prepared, progress)
    found = {
        "format": FORMAT,
        "sounds": len(timings),
        **timing_summary(timings),
        "attack_s": [round(item.attack_s, 5) for item in timings],
        "decay_s": [round(item.decay_s, 5) for item in timings],
        "near_db": NEAR_DB,
        **_similarity(pictures),
    }
    write_atomically(prepared / FILE_NAME, json.dumps(found).encode())
    return found


def read_survey(prepared: Path) -> dict[str, Any] | None:
    """The content of a folder's `survey.json`; None where it has none, or one of another format."""
    try:
        found: dict[str, Any] = json.loads((prepared / FILE_NAME).read_text())
    except (OSError, ValueError):
        return None
    return found if found.get("format") == FORMAT else None


def _measure(prepared: Path, progress: Callable[[int, int], None] | None) -> tuple[list[Timing], Images]:
    timings: list[Timing] = []
    pictures: list[Images] = []
    batch: list[Prepared] = []
    for _, sound in read_sounds(prepared, progress=progress):
        timings.append(timing(sound))
        batch.append(sound)
        if len(batch) == BATCH:
            pictures.append(images(batch))
            batch.clear()
    if batch:
        pictures.append(images(batch))
    if not timings:
        raise BadDataset(f"{prepared} holds no sounds: prepare a folder with recordings.")
    return timings, np.concatenate(pictures)


def _similarity(pictures: Images) -> dict[str, Any]:
    if len(pictures) < 2:
        return {"groups": [], "outliers": []}
    found = neighbours(pictures, min(NEIGHBOURS, len(pictures) - 1))
    enough = len(pictures) >= FEWEST_FOR_OUTLIERS
    return {"groups": near_duplicate_groups(found), "outliers": outliers(found) if enough else []}
