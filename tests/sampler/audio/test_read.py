"""Reading files: all containers, the first channel, bounds, and a reason for each refusal."""

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from sampler.audio.read import AUDIO_EXTENSIONS, read_recording, sniff
from sampler.audio.reasons import Reason, Refusal, RefusedFile, RefusedSound
from sampler.errors import UnreadableAudio, UnusableAudio

Floats = NDArray[np.float32]


@pytest.mark.parametrize("kind", ["wav", "aiff", "flac", "ogg", "mp3"])
def test_every_container_is_read_and_named_by_its_first_bytes(tmp_path: Path, hit: Floats, kind: str) -> None:
    path = tmp_path / f"hit.{kind}"
    soundfile.write(path, hit, 44_100)
    recording = read_recording(path)
    assert sniff(path.read_bytes()[:16]) == kind
    assert path.suffix in AUDIO_EXTENSIONS
    assert recording.rate_hz == 44_100
    assert recording.samples.dtype == np.float32
    assert len(recording.samples) == len(hit)
    assert recording.samples.std() == pytest.approx(hit.std(), rel=0.1)
    if kind in ("wav", "aiff", "flac"):
        np.testing.assert_allclose(recording.samples, hit, atol=1 / 2**15)


def test_the_content_counts_and_not_the_name(tmp_path: Path, hit: Floats) -> None:
    flac = tmp_path / "hit.flac"
    soundfile.write(flac, hit, 44_100)
    assert len(read_recording(flac.rename(tmp_path / "hit.wav")).samples) == len(hit)


def test_the_first_channel_is_read_and_not_a_mix(tmp_path: Path, hit: Floats) -> None:
    path = tmp_path / "stereo.wav"
    soundfile.write(path, np.stack([hit, -hit], 1), 48_000, subtype="FLOAT")
    recording = read_recording(path)
    assert recording.channels == 2
    assert recording.rate_hz == 48_000
    np.testing.assert_array_equal(recording.samples, hit)


def test_long_files_are_read_up_to_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "long.flac"
    soundfile.write(path, np.full(44_100 * 50, 0.1, np.float32), 44_100)
    assert len(read_recording(path).samples) == 44_100 * 30
    assert len(read_recording(path, max_s=0.5).samples) == 22_050


def test_a_header_may_announce_more_than_the_file_holds(wav: Path) -> None:
    content = wav.read_bytes()
    wav.write_bytes(content[:40] + struct.pack("<I", 0xFFFF_FFFF) + content[44:20_044])
    assert len(read_recording(wav).samples) == 10_000


@pytest.mark.parametrize(
    ("spoil", "reason", "error"),
    [
        (lambda content: b"", Reason.EMPTY, RefusedSound),
        (lambda content: content[:44], Reason.EMPTY, RefusedSound),
        (lambda content: content[:30], Reason.UNREADABLE, RefusedFile),
        (lambda content: b"dear sound engineer" * 9, Reason.UNREADABLE, RefusedFile),
        (
            lambda content: b"RIFF" + bytes(4) + b"WAVE" + bytes(range(256)),
            Reason.UNREADABLE,
            UnreadableAudio,
        ),
        (lambda content: b"fLaC" + bytes(range(256)), Reason.UNREADABLE, RefusedFile),
        (lambda content: b"OggS" + bytes(400), Reason.UNREADABLE, RefusedFile),
        (lambda content: b"ID3\x04" + bytes(400), Reason.UNREADABLE, RefusedFile),
    ],
)
def test_damaged_bytes_are_refused_with_a_reason(
    wav: Path, spoil: Callable[[bytes], bytes], reason: Reason, error: type[Refusal]
) -> None:
    wav.write_bytes(spoil(wav.read_bytes()))
    with pytest.raises(error) as caught:
        read_recording(wav)
    assert caught.value.reason == reason
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    ("rate_hz", "channels", "reason"),
    [(4_000, 1, Reason.RATE), (384_000, 1, Reason.RATE), (44_100, 9, Reason.CHANNELS)],
)
def test_rates_and_channels_out_of_range_are_refused(
    tmp_path: Path, hit: Floats, rate_hz: int, channels: int, reason: Reason
) -> None:
    path = tmp_path / "absurd.wav"
    soundfile.write(path, np.stack([hit] * channels, 1), rate_hz)
    with pytest.raises(RefusedSound) as caught:
        read_recording(path)
    assert caught.value.reason == reason


@pytest.mark.parametrize(("rate_hz", "channels"), [(8_000, 8), (192_000, 8)])
def test_rates_and_channels_at_the_limits_are_allowed(
    tmp_path: Path, hit: Floats, rate_hz: int, channels: int
) -> None:
    path = tmp_path / "limit.wav"
    soundfile.write(path, np.stack([hit] * channels, 1), rate_hz)
    assert read_recording(path).rate_hz == rate_hz


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_samples_that_are_not_finite_are_refused(tmp_path: Path, hit: Floats, value: float) -> None:
    path = tmp_path / "broken.wav"
    hit[77] = value
    soundfile.write(path, hit, 44_100, subtype="FLOAT")
    with pytest.raises(UnusableAudio, match="not numbers"):
        read_recording(path)


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableAudio):
        read_recording(tmp_path / "nothing.wav")
