"""One script a page: esbuild bundles the ES modules of `static/js/`, which remain what is served without it.

A page of 120 modules becomes one request, and a fifth of the bytes. `manage.py serve` calls `bundle`, and so
does the Dockerfile: `python -m webui.config.bundles`.
"""

import gzip
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from webui.config.fingerprint import fingerprint

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "js/bundled"
PAGES = {
    "studio": "studio/main.js",
    "dashboard": "dashboard/main.js",
    "run": "dashboard/run/main.js",
    "dataset": "dashboard/dataset/main.js",
}
"""Pages by name, each with its first module below `static/js/`."""
OPTIONS = ("--bundle", "--minify", "--sourcemap", "--log-level=error")
RENDERER = "studio/rendering/worker.js"
"""The worker in which a page renders sounds. It is a classic one, since LiteRT loads its WebAssembly by
`importScripts`; so pages that load their modules one by one have none.
"""

RENDERER_SCRIPT = f"{PREFIX}/renderer/main.js"
LITERT = ("litert_wasm_internal", "litert_wasm_compat_internal")


def bundle_folder(root: Path, of: str) -> Path:
    """Where the bundles of the static files with fingerprint `of` lie, once `bundle` has made them:
    `<page>/main.js` each.
    """
    return root / "build" / "bundles" / of


def bundle(root: Path = ROOT) -> Path | None:
    """Make the bundles unless they are there; return their folder, or None where esbuild cannot make them.

    Nothing depends on bundles: without them, pages load the modules one by one.
    """
    folder = bundle_folder(root, fingerprint(root))
    esbuild = next(root.glob("node_modules/@esbuild/*/bin/esbuild"), None)
    if folder.is_dir() or esbuild is None:
        return folder if folder.is_dir() else None
    try:
        _bundle_into(folder, esbuild, root / "static" / "js", root / "node_modules")
    except (OSError, subprocess.CalledProcessError):
        return None
    return folder


def _copy_litert(folder: Path, packages: Path) -> None:
    """Copy what the renderer loads of LiteRT, for browsers with and without relaxed SIMD, and compress it.

    It lies beside the worker's script, where LiteRT looks for WebAssembly.
    """
    for name in LITERT:
        for suffix in ("js", "wasm"):
            copy = shutil.copyfile(
                packages / "@litertjs/core/wasm" / f"{name}.{suffix}", folder / f"{name}.{suffix}"
            )
            copy.with_suffix(f".{suffix}.gz").write_bytes(gzip.compress(copy.read_bytes(), mtime=0))


def _bundle_into(folder: Path, esbuild: Path, modules: Path, packages: Path) -> None:
    """Bundle into a temporary folder and rename it, so that no half of a bundle is ever served."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        made.chmod(0o755)
        pages = [f"{name}/main={modules / path}" for name, path in PAGES.items()]
        worker = f"renderer/main={modules / RENDERER}"
        for form, entries in (("esm", pages), ("iife", [worker])):
            options = [*OPTIONS, f"--format={form}", f"--outdir={made}"]
            subprocess.run([esbuild, *options, *entries], check=True, capture_output=True)
        _copy_litert(made / "renderer", packages)
        with suppress(OSError):  # another process was faster
            os.replace(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


if __name__ == "__main__":
    print(bundle() or "esbuild is not installed: pages load their modules one by one.")
