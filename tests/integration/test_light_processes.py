"""Neither the web process nor a CPU decode worker ever loads TensorFlow or Keras."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.live_studio import ROOT, LiveStudio

REPORT = """
import importlib, sys
for module in sys.argv[1:]:
    importlib.import_module(module)
print(*sorted({"tensorflow", "keras", "matplotlib", "librosa"} & set(sys.modules)))
"""
ENTRY_POINTS = {
    "web": ["webui.config.wsgi", "webui.config.urls", "webui.api.urls", "webui.admin"],
    "decode": ["webui.config.decoding", "webui.tasks.decode", "sampler.model.inference"],
    "ingest": ["webui.config.celery", "webui.tasks.ingest"],
    "train": ["webui.config.celery", "webui.tasks.train"],
    "command line": ["sampler.cli", "sampler.families", "sampler.rundir"],
}


@pytest.mark.parametrize("name", ENTRY_POINTS)
def test_importing_a_light_module_loads_no_tensorflow(name: str) -> None:
    setup = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'webui.config.settings'; django.setup()\n"
    )
    code = REPORT if name in {"decode", "command line"} else setup + REPORT
    command = [sys.executable, "-c", code, *ENTRY_POINTS[name]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    "program",
    [
        "gunicorn",
        "--queues decode",
        "--queues locate",
        "--queues judge",
        "--queues ingest",
        "--queues train",
    ],
)
def test_running_processes_have_not_loaded_tensorflow(live_studio: LiveStudio, program: str) -> None:
    running = live_studio.processes(program)
    assert running
    for process in running:
        maps = Path(f"/proc/{process.pid}/maps").read_text()
        assert "tensorflow" not in maps.replace("ai_edge_litert", "")
