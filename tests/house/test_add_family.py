"""Follow CONTRIBUTING's way to add a family on a copy of the tree: one file, and the family works."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from tests.house.figures import ROOT
from tests.synthetic import write_drums

CODE = re.compile(r"\*\*Add a family\.\*\*.*?```python\n(.*?)```", re.DOTALL)
COPIED = ("sampler", "webui", "templates", "static")

PLAY = """
import sys
from pathlib import Path
from sampler.cli import main
work = Path(sys.argv[1])
for command in (
    ["presets"],
    ["train", "linear", "--data", work / "drums", "--run", work / "run", "--epochs", 2,
     "--set", "length_samples=4096"],
    ["export", work / "run", "--name", "mixture", "--models", work / "models"],
    ["render", "mixture", "--models", work / "models", "--at", 0.3, 0.7, "--out", work / "sound.wav"],
):
    assert main([str(argument) for argument in command]) == 0, command
"""

OFFER = """
import os, django
from django.core.management import call_command
os.environ["DJANGO_SETTINGS_MODULE"] = "webui.config.settings"
django.setup()
call_command("migrate", verbosity=0)
from django.contrib.auth.models import User
from django.test import Client
from webui.models import Dataset
dataset = Dataset.objects.create(name="drums", state="ready", kept=100)
client = Client(HTTP_HOST="localhost")
client.force_login(User.objects.create_superuser("admin"))
print(client.get("/dashboard/").content.decode())
print(client.get("/api/runs/estimate/", {"dataset": dataset.pk, "preset": "linear"}).content.decode())
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code with the family that CONTRIBUTING shows."""
    tree = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tree / "node_modules").symlink_to(ROOT / "node_modules")
    found = CODE.search((ROOT / "CONTRIBUTING.md").read_text())
    assert found
    (tree / "sampler" / "families" / "linear.py").write_text(found[1])
    return tree


def run(tree: Path, script: str, *arguments: object, **environment: object) -> str:
    """What a script prints that runs in the copy."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=tree,
        env={**os.environ, **{name: str(value) for name, value in environment.items()}},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_file_is_as_well_kept_as_its_neighbours(tree: Path) -> None:
    file = tree / "sampler" / "families" / "linear.py"
    for check in (["check", "--quiet"], ["format", "--check", "--quiet"]):
        command = [sys.executable, "-m", "ruff", *check, "--config", f"{ROOT}/pyproject.toml", str(file)]
        assert subprocess.run(command, check=False, capture_output=True, cwd=tree).returncode == 0, command


def test_it_trains_exports_and_plays(tree: Path, tmp_path: Path) -> None:
    write_drums(tmp_path / "drums", 12)
    printed = run(tree, PLAY, tmp_path)
    assert "linear  linear  Linear autoencoder: a mixture of two typical sounds" in printed
    sound, rate_hz = soundfile.read(tmp_path / "sound.wav")
    assert rate_hz == 44_100
    assert abs(sound).max() == pytest.approx(0.95, abs=0.01)


def test_the_dashboard_offers_it_with_an_estimate(tree: Path, tmp_path: Path) -> None:
    printed = run(tree, OFFER, DRUMSCAPE_VAR=tmp_path / "var")
    assert "Two sounds, mixed · linear</option>" in printed
    # 85 sounds train, in batches of 16, for 100 epochs, at 200 steps/s
    assert '"steps":600,"seconds":3.0,"measured":false' in printed
