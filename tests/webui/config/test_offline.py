"""The service worker names its release and files that exist; the manifest makes the studio installable."""

import io
import json
import re

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

pytestmark = pytest.mark.django_db


def test_the_service_worker_names_its_release_and_files_that_exist() -> None:
    answer = Client().get("/service-worker.js")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/javascript", "no-cache")
    script = answer.content.decode()
    release = json.loads(re.findall(r"self\.RELEASE = (.*);\n", script)[0])
    assert release["prefix"] == f"/{settings.STATIC_URL.strip('/')}/"
    assert release["prefix"].endswith(f"/{release['name']}/")
    assert {Client().get(address).status_code for address in release["addresses"]} == {200}
    page = Client().get("/").content.decode()
    needed = re.findall(r'<(?:link rel="stylesheet"|script[^>]*) (?:href|src)="([^"]+)"', page)
    assert needed
    assert set(needed) <= set(release["addresses"])


def test_the_studio_can_be_installed() -> None:
    page = Client().get("/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    answer = Client().get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["start_url"], manifest["display"]) == ("/", "standalone")
    for icon in manifest["icons"]:
        content = Client().get(icon["src"]).getvalue()
        if icon["sizes"] != "any":
            assert "x".join(map(str, Image.open(io.BytesIO(content)).size)) == icon["sizes"]
