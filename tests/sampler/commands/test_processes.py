"""The command line as a process: its output streams and the libraries that it loads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tiny_model import ROOT


def start(
    *arguments: object, script: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    program = ["-c", script] if script else ["-m", "sampler"]
    command = [sys.executable, *program, *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_refusal_is_one_line_without_output_of_native_libraries(tiny_folder: Path, tmp_path: Path) -> None:
    done = start("render", tiny_folder, "--at", 2, 2, "--out", tmp_path / "sound.wav")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "sampler: x and y must be numbers from 0 to 1.\n"


def test_json_is_the_only_output(tiny_folder: Path, drums: Path) -> None:
    done = start("locate", tiny_folder, min(drums.iterdir()), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)) == 1


def test_a_name_that_is_not_text_is_escaped(tiny_folder: Path, drums: Path, tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"caf\xe9.wav")
    file.symlink_to(min(drums.iterdir()))
    done = start("locate", tiny_folder, file, PYTHONIOENCODING="utf-8:strict")
    assert (done.returncode, done.stderr) == (0, "")
    assert r"caf\udce9.wav  0." in done.stdout


def test_a_reader_that_closes_the_pipe_causes_no_traceback(models_dir: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with open(write, "w") as closed:
        command = [sys.executable, "-m", "sampler", "presets"]
        done = subprocess.run(
            command, cwd=ROOT, stdout=closed, stderr=subprocess.PIPE, text=True, check=False
        )
    assert "Traceback" not in done.stderr


PLAY = """
import sys
from pathlib import Path
from sampler.cli import main
for arguments in (["presets"], ["models", "--models", "none"],
                  ["render", sys.argv[1], "--at", "0.5", "0.5", "--out", sys.argv[2] + "/a.wav"],
                  ["grid", sys.argv[1], sys.argv[2], "--steps", "2"],
                  ["locate", sys.argv[1], sys.argv[2] + "/a.wav"]):
    assert main(arguments) == 0, arguments
loaded = {name.partition(".")[0] for name in sys.modules}
print(sorted(loaded & {"tensorflow", "keras", "torch", "jax", "scipy", "django", "celery"}), file=sys.stderr)
"""


def test_playing_a_model_loads_neither_keras_nor_tensorflow(tiny_folder: Path, tmp_path: Path) -> None:
    done = start(tiny_folder, tmp_path, script=PLAY)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "[]"


@pytest.mark.parametrize("module", ["rundir", "families", "model.inference", "artifact", "model.map", "cli"])
def test_modules_for_the_web_import_without_keras(module: str) -> None:
    script = f"import sys, sampler.{module}; sys.exit(bool({{'keras', 'tensorflow'}} & set(sys.modules)))"
    assert start(script=script).returncode == 0
