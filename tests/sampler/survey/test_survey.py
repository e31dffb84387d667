"""The survey of a prepared folder: attack and decay, near-duplicates, outliers."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from sampler.audio.prepare import Prepared, prepare
from sampler.audio.read import Recording
from sampler.audio.stored import store
from sampler.dataset.folder import prepare_folder
from sampler.dataset.hits import Dataset, read_sounds
from sampler.dataset.report import read_report
from sampler.errors import BadDataset
from sampler.survey.similarity import NEAR_DB, images, neighbours
from sampler.survey.survey import read_survey, survey_folder
from sampler.survey.timing import Timing, timing, timing_summary
from tests.sampler.command_line import run_command, succeed
from tests.synthetic import RATE_HZ

SOUNDS = 24
WHISTLE = 0.8 * np.sin(2 * np.pi * 3_000 * np.arange(RATE_HZ) / RATE_HZ).astype(np.float32)


def varied(index: int) -> NDArray[np.float32]:
    """Recordings of one drum: the same tone, each with other noise."""
    seconds = np.arange(RATE_HZ // 2) / RATE_HZ
    noise = np.random.default_rng(index).standard_normal(seconds.size) * np.exp(-seconds / 0.05)
    hit = np.sin(2 * np.pi * 200 * seconds) * np.exp(-seconds / 0.08) + 0.5 * noise
    loudest: float = np.abs(hit).max()
    return np.asarray(0.9 * hit / loudest, np.float32)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """24 recordings of one drum, two changed copies of one (softer; inverted with 16 bits), and a whistle."""
    src = tmp_path_factory.mktemp("src")
    for index in range(SOUNDS):
        soundfile.write(src / f"{index:02d}.wav", varied(index), RATE_HZ, subtype="FLOAT")
    soundfile.write(src / "03 soft.wav", varied(3) / 4, RATE_HZ, subtype="PCM_24")
    soundfile.write(src / "03 flipped.wav", -varied(3), RATE_HZ, subtype="PCM_16")
    soundfile.write(src / "whistle.wav", WHISTLE, RATE_HZ)
    prepare_folder(src, src / "out")
    return src / "out"


def names(prepared: Path, members: list[int]) -> set[str]:
    kept = [row.file for row in read_report(prepared / "report.csv") if row.kept]
    return {kept[index] for index in members}


def test_copies_are_grouped_and_the_whistle_is_an_outlier(prepared: Path) -> None:
    seen: list[tuple[int, int]] = []
    found = survey_folder(prepared, progress=lambda done, total: seen.append((done, total)))
    assert [names(prepared, group["members"]) for group in found["groups"]] == [
        {"03.wav", "03 soft.wav", "03 flipped.wav"}
    ]
    assert max(found["groups"][0]["distances_db"]) < NEAR_DB / 2
    assert [names(prepared, [far["sound"]]) for far in found["outliers"]] == [{"whistle.wav"}]
    assert found["sounds"] == SOUNDS + 3 == len(found["attack_s"]) == len(found["decay_s"])
    assert seen[-1] == (SOUNDS + 3, SOUNDS + 3)
    assert read_survey(prepared) == found


def test_reading_hits_one_by_one_gives_the_same_as_loading_all(prepared: Path) -> None:
    whole = Dataset.load(prepared)
    for index, (name, sound) in enumerate(read_sounds(prepared)):
        assert (name, sound.peak) == (whole.names[index], whole.peaks[index])
        np.testing.assert_array_equal(sound.samples, whole.samples[index])
    assert index + 1 == len(whole)


def test_neighbours_are_exact_and_none_is_missed(prepared: Path) -> None:
    pictures = images(list(Dataset.load(prepared)))
    found = neighbours(pictures, 8)
    for index, picture in enumerate(pictures):
        distances = np.abs(pictures.astype(int) - picture.astype(int)).mean((1, 2)) / 2
        assert found.distances_db[index] == pytest.approx(distances[found.indices[index]], abs=1e-4)
        near = set(np.flatnonzero(distances < NEAR_DB).tolist()) - {index}
        assert near <= set(found.indices[index].tolist())


def test_attack_and_decay_are_measured_at_40_db_below_the_peak() -> None:
    rise = np.linspace(0, 1, 442, dtype=np.float32)
    fall = 10 ** (-np.arange(44_100) / 44_100 * 80 / 20)
    measured = timing(Prepared(np.concatenate([np.zeros(500), rise[:-1], fall]).astype(np.float32), 941))
    assert measured.attack_s == pytest.approx(0.01, abs=2e-4)
    assert measured.decay_s == pytest.approx(0.5, abs=2e-4)
    assert not measured.is_cut
    assert timing(Prepared(WHISTLE, int(np.argmax(np.abs(WHISTLE))))).is_cut


@pytest.mark.parametrize(
    ("length_s", "fallen_db", "is_cut"),
    [
        *((3.0, fallen_db, True) for fallen_db in (0, 10, 20, 30, 38)),
        *((3.0, fallen_db, False) for fallen_db in (42, 60, 120)),
        *((2.0, fallen_db, True) for fallen_db in (20, 39.5)),
        *((2.0, fallen_db, False) for fallen_db in (40.1, 42, 60)),
    ],
)
def test_a_hit_that_is_audible_at_its_end_is_cut(length_s: float, fallen_db: float, is_cut: bool) -> None:
    """A tone that has fallen by so many dB after 2 s, where its recording ends or goes on."""
    seconds = np.arange(int(length_s * RATE_HZ)) / RATE_HZ
    tone = 0.8 * np.cos(2 * np.pi * 180 * seconds) * 10 ** (-fallen_db * seconds / 2 / 20)
    kept = store(prepare(Recording(tone.astype(np.float32), RATE_HZ))).sound
    assert timing(kept).is_cut is is_cut


def test_the_proposed_frame_holds_the_stated_share_of_hits() -> None:
    timings = [Timing(0.001 * index, 0.01 * index, index > 97) for index in range(1, 101)]
    found = timing_summary(timings)
    assert (found["attack"]["proposed_s"], found["decay"]["proposed_s"]) == (0.096, 1.06)
    assert found["attack"]["why"].startswith("96 % of these sounds reach their peak within 96 ms")
    assert found["decay"]["why"].startswith("96 % of these sounds have fallen by 40 dB within 0.96 s")
    assert sum(found["decay"]["counts"]) == 100
    assert (found["decay"]["cut"], len(found["decay"]["quantiles"])) == (3, 101)


def test_the_proposed_length_is_at_most_the_longest_that_is_kept() -> None:
    found = timing_summary([Timing(0.0, 1.99, True)] * 3)
    assert (found["attack"]["proposed_s"], found["decay"]["proposed_s"]) == (0.001, 2.0)


def test_a_single_hit_has_no_neighbours(tmp_path: Path) -> None:
    Dataset(["a.wav"], [varied(0)], [int(np.argmax(np.abs(varied(0))))]).save(tmp_path / "dataset.npz")
    found = survey_folder(tmp_path)
    assert (found["groups"], found["outliers"], found["sounds"]) == ([], [], 1)


def test_the_command_prints_its_findings_and_refuses_other_folders(prepared: Path, tmp_path: Path) -> None:
    progress = tmp_path / "progress.json"
    said = succeed("survey", prepared, "--progress", progress, "--json").json
    assert (said["sounds"], said["nearly_the_same"], said["outliers"]) == (SOUNDS + 3, 1, 1)
    last = {"stage": "comparing", "done": SOUNDS + 3, "total": SOUNDS + 3}
    assert json.loads(progress.read_text()) == last
    assert run_command("survey", tmp_path).refused_with("prepare the folder")
    assert read_survey(tmp_path) is None
    (tmp_path / "dataset.npz").write_bytes(b"PK")
    with pytest.raises(BadDataset, match="damaged"):
        survey_folder(tmp_path)
