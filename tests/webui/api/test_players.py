"""Players: a browser gets the network of a version, compressed and for ever, and how to feed it."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from rest_framework.test import APIClient

from tests.webui.artefacts import TOM, publish_version
from webui.config.bundles import LITERT, PREFIX, RENDERER_SCRIPT, bundle
from webui.services.models import models_register

pytestmark = pytest.mark.django_db

CONTENT = b"a network " * 1000


def test_a_player_is_compressed_and_kept_for_ever(models_dir: Path, anonymous: APIClient) -> None:
    publish_version(models_dir, player=CONTENT)
    models_register()
    player = anonymous.get("/api/models/tom/map/").json()["player"]
    assert player == {
        "tables": [*TOM.map_tables],
        "detail_size": TOM.detail_size,
        "noise_frames": TOM.noise_frames,
        "seed_stride": 97,
        "peak_sample": TOM.peak_sample,
        "length": TOM.length_samples,
        "features": TOM.features,
        "url": "/api/models/tom/1/player.tflite",
        "encoder_url": "/api/models/tom/1/encoder.tflite",
    }
    packed = anonymous.get(player["url"], headers={"Accept-Encoding": "gzip, br"})
    assert (packed["Content-Encoding"], packed["Vary"]) == ("gzip", "Accept-Encoding")
    assert "immutable" in packed["Cache-Control"]
    assert gzip.decompress(packed.content) == CONTENT
    assert anonymous.get(player["encoder_url"]).content == b"not a network"
    plain = anonymous.get(player["url"])
    assert "Content-Encoding" not in plain
    assert plain.content == CONTENT


def test_a_version_without_a_player_says_so(models_dir: Path, anonymous: APIClient) -> None:
    publish_version(models_dir)
    models_register()
    assert anonymous.get("/api/models/tom/map/").json()["player"] is None
    answer = anonymous.get("/api/models/tom/1/player.tflite")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/model-not-found")
    assert "has no player" in answer.json()["detail"]
    assert anonymous.get("/api/models/tom/2/player.tflite").status_code == 404


def test_a_changed_player_is_refused(models_dir: Path, anonymous: APIClient) -> None:
    folder = publish_version(models_dir, player=CONTENT)
    models_register()
    (folder / "player.tflite").write_bytes(CONTENT[::-1])
    assert anonymous.get("/api/models/tom/1/player.tflite").status_code == 409


def test_only_the_worker_may_compile_web_assembly() -> None:
    static = f"/{settings.STATIC_URL.strip('/')}/"
    worker = Client().get(f"{static}{RENDERER_SCRIPT}")["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in worker
    for path in ("/", f"{static}js/studio/main.js", f"{static}{PREFIX}/renderer/{LITERT[0]}.js"):
        policy = Client().get(path)["Content-Security-Policy"]
        assert "unsafe" not in policy


def test_the_bundle_holds_a_classic_worker_and_compressed_web_assembly() -> None:
    folder = bundle()
    if folder is None:
        pytest.skip("esbuild is not installed")
    assert (folder / "renderer" / "main.js").read_text().startswith('"use strict";(()=>{')
    for name in LITERT:
        packed = (folder / "renderer" / f"{name}.wasm.gz").read_bytes()
        assert gzip.decompress(packed) == (folder / "renderer" / f"{name}.wasm").read_bytes()
