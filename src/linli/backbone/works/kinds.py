"""What a kind of long work is, and which kinds there are: registered once, by the wiring table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from linli.backbone.values import Actor, Viewer
from linli.kernel.refusal import NotFound

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Doing:
    """A work while it is done. `checkpoint` is what its last step left, empty before the first; `folder` is its own.

    `beat(done, total)` says within a long step how far it is; it raises Stopped once somebody cancelled the work.
    """

    id: int
    viewer: Viewer
    actor: Actor
    params: Plain
    checkpoint: Plain
    done: int
    total: int | None
    folder: Path
    asked_at: datetime
    now: datetime
    beat: Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Step:
    """What a step left: from here the work goes on, by whichever worker."""

    checkpoint: Plain
    done: int
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a work ended: its facts, and a file of its folder to take away under `name`. With `failed`, the code of a
    refusal, it did not do what was asked; the facts then fill the refusal's sentence."""

    facts: Plain = field(default_factory=dict)
    file: str = ""
    name: str = ""
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with a sheet, in the reader's language: what, in which column, how often, and the first
    rows it stands in, as Excel counts."""

    words: str
    column: str
    times: int
    rows: tuple[int, ...]


class Stopped(Exception):
    """Somebody cancelled the work."""


class Kind(Protocol):
    """A kind of long work."""

    name: str
    icon: str

    def title(self, params: Mapping[str, Any]) -> str:
        """What is done, in the reader's language."""

    def phase(self, checkpoint: Mapping[str, Any]) -> str:
        """What it is busy with, in the reader's language."""

    def said(self, facts: Mapping[str, Any]) -> str:
        """What came of it, in the reader's language."""

    def again(self, params: Mapping[str, Any], person_id: int, work_id: int) -> str:
        """Where who asked can set it right after it failed; empty where nothing can be set."""

    def see(self, params: Mapping[str, Any], work_id: int) -> str:
        """Where that can be looked at once it is done; empty where its file or its sentence is all."""

    def wrong(self, params: Mapping[str, Any], facts: Mapping[str, Any]) -> Sequence[Wrong]:
        """What was wrong with what was given, the most frequent first; its file tells all of it."""

    def writes(self, checkpoint: Mapping[str, Any]) -> bool:
        """Whether the next step writes to the database: it then runs in the transaction that keeps its checkpoint."""

    def step(self, work: Doing) -> Step | Outcome:
        """One step from the checkpoint; the same step may be begun again when a worker was killed in it.
        Refusal or NotFound ends the work as failed; any other fault is tried again a few times."""


_kinds: dict[str, Kind] = {}
_again: list[Callable[[int, int, int | None], Viewer]] = []


def register(*kinds: Kind, again: Callable[[int, int, int | None], Viewer]) -> None:
    """Set the kinds, and how an asker (account, person, seat) becomes a viewer again with the seats of that day."""
    _kinds.clear()
    _kinds.update({kind.name: kind for kind in kinds})
    _again[:] = [again]


def kind_of(name: str) -> Kind:
    """The kind of this name; NotFound when there is none."""
    if name not in _kinds:
        raise NotFound("work")
    return _kinds[name]


def viewer_again(account_id: int, person_id: int, seat_id: int | None) -> Viewer:
    """Who asked, with the rights of today."""
    return _again[0](account_id, person_id, seat_id)
