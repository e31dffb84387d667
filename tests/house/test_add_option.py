"""Follow CONTRIBUTING's way to add a render option on a copy of the tree: two places, and it works."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.house.howto import Change, Tree, code_blocks

PLACES = ["sampler/audio/options.py", "sampler/audio/shape.py"]
QUERY = "trim=on&y=0.50&x=.25&drive=0.50"
ADDRESS = "/api/models/snare/1/sound.wav?x=0.25&y=0.5&trim=1&drive=0.5"
FILE_NAME = "drumscape-snare-v1-x0.25-y0.50-trimmed-drive0.5.wav"

ASK = """
import os, re, sys, django, json
from django.core.management import call_command
os.environ["DJANGO_SETTINGS_MODULE"] = "webui.config.settings"
django.setup()
call_command("migrate", verbosity=0)
from django.http import QueryDict
from django.test import Client
from webui.addresses import SoundAddress
address = SoundAddress.parse("snare", "1", QueryDict(sys.argv[1]))
client = Client(HTTP_HOST="localhost")
page = client.get("/").content.decode()
refused = client.get("/api/models/snare/1/sound.wav?x=0.25&y=0.5&drive=2")
schema = client.get("/api/schema/", {"format": "json"}).json()
sound = schema["paths"]["/api/models/{name}/{version}/sound.wav"]["get"]
print(json.dumps({
    "path": address.path,
    "file": address.file_name,
    "table": json.loads(re.search(r'id="render-options"[^>]*>(.*?)</script>', page)[1]),
    "knob": re.search(r'<input [^>]*id="shape-drive"[^>]*>', page)[0],
    "refused": [refused.status_code, refused.json()["detail"]],
    "parameters": [each["name"] for each in sound["parameters"]],
}))
"""

SPELL = """
import { soundUrl } from "./static/js/studio/address.js";
import { fileName } from "./static/js/studio/filename.js";
import { useOptionTable } from "./static/js/studio/options.js";
import { readPermalink } from "./static/js/studio/permalink.js";
import { scaleOf } from "./static/js/studio/shape/scales.js";
import { readFileSync } from "node:fs";
useOptionTable(JSON.parse(readFileSync(0, "utf8")));
const sound = readPermalink(`?model=snare&version=1&${process.argv[1]}`);
const scale = scaleOf("drive");
console.log(JSON.stringify({
  path: soundUrl(sound),
  file: fileName(sound),
  values: [0, 0.37, 1].map((position) => scale.value(position, 1)),
  thumb: [null, 0.37].map((value) => scale.position(value, 1)),
  words: scale.words(0.37, 1),
}));
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A copy of the code with the option that CONTRIBUTING shows."""
    tree = Tree(tmp_path_factory.mktemp("copy"))
    changes = [Change.parse(block) for block in code_blocks("Add a render option", "diff")]
    assert [change.file for change in changes] == PLACES
    for change in changes:
        tree.apply(change)
    return tree


@pytest.fixture(scope="module")
def answers(tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the web of the copy says about the option."""
    var = tmp_path_factory.mktemp("var")
    found: dict[str, Any] = json.loads(tree.python("-c", ASK, QUERY, var=var))
    return found


def test_both_places_are_as_well_kept_as_before(tree: Tree) -> None:
    tree.lint(*PLACES)


def render(tree: Tree, file: Path, *options: str) -> np.ndarray:
    """float32 (n,) of a sound that the command line renders."""
    tree.python("-m", "sampler", "render", "snare", "--at", 0.25, 0.5, "--out", file, *options)
    sound: np.ndarray = soundfile.read(file, dtype="float32")[0]
    return sound


def test_the_command_line_applies_it(tree: Tree, tmp_path: Path) -> None:
    plain, driven = render(tree, tmp_path / "0.wav"), render(tree, tmp_path / "1.wav", "--drive", "1")
    assert np.abs(driven).argmax() == np.abs(plain).argmax()
    assert np.abs(driven).max() == pytest.approx(np.abs(plain).max(), abs=1e-4)
    assert np.square(driven).sum() > 1.5 * np.square(plain).sum()


def test_the_web_reads_writes_and_documents_it(answers: dict[str, Any]) -> None:
    assert (answers["path"], answers["file"]) == (ADDRESS, FILE_NAME)
    assert answers["refused"] == [400, "drive must be a number from 0 to 1."]
    assert "drive" in answers["parameters"]


def test_the_page_has_its_slider_and_its_row(answers: dict[str, Any]) -> None:
    assert 'min="0" max="1" step="0.01" value="0"' in answers["knob"]
    (row,) = [row for row in answers["table"] if row["name"] == "drive"]
    assert (row["kind"], row["low"], row["high"], row["slider"]["label"]) == ("number", 0, 1, "Drive")


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node: `make check` installs it")
def test_the_browser_writes_the_same_address_and_turns_the_slider(
    tree: Tree, answers: dict[str, Any]
) -> None:
    table = json.dumps(answers["table"])
    spelt = json.loads(tree.run("node", "--input-type=module", "-e", SPELL, QUERY, given=table))
    assert (spelt["path"], spelt["file"]) == (ADDRESS, FILE_NAME)
    assert spelt["values"] == [None, 0.37, 1]
    assert spelt["thumb"] == [0, 0.37]
    assert spelt["words"] == "0.37"
