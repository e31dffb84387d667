"""Measures are stored beside the test set; where they cannot be stored, they are taken again."""

import shutil
from pathlib import Path

from sampler.dataset.hits import FILE_NAME
from sampler.measure.judge import judge


def test_measures_are_stored_or_else_taken_again(tiny_folder: Path, data: Path, tmp_path: Path) -> None:
    testset, kept = tmp_path / "testset.npz", tmp_path / "measures-1.json"
    shutil.copy(data / FILE_NAME, testset)
    judged = judge(tiny_folder, testset)
    assert judged["measures"]
    (plain := tmp_path / "plain").touch()
    assert kept.stat().st_mode == plain.stat().st_mode
    plain.unlink()
    assert judge(tiny_folder, testset, measure=False) == judged
    kept.unlink()
    kept.mkdir()
    assert judge(tiny_folder, testset) == judged
    assert set(tmp_path.iterdir()) == {testset, kept}
