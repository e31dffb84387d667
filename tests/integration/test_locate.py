"""Dropped samples: good ones are located, each bad one gets one clear error and disturbs no other request."""

import struct
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import requests
import soundfile

from sampler.constants import RATE_HZ
from tests.busy import busy_cores
from tests.integration.recordings import snares
from tests.live_studio import LiveStudio
from tests.waiting import until


def locate(studio: LiveStudio, name: str, content: bytes, **query: str) -> requests.Response:
    address = f"{studio.url}/api/models/snare/locate/"
    return requests.post(address, params=query, files={"file": (name, content)}, timeout=60)


def huge_wav() -> bytes:
    """A file whose header announces an hour and that holds three samples."""
    chunk = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 44_100, 88_200, 2, 16)
    body = b"WAVE" + chunk + struct.pack("<4sI", b"data", 0x7FFF_FFF0) + b"\0\1\0\2\0\3"
    return struct.pack("<4sI", b"RIFF", 0x7FFF_FFFF) + body


def wav(samples: int, value: int = 0, rate_hz: int = 44_100) -> bytes:
    data = struct.pack("<h", value) * samples
    chunk = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate_hz, rate_hz * 2, 2, 16)
    body = b"WAVE" + chunk + struct.pack("<4sI", b"data", len(data)) + data
    return struct.pack("<4sI", b"RIFF", len(body)) + body


BAD_FILES = {
    "empty": ("a.wav", b"", {400, 415, 422}),
    "text": ("a.wav", b"not a sound at all" * 100, {415}),
    "program": ("a.exe", b"MZ" + bytes(4000), {415}),
    "no samples": ("a.wav", wav(0), {422}),
    "silent": ("a.wav", wav(20_000), {422}),
    "three samples of an hour": ("a.wav", huge_wav(), {422}),
    "absurd rate": ("a.wav", wav(2_000, 900, rate_hz=7), {422}),
    "broken flac": ("a.flac", b"fLaC" + b"\xff" * 5000, {415, 422}),
    "broken mp3": ("a.mp3", b"ID3\4\0\0\0\0\0\0" + b"\xff\xfb" * 3000, {415, 422}),
    "too large": ("a.wav", wav(5_500_000, 9), {413}),
}


@pytest.mark.parametrize("index", range(3))
def test_a_sample_is_located_and_its_sound_can_be_downloaded(
    live_studio: LiveStudio, tmp_path: Path, index: int
) -> None:
    path = snares(30, tmp_path)[index * 10]
    answer = locate(live_studio, path.name, path.read_bytes())
    assert answer.status_code == 200, answer.text
    match = answer.json()
    assert 0 <= match["x"] <= 1
    assert 0 <= match["y"] <= 1
    assert match["fit_db"] > 0
    sound = requests.get(live_studio.url + match["sound_url"], timeout=60)
    assert sound.headers["Content-Type"] == "audio/wav"
    assert requests.get(live_studio.url + match["permalink"], timeout=60).status_code == 200


def test_the_answer_says_what_is_heard_of_sample_and_sound(live_studio: LiveStudio, tmp_path: Path) -> None:
    """A kick on the map of snares: another pitch, to which the sound is tuned, and another model."""
    times = np.arange(20_000) / RATE_HZ
    kick = 0.9 * np.sin(2 * np.pi * 58 * times) * np.exp(-times / 0.12)
    soundfile.write(tmp_path / "kick.wav", kick, RATE_HZ)
    answer = locate(live_studio, "kick.wav", (tmp_path / "kick.wav").read_bytes())
    assert answer.status_code == 200, answer.text
    match = answer.json()
    assert match["pitch_hz"] == pytest.approx(58, rel=0.01)
    assert match["glide"] == pytest.approx([58, 58, 58], rel=0.02)
    assert match["sample"]["pitch_hz"] == match["pitch_hz"]
    assert -24 <= match["tune"] < 0
    for name in ("sound_url", "permalink"):
        (tune,) = parse_qs(urlsplit(match[name]).query)["tune"]
        assert float(tune) == match["tune"]
    assert match["heard_db"] == match["fit_db"] > 0
    assert match["better"] in ([], ["kick"]), "the grid of kicks may not be rendered yet"


def test_a_location_has_a_note_which_no_render_option_changes(live_studio: LiveStudio) -> None:
    address = f"{live_studio.url}/api/models/snare/1/pitch/"
    answer = requests.get(address, params={"x": "0.5", "y": "0.5"}, timeout=60)
    assert answer.status_code == 200, answer.text
    assert "immutable" in answer.headers["Cache-Control"]
    assert 100 < answer.json()["pitch_hz"] < 400
    tuned = requests.get(address, params={"x": "0.5", "y": "0.5", "tune": "7"}, timeout=60)
    assert tuned.json() == answer.json()
    assert requests.get(address, params={"x": "2", "y": "0.5"}, timeout=60).status_code == 400
    assert requests.get(address.replace("/1/", "/99/"), timeout=60).status_code in {400, 404}


@pytest.mark.parametrize("refine", ["0", "1"])
def test_a_recording_is_found_although_every_core_is_busy(
    live_studio: LiveStudio, tmp_path: Path, refine: str
) -> None:
    with busy_cores():
        for path in snares(30, tmp_path)[::10]:
            answer = locate(live_studio, path.name, path.read_bytes(), refine=refine)
            assert answer.status_code == 200, answer.text


def test_samples_that_come_all_at_once_are_all_found(live_studio: LiveStudio, tmp_path: Path) -> None:
    """One worker searches for one after the other: whoever waited gets a shorter search."""
    paths = snares(30, tmp_path)[::10]
    with busy_cores(), ThreadPoolExecutor(len(paths)) as threads:
        answers = threads.map(lambda path: locate(live_studio, path.name, path.read_bytes()), paths)
        assert [answer.status_code for answer in answers] == [200] * len(paths)


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_gets_one_clear_error(live_studio: LiveStudio, tmp_path: Path, kind: str) -> None:
    name, content, expected = BAD_FILES[kind]
    answer = locate(live_studio, name, content)
    assert answer.status_code in expected, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert len(answer.json()["detail"]) > 10
    good = snares(1, tmp_path)[0]
    assert locate(live_studio, good.name, good.read_bytes()).status_code == 200


def test_uploads_are_removed_afterwards(live_studio: LiveStudio, tmp_path: Path) -> None:
    good = snares(1, tmp_path)[0]
    assert locate(live_studio, good.name, good.read_bytes()).status_code == 200
    # the answer is sent first, and the file goes with the request just after
    until(lambda: not list((live_studio.var / "uploads").iterdir()))


def test_a_long_recording_is_shortened(live_studio: LiveStudio, tmp_path: Path) -> None:
    samples, rate_hz = soundfile.read(snares(1, tmp_path)[0], dtype="int16", always_2d=True)
    padded = np.pad(samples[:, 0], (0, 20 * rate_hz))
    soundfile.write(tmp_path / "long.flac", padded, rate_hz)
    assert locate(live_studio, "long.flac", (tmp_path / "long.flac").read_bytes()).status_code == 200
