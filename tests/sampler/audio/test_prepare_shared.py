"""Preparing the shared recordings: whatever is there is in the report, and has its peak at the attack."""

from pathlib import Path

import numpy as np
import soundfile

from sampler.dataset.folder import prepare_folder

MOSTLY = 0.95
"""The share of the shared recordings that are good enough to be kept."""


def visible_files(folder: Path) -> set[str]:
    names = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {name.as_posix() for name in names if not any(part.startswith(".") for part in name.parts)}


def test_shared_recordings_are_kept_with_their_peak_at_the_attack_or_refused_with_a_reason(
    drums: Path, tmp_path: Path
) -> None:
    rows = prepare_folder(drums, tmp_path)
    assert {row.file for row in rows} == visible_files(drums)
    assert all(row.reason and row.message for row in rows if not row.kept)
    kept = [row for row in rows if row.kept]
    assert {row.output for row in kept} == visible_files(tmp_path) - {"dataset.npz", "report.csv"}
    recordings = [row for row in rows if row.reason != "not audio"]
    assert len(kept) > MOSTLY * len(recordings)
    for row in kept:
        samples, rate_hz = soundfile.read(tmp_path / row.output, dtype="float32")
        assert (rate_hz, len(samples), int(np.argmax(np.abs(samples)))) == (44_100, 17_640, 4_410), row.file
