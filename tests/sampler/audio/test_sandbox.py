"""Reading in a child with limits: real children meet real limits, and the next file is read as if nothing
was.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from sampler.audio.prepare import prepare
from sampler.audio.read import read_recording
from sampler.audio.reasons import RefusedFile
from sampler.audio.sandbox import Frame, Sandbox
from sampler.errors import UnreadableAudio, UnusableAudio

Floats = NDArray[np.float32]


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """A sandbox around a decoder that crashes, spins, hoards or lies on demand: limits end it, not the
    deadline.
    """
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    return Sandbox(deadline_s=60, module="hostile_reader")


def test_a_good_file_is_read_as_without_the_sandbox(wav: Path) -> None:
    with Sandbox() as sandbox:
        safe, direct = sandbox.read(wav), prepare(read_recording(wav))
    np.testing.assert_array_equal(safe.samples, direct.samples)
    assert safe.peak == direct.peak


def test_refusals_keep_their_reason(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("dear sound engineer")
    soundfile.write(tmp_path / "silent.wav", np.zeros(9_000), 44_100)
    with Sandbox() as sandbox:
        with pytest.raises(UnreadableAudio, match="cannot be read"):
            sandbox.read(tmp_path / "text.wav")
        with pytest.raises(UnusableAudio, match="silent"):
            sandbox.read(tmp_path / "silent.wav")


@pytest.mark.parametrize("behaviour", ["crash", "spin", "hoard", "flood", "lie", "mumble"])
def test_a_decoder_that_fails_is_one_refusal_and_the_next_file_is_read(
    hostile: Sandbox, wav: Path, behaviour: str
) -> None:
    bad = wav.with_name(f"{behaviour}.wav")
    bad.write_bytes(wav.read_bytes())
    with hostile:
        with pytest.raises(RefusedFile) as caught:
            hostile.read(bad)
        assert caught.value.reason == ("too large" if behaviour == "hoard" else "reader failed")
        assert hostile.read(wav).peak == prepare(read_recording(wav)).peak


def test_a_decoder_that_hangs_is_killed_at_the_deadline(hostile: Sandbox, wav: Path) -> None:
    with Sandbox(deadline_s=1, module="hostile_reader") as impatient, pytest.raises(UnreadableAudio):
        impatient.read(wav.rename(wav.with_name("hang.wav")))


def test_a_small_file_that_decodes_to_a_long_sound_is_read_up_to_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "hours.flac"
    with soundfile.SoundFile(path, "w", 192_000, 8) as file:
        block = np.zeros((192_000, 8), np.float32)
        block[500] = 0.5
        for _ in range(32):
            file.write(block)
    assert path.stat().st_size < 1 << 20
    with Sandbox() as sandbox:
        assert len(sandbox.read(path).samples) == 2 * 44_100


def test_the_child_sees_no_secret(monkeypatch: pytest.MonkeyPatch, wav: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "hunter2")
    with Sandbox() as sandbox:
        sandbox.read(wav)
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True
        )
        environments = [_environment(pid) for pid in children.stdout.split()]
    readers = [text for text in environments if b"OPENBLAS_NUM_THREADS" in text]
    assert readers
    assert not any(b"hunter2" in text for text in readers)


def _environment(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def test_an_original_is_read_without_preparation(tmp_path: Path) -> None:
    samples = np.stack([np.linspace(-4, 4, 9_000), np.ones(9_000)], axis=1).astype(np.float32)
    soundfile.write(tmp_path / "loud.wav", samples, 22_050, subtype="FLOAT")
    soundfile.write(tmp_path / "long.flac", np.zeros(12 * 8_000) + 0.1, 8_000)
    (tmp_path / "text.wav").write_text("dear sound engineer")
    with Sandbox() as sandbox:
        loud = sandbox.read_original(tmp_path / "loud.wav")
        assert loud.rate_hz == 22_050
        np.testing.assert_allclose(loud.samples, samples[:, 0] / 4, atol=1e-6)
        assert len(sandbox.read_original(tmp_path / "long.flac").samples) == 80_000
        with pytest.raises(UnreadableAudio, match="cannot be read"):
            sandbox.read_original(tmp_path / "text.wav")


def test_a_decoder_that_fails_gives_no_original(hostile: Sandbox, wav: Path) -> None:
    with hostile, pytest.raises(RefusedFile, match="read safely"):
        hostile.read_original(wav.rename(wav.with_name("lie.wav")))


def test_a_frame_is_written_at_the_wanted_rate(tmp_path: Path, wav: Path) -> None:
    target = tmp_path / "deep" / "frame.wav"
    with Sandbox() as sandbox:
        sandbox.frame(wav, Frame(str(target), 48_000, 480, 9_600))
    samples, rate_hz = soundfile.read(target)
    assert rate_hz == 48_000
    assert len(samples) == 9_600
    assert np.argmax(np.abs(samples)) == 480


def test_a_frame_that_cannot_be_written_raises_oserror(tmp_path: Path, wav: Path) -> None:
    with Sandbox() as sandbox, pytest.raises(FileExistsError):
        sandbox.frame(wav, Frame(str(wav / "frame.wav"), 44_100, 441, 4_410))


def test_the_reader_imports_no_tensorflow() -> None:
    code = "import sys, sampler.audio.sandbox_child as _; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"tensorflow", "keras", "scipy", "django", "PIL"} & set(loaded)
