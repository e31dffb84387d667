"""Follow CONTRIBUTING's way to add a family on a copy of the tree: one file, and the family works."""

from pathlib import Path

import pytest
import soundfile

from tests.house.howto import Tree, code_blocks
from tests.synthetic import write_drums

FILE = "sampler/families/linear.py"

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
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A copy of the code with the family that CONTRIBUTING shows."""
    tree = Tree(tmp_path_factory.mktemp("copy"))
    (family,) = code_blocks("Add a family", "python")
    (tree.root / FILE).write_text(family)
    return tree


def test_the_file_is_as_well_kept_as_its_neighbours(tree: Tree) -> None:
    tree.lint(FILE)


def test_it_trains_exports_and_plays(tree: Tree, tmp_path: Path) -> None:
    write_drums(tmp_path / "drums", 12)
    printed = tree.python("-c", PLAY, tmp_path)
    assert "linear  linear  Linear autoencoder: a mixture of two typical sounds" in printed
    sound, rate_hz = soundfile.read(tmp_path / "sound.wav")
    assert rate_hz == 44_100
    assert abs(sound).max() == pytest.approx(0.95, abs=0.01)


def test_the_dashboard_offers_it_with_an_estimate(tree: Tree, tmp_path: Path) -> None:
    printed = tree.python("-c", OFFER, var=tmp_path / "var")
    assert "Two sounds, mixed · linear</option>" in printed
    # 85 sounds train, in batches of 16, for 100 epochs, at 200 steps/s
    assert '"steps":600,"seconds":3.0,"measured":false' in printed
