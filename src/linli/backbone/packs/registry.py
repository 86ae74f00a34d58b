"""Which sections packs have, where packs lie, and the pack in force."""

import json
import time
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, cast

from django.conf import settings
from pydantic import BaseModel

from linli.backbone.models import PackVersion
from linli.backbone.packs.loader import Pack, Section, load_pack, pack_of
from linli.kernel.refusal import Refusal

M = TypeVar("M", bound=BaseModel)

_sections: dict[str, Section] = {}
_live_checks: list[Callable[[Pack], list[str]]] = []
_seen: dict[str, tuple[float, int]] = {}
# How long a process may work on after a new version was applied elsewhere.
FRESH_SECONDS = 5.0


def register(*sections: Section) -> None:
    """Add the sections of the domains: called once, by the wiring table."""
    _sections.update({section.name: section for section in sections})


def check_live(check: Callable[[Pack], list[str]]) -> None:
    """Add a check of live work against a new version: it names what would be stranded."""
    _live_checks.append(check)


def strands(pack: Pack) -> list[str]:
    """What is open now and would have nowhere to go under this pack."""
    return [name for check in _live_checks for name in check(pack)]


def sections() -> dict[str, Section]:
    """The registered sections by name."""
    return _sections


def folder_of(name: str) -> Path:
    """Where the pack of this name lies: beside the installation, or carried by the package."""
    for base in (*settings.LINLI_PACK_FOLDERS,):
        if (Path(base) / name).is_dir():
            return Path(base) / name
    raise FileNotFoundError(f"没有叫“{name}”的模式包")


def names() -> tuple[str, ...]:
    """Every pack that is installed, the base first."""
    folders = (Path(base) for base in settings.LINLI_PACK_FOLDERS)
    found = {one.name for base in folders if base.is_dir() for one in base.iterdir() if (one / "pack.yaml").is_file()}
    return tuple(sorted(found, key=lambda name: (name != "base", name)))


def read(name: str) -> Pack:
    """Load and check the pack of this name from its files."""
    return load_pack(folder_of(name), _sections, folder_of)


def load_pack_at(name: str) -> Pack:
    """A pack by its name, or by the folder it lies in; what it extends lies beside it or is installed."""
    folder = Path(name)
    if not folder.is_dir():
        return read(name)
    here = folder.resolve()
    beside = here.parent
    return load_pack(here, _sections, lambda other: beside / other if (beside / other).is_dir() else folder_of(other))


def version_in_force() -> int:
    """The id of the pack version new cases start with; Refusal when none was applied."""
    stamp, known = _seen.get("now", (0.0, 0))
    if time.monotonic() - stamp < FRESH_SECONDS:
        return known
    found = PackVersion.objects.order_by("-applied_at", "-id").values_list("id", flat=True).first()
    if found is None:
        raise Refusal("no_pack")
    _seen["now"] = (time.monotonic(), found)
    return found


def in_force_since() -> datetime:
    """When the pack in force was applied."""
    return PackVersion.objects.values_list("applied_at", flat=True).get(pk=version_in_force())


def forget() -> None:
    """Forget what was cached (after applying a version, and between tests)."""
    _seen.clear()
    version.cache_clear()


@lru_cache(maxsize=32)
def version(version_id: int) -> Pack:
    """The pack as it was applied under this id."""
    row = PackVersion.objects.get(pk=version_id)
    return pack_of(row.name, row.digest, json.loads(row.content), _sections)


def in_force() -> Pack:
    """The pack in force."""
    return version(version_in_force())


def section(pack: Pack, name: str, schema: type[M]) -> M:
    """A section of a pack as its own type."""
    return cast("M", pack.sections[name]) if isinstance(pack.sections[name], schema) else schema()
