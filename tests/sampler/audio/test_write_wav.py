"""Writing WAV files: libsndfile reads them, and the same samples give the same bytes."""

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from sampler.audio.write import encode_wav, write_wav
from sampler.errors import BadValue

Floats = NDArray[np.float32]


@pytest.mark.parametrize("rate_hz", [44_100, 48_000])
@pytest.mark.parametrize(
    ("bits", "subtype", "tolerance"),
    [(16, "PCM_16", 1.6 / 2**15), (24, "PCM_24", 0.6 / 2**23), (32, "FLOAT", 0)],
)
@pytest.mark.parametrize("length_samples", [20_000, 19_999, 1])
def test_libsndfile_reads_back_what_was_written(
    hit: Floats, rate_hz: int, bits: int, subtype: str, tolerance: float, length_samples: int
) -> None:
    content = encode_wav(hit[-length_samples:], rate_hz=rate_hz, bits=bits)
    info = soundfile.info(io.BytesIO(content))
    assert (info.format, info.subtype, info.samplerate, info.channels) == ("WAV", subtype, rate_hz, 1)
    samples, _ = soundfile.read(io.BytesIO(content), dtype="float32")
    np.testing.assert_allclose(samples, hit[-length_samples:], atol=tolerance)
    assert content == encode_wav(hit[-length_samples:], rate_hz=rate_hz, bits=bits)


@pytest.mark.parametrize("bits", [16, 24])
def test_full_scale_does_not_overflow(bits: int) -> None:
    loud = np.array([1, -1, 1.5, -1.5, 0], np.float32)
    samples, _ = soundfile.read(io.BytesIO(encode_wav(loud, rate_hz=44_100, bits=bits)))
    np.testing.assert_allclose(samples, [1, -1, 1, -1, 0], atol=1e-4)


def test_sixteen_bits_keep_a_tone_below_their_last_step() -> None:
    tone = (0.4 / 2**15 * np.sin(2 * np.pi * 1_000 * np.arange(44_100) / 44_100)).astype(np.float32)
    samples, _ = soundfile.read(io.BytesIO(encode_wav(tone, rate_hz=44_100, bits=16)))
    spectrum = np.abs(np.fft.rfft(samples))
    assert spectrum.argmax() == 1_000
    assert spectrum[3_000] < 0.1 * spectrum[1_000], "a third harmonic: the dither is not there"


def test_digital_silence_stays_silent() -> None:
    content = encode_wav(np.zeros(500, np.float32), rate_hz=44_100, bits=16)
    assert content.endswith(bytes(1_000))


def test_other_widths_are_refused(hit: Floats) -> None:
    with pytest.raises(BadValue, match="16, 24 or 32"):
        encode_wav(hit, rate_hz=44_100, bits=8)


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, hit: Floats) -> None:
    path = tmp_path / "new" / "hit.wav"
    write_wav(path, hit, rate_hz=44_100)
    before = path.read_bytes()
    with pytest.raises(BadValue):
        write_wav(path, hit, rate_hz=44_100, bits=12)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
