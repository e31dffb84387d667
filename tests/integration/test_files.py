"""Downloads: every kind of file, made through web, broker and worker."""

import io
import itertools
from typing import Any

import numpy as np
import pytest
import requests
import soundfile
from numpy.typing import NDArray

from tests.live_studio import LiveStudio

Floats = NDArray[np.float64]

SUBTYPES = {16: "PCM_16", 24: "PCM_24", 32: "FLOAT"}
STEP = {16: 2.0**-15, 24: 2.0**-23, 32: 2.0**-24}
"""The size of one step of each format."""

PLACES = [(0.5, 0.5), (0.03, 0.97)]
PEAK_LEVEL = 0.95
ONSET_LEVEL, FADE_SAMPLES = 0.02, 32
EDGE_S, EDGE_LEVEL = 0.0002, 0.01

FILES = list(itertools.product((16, 24, 32), (44_100, 48_000), ("0", "1"), ("0", "1")))
SHAPES: list[dict[str, str]] = [
    {"pitch": "-5"},
    {"pitch": "7", "gain": "6"},
    {"length": "0.12", "fade": "0.05"},
    {"lowcut": "60", "highcut": "9000"},
    {"tune": "3", "gain": "-9.5"},
    {
        "pitch": "3",
        "tune": "-4",
        "length": "0.2",
        "fade": "0.1",
        "gain": "3",
        "lowcut": "40",
        "highcut": "12000",
    },
]


SWAPS: list[dict[str, str]] = [{}, {"pitch": "-12", "gain": "18", "bits": "16"}]


class Studio:
    """Requests sounds of the factory model."""

    def __init__(self, url: str) -> None:
        self.session = requests.Session()
        self.model: dict[str, Any] = self.session.get(f"{url}/api/models/snare/", timeout=60).json()
        self.address = f"{url}/api/models/snare/{self.model['version']}/sound.wav"

    def file(self, place: tuple[float, float], **options: Any) -> tuple[bytes, str]:
        """Download a file; returns its bytes and its name."""
        query = {"x": place[0], "y": place[1], **options}
        answer = self.session.get(self.address, params=query, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.content, answer.headers["Content-Disposition"].partition('filename="')[2].rstrip('"')

    def samples(self, place: tuple[float, float], **options: Any) -> Floats:
        samples: Floats = soundfile.read(io.BytesIO(self.file(place, **options)[0]))[0]
        return samples


@pytest.fixture(scope="module")
def studio(live_studio: LiveStudio) -> Studio:
    return Studio(live_studio.url)


def assert_clean(samples: Floats, rate_hz: int, step: float) -> None:
    """Assert that both ends are zero, and that the first and last 0.2 ms have no jump."""
    edge = round(EDGE_S * rate_hz)
    assert samples[0] == 0
    assert samples[-1] == 0
    loudest = np.abs(samples).max()
    for end in (samples[:edge], samples[-edge:]):
        assert np.abs(end).max() <= EDGE_LEVEL * loudest + 2 * step
        assert np.abs(np.diff(end)).max() <= EDGE_LEVEL * loudest + 2 * step


def trimmed_start(locked: Floats, peak: int) -> int:
    """The sample of the locked file at which the trimmed file begins."""
    onset = int(np.argmax(np.abs(locked[: peak + 1]) >= ONSET_LEVEL * abs(locked[peak])))
    return max(0, onset - FADE_SAMPLES)


@pytest.mark.parametrize(("bits", "rate_hz", "trim", "norm"), FILES)
def test_every_kind_of_file(studio: Studio, bits: int, rate_hz: int, trim: str, norm: str) -> None:
    for place in PLACES:
        content, _ = studio.file(place, bits=bits, rate=rate_hz, trim=trim, norm=norm)
        info = soundfile.info(io.BytesIO(content))
        assert (info.samplerate, info.subtype, info.channels) == (rate_hz, SUBTYPES[bits], 1)
        samples, _ = soundfile.read(io.BytesIO(content))
        locked = studio.samples(place, bits=32, rate=rate_hz, norm=norm)
        peak = round(studio.model["peak_sample"] * rate_hz / 44_100)
        assert np.argmax(np.abs(locked)) == peak
        start = trimmed_start(locked, peak) if trim == "1" else 0
        assert abs(int(np.argmax(np.abs(samples))) - (peak - start)) <= (1 if trim == "1" else 0)
        level = PEAK_LEVEL if norm == "1" else float(np.abs(locked).max())
        assert np.abs(samples).max() == pytest.approx(level, abs=2 * STEP[bits] + 1e-6)
        assert np.abs(samples).max() <= PEAK_LEVEL + 2 * STEP[bits]
        np.testing.assert_allclose(samples[peak - start :], locked[peak:], atol=2 * STEP[bits] + 1e-6)
        assert_clean(samples, rate_hz, STEP[bits])


@pytest.mark.parametrize("texts", SHAPES, ids="-".join)
@pytest.mark.parametrize(("bits", "rate_hz", "trim", "norm"), [FILES[0], FILES[-1], (24, 48_000, "0", "0")])
def test_shaped_files(
    studio: Studio, texts: dict[str, str], bits: int, rate_hz: int, trim: str, norm: str
) -> None:
    file = {"bits": bits, "rate": rate_hz, "trim": trim, "norm": norm}
    for place in PLACES:
        samples = studio.samples(place, **texts, **file)
        plain = studio.samples(place, **file)
        assert np.isfinite(samples).all()
        assert_clean(samples, rate_hz, STEP[bits])
        assert np.abs(samples).max() <= PEAK_LEVEL + 2 * STEP[bits]
        if "length" in texts:
            longest = round(float(texts["length"]) * rate_hz)
            assert len(samples) == longest
        else:
            speed = 2 ** (float(texts.get("pitch", "0")) / 12)
            assert len(samples) == pytest.approx(len(plain) / speed, rel=0.05)
        if trim == "0":
            expected = round(studio.model["peak_sample"] * rate_hz / 44_100)
            assert int(np.argmax(np.abs(samples))) == expected
        if norm == "1" and float(texts.get("gain", "0")) <= 0:
            gain = 10 ** (float(texts.get("gain", "0")) / 20)
            assert np.abs(samples).max() == pytest.approx(PEAK_LEVEL * gain, abs=2 * STEP[bits] + 1e-6)


def test_locked_files_peak_at_the_same_sample(studio: Studio) -> None:
    """So exchanging one for another never moves a groove."""
    for x, y in itertools.product((0, 0.25, 0.5, 0.75, 1), repeat=2):
        peaks = {int(np.argmax(np.abs(studio.samples((x, y), **shape)))) for shape in SWAPS}
        assert peaks == {studio.model["peak_sample"]}


def test_files_are_named_after_their_content(studio: Studio) -> None:
    version = studio.model["version"]
    assert studio.file((0.5, 0.125))[1] == f"drumscape-snare-v{version}-x0.50-y0.13.wav"
    name = studio.file(
        (0, 1), seed=7, pitch=-2.5, gain=3, length=0.2, lowcut=80, bits=16, rate=48_000, trim=1
    )[1]
    shaped = "variation7-pitch-2.5-gain+3dB-length200ms-lowcut80Hz-16bit-48k-trimmed"
    assert name == f"drumscape-snare-v{version}-x0.00-y1.00-{shaped}.wav"
