"""Static files are sent compressed to clients that accept it, under an address that changes with them."""

import gzip
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.fixtures import Settings

from webui.config.bundles import PAGES, bundle
from webui.config.fingerprint import fingerprint
from webui.config.static_files import compressed
from webui.pages.modules import modules_of

STUDIO = f"/{settings.STATIC_URL.strip('/')}/js/studio/main.js"
SOURCE = settings.ROOT / "static" / "js" / "studio" / "main.js"


@pytest.fixture(autouse=True)
def as_installed(settings: Settings) -> None:
    """Files are found when the server starts, and not looked for at each request as in other tests."""
    settings.WHITENOISE_AUTOREFRESH = False


def test_a_script_is_compressed_and_kept_for_ever() -> None:
    packed = Client().get(STUDIO, headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Vary"] == "Accept-Encoding"
    assert "immutable" in packed["Cache-Control"]
    content = packed.getvalue()
    assert len(content) == int(packed["Content-Length"]) < SOURCE.stat().st_size / 2
    assert gzip.decompress(content) == SOURCE.read_bytes()
    plain = Client().get(STUDIO)
    assert "Content-Encoding" not in plain
    assert plain.getvalue() == SOURCE.read_bytes()


def test_the_address_changes_with_the_files_only(tmp_path: Path) -> None:
    shutil.copytree(settings.ROOT / "static", tmp_path / "static")
    before = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == before
    (tmp_path / "static" / "js" / "studio" / "main.js").write_text("// another")
    assert fingerprint(tmp_path) != before
    assert Client().get("/static/000000000000/js/studio/main.js").status_code == 404


def test_a_changed_file_gets_another_copy(tmp_path: Path) -> None:
    script, folder = tmp_path / "one.js", tmp_path / "copies"
    script.write_text("first();\n" * 100)
    first = compressed(script, folder)
    assert first is not None
    assert compressed(script, folder) == first
    script.write_text("second();\n" * 100)
    second = compressed(script, folder)
    assert second is not None
    assert second != first
    assert gzip.decompress(second.read_bytes()) == script.read_bytes()


def test_pictures_and_small_files_are_not_compressed_nor_others_on_a_full_disk(tmp_path: Path) -> None:
    picture, small, script = tmp_path / "one.png", tmp_path / "small.js", tmp_path / "one.js"
    picture.write_bytes(bytes(1000))
    small.write_text("1")
    script.write_text("first();\n" * 100)
    assert compressed(picture, tmp_path) is None
    assert compressed(small, tmp_path) is None
    (tmp_path / "taken").write_text("no folder")
    assert compressed(script, tmp_path / "taken") is None


def test_the_head_names_every_module() -> None:
    modules = modules_of("js/studio/main.js")
    assert modules[0] == "js/studio/main.js"
    assert len(modules) == len(set(modules)) > 50
    assert {"js/shared/readwav.js", "js/shared/newest.js"} <= set(modules)
    assert "js/shared/api.js" in modules_of("js/dashboard/main.js")
    assert all((settings.ROOT / "static" / module).is_file() for module in modules)


needs_esbuild = pytest.mark.skipif(
    not any(settings.ROOT.glob("node_modules/@esbuild/*/bin/esbuild")), reason="needs esbuild: npm ci"
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what bundles are made of."""
    for name in ("static", "requirements"):
        shutil.copytree(settings.ROOT / name, tmp_path / name)
    shutil.copy(settings.ROOT / "package-lock.json", tmp_path)
    return tmp_path


@needs_esbuild
def test_every_page_is_bundled_once(tree: Path) -> None:
    (tree / "node_modules").symlink_to(settings.ROOT / "node_modules")
    folder = bundle(tree)
    assert folder is not None
    made = {page: (folder / page / "main.js").stat() for page in PAGES}
    assert all(0 < one.st_size < 200_000 for one in made.values())
    assert bundle(tree) == folder
    assert (folder / "studio" / "main.js").stat().st_mtime_ns == made["studio"].st_mtime_ns


@needs_esbuild
def test_a_changed_module_makes_another_bundle_and_a_broken_one_makes_none(tree: Path) -> None:
    (tree / "node_modules").symlink_to(settings.ROOT / "node_modules")
    before = bundle(tree)
    main = tree / "static" / "js" / "studio" / "main.js"
    main.write_text(main.read_text() + "\nconsole.info('changed');")
    assert bundle(tree) not in (None, before)
    main.write_text("import {")
    assert bundle(tree) is None
    assert len(list((tree / "build" / "bundles").iterdir())) == 2


def test_without_esbuild_pages_load_their_modules(tree: Path) -> None:
    assert bundle(tree) is None
    assert modules_of("js/studio/main.js")[0] == "js/studio/main.js"
