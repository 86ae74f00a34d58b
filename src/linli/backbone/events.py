"""Facts and their log: `record(event)` writes one row that is audit entry and outbox, in the caller's transaction."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import cache, wraps
from typing import Any, ClassVar, Protocol

from django.db import transaction

from linli.backbone import sql
from linli.backbone.models import EventRow
from linli.backbone.values import SYSTEM, Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact in the past tense about one subject; its fields are plain values (no personal data)."""

    subject_kind: ClassVar[str] = ""
    subject_id: int
    at: datetime


_COMMON = ("subject_id", "at")


NAME_LENGTH = 120


class Listener(Protocol):
    """What hears an event after commit, at least once; must be safe to repeat."""

    __module__: str
    __qualname__: str

    def __call__(self, event: "Recorded") -> None: ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as its listeners get it."""

    id: int
    name: str
    subject_kind: str
    subject_id: int
    at: datetime
    actor: Actor
    data: dict[str, Any]


_recorded: ContextVar[list[EventRow] | None] = ContextVar("recorded", default=None)
_actor: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)
_listeners: dict[str, tuple[Listener, ...]] = {}
_slow: set[str] = set()


def listen(table: Mapping[str, Iterable[Listener]], slow: Iterable[Listener] = ()) -> None:
    """Set who listens to which event: called once, by the wiring table. The `slow` hear each event after all quick ones
    have heard every event that waits."""
    _listeners.clear()
    _listeners.update({name: tuple(listeners) for name, listeners in table.items()})
    _slow.clear()
    _slow.update(listener_name(one) for one in slow)


def about(subject: str, listener: Listener) -> Listener:
    """The listener for those events only whose data name this kind of subject (duties belong to many)."""

    @wraps(listener)
    def hear(event: Recorded) -> None:
        if event.data.get("subject") == subject:
            listener(event)

    return hear


def listeners_of(name: str) -> tuple[Listener, ...]:
    """Who hears events of this name."""
    return _listeners.get(name, ())


def is_slow(listener: Listener) -> bool:
    """Whether a listener hears after the quick ones."""
    return listener_name(listener) in _slow


def listener_name(listener: Listener) -> str:
    """The lasting name of a listener, as deliveries and dead letters keep it."""
    return f"{listener.__module__.removeprefix('linli.')}.{listener.__qualname__}"[-NAME_LENGTH:]


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """What an event of this kind says beside its subject and moment."""
    return tuple(field.name for field in fields(kind) if field.name not in _COMMON)


def record(event: Event) -> None:
    """Write the event at the end of the running command; RuntimeError outside of one."""
    rows = _recorded.get()
    if rows is None:
        raise RuntimeError("record() is called inside a @command")
    actor = _actor.get()
    kind: Any = type(event)
    data = {name: getattr(event, name) for name in _names(kind)}
    rows.append(
        sql.fresh(
            EventRow,
            at=event.at,
            name=type(event).__name__,
            subject_kind=event.subject_kind,
            subject_id=event.subject_id,
            actor_kind=actor.kind,
            actor_person=actor.person_id,
            actor_seat=actor.seat_id,
            actor_label=actor.label,
            data=_plain(data),
        )
    )


_insert = sql.Insert(lambda: EventRow)
# An event somebody listens to is also put where those wait who are still to be told (backbone/jobs.py).
_insert_heard = sql.Insert(
    lambda: EventRow, queue=sql.Queue("backbone_undelivered", "event_id", {"turn": 0}, bulk={"turn": 1})
)


class Gathering:
    """The events of one command: written together when it ends well, forgotten when it fails."""

    def __init__(self, actor: Actor) -> None:
        self._rows: list[EventRow] = []
        self._actor = actor
        self.written = 0

    def __enter__(self) -> "Gathering":
        self._tokens = (_recorded.set(self._rows), _actor.set(self._actor))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        _recorded.reset(self._tokens[0])
        _actor.reset(self._tokens[1])
        if kind is None and self._rows:
            _write(self._rows)
            self.written = len(self._rows)


def _write(rows: list[EventRow]) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("events are written inside the transaction of their cause")
    for row in rows:
        (_insert_heard if listeners_of(row.name) else _insert)(row)


_SIMPLE = frozenset({str, int, float, bool, type(None)})


def _plain(value: Any) -> Any:
    if type(value) in _SIMPLE:
        return value
    if isinstance(value, dict):
        return {key: item if type(item) in _SIMPLE else _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [item if type(item) in _SIMPLE else _plain(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool, type(None))) else _plain(asdict(value))
