"""A case with everything of its own that its page shows, in one statement."""

from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from linli.backbone import sql
from linli.domains.cases.models import Case
from linli.domains.cases.queries.facts import Filled, Known
from linli.domains.cases.queries.timeline import MOST, Told
from linli.kernel.refusal import NotFound

# json keeps each list in one column; moments in it are ISO 8601. Photos, remarks, asks and scores of a case are few.
_PARTS = """
(SELECT json_agg(json_build_array(e.id, e.at, e.name, e.data) ORDER BY e.id DESC) FROM (
  SELECT id, at, name, data FROM backbone_eventrow
  WHERE subject_kind = 'case' AND subject_id = c.id ORDER BY id DESC LIMIT %s) e),
(SELECT json_agg(json_build_array(p.id, p.kind) ORDER BY p.id) FROM cases_photo p WHERE p.case_id = c.id),
(SELECT json_agg(json_build_array(q.id, q.act, q.size, encode(q.name_sealed, 'base64')) ORDER BY q.id)
  FROM cases_paper q WHERE q.case_id = c.id),
(SELECT json_object_agg(r.id, r.words) FROM cases_remark r WHERE r.case_id = c.id),
(SELECT json_agg(json_build_array(a.id, a.kind, a.duty_id, a.seat, a.decide_duty_id, a.decide_seat_id, a.asked_at,
  a.remark_id, a.given) ORDER BY a.id) FROM cases_ask a WHERE a.case_id = c.id AND a.decided_at IS NULL),
(SELECT json_agg(json_build_array(a.kind, a.approved) ORDER BY a.id)
  FROM cases_ask a WHERE a.case_id = c.id AND a.approved IS NOT NULL),
(SELECT json_agg(json_build_array(n.act, n.data, encode(n.sealed, 'base64')) ORDER BY n.id)
  FROM cases_entry n WHERE n.case_id = c.id),
CASE WHEN c.whistled_at IS NULL THEN NULL ELSE (
  SELECT json_agg(json_build_array(v.duty_id, v.at, v.minutes, v.metres, v.photo_id))
  FROM cases_arrival v WHERE v.case_id = c.id) END,
CASE WHEN c.whistled_at IS NULL THEN NULL ELSE (
  SELECT json_agg(json_build_array(s.duty_id, s.by_caller, s.points)) FROM cases_score s WHERE s.case_id = c.id) END,
(SELECT json_build_array(o.number, o.source) FROM cases_order o WHERE o.case_id = c.id)
"""


class OpenAsk(NamedTuple):
    """An ask nobody has decided yet."""

    id: int
    kind: str
    duty_id: int
    seat: str
    decide_duty_id: int
    decide_seat_id: int
    asked_at: datetime
    remark_id: int
    given: Mapping[str, str]


class Came(NamedTuple):
    """That a called unit came."""

    duty_id: int
    at: datetime
    minutes: int
    metres: int
    photo_id: int | None


class Given(NamedTuple):
    """A paper that was given with a form; its name is sealed."""

    id: int
    act: str
    size: int
    name: bytes


class Whole(NamedTuple):
    """A case and what belongs to it; `words` are remarks by id, `scores` points by duty and whether the caller gave
    them (else the called), `order` the number and source of the hotline's order it came from."""

    case: Case
    events: list[Told]
    photos: list[tuple[int, str]]
    papers: list[Given]
    words: Mapping[int, str]
    asks: list[OpenAsk]
    known: Known
    arrivals: Mapping[int, Came]
    scores: Mapping[tuple[int, bool], int]
    order: tuple[str, str] = ("", "")


@lru_cache(maxsize=1)
def _statement() -> tuple[str, tuple[str, ...]]:
    fields = Case._meta.concrete_fields
    columns = ", ".join(f'c."{one.column}"' for one in fields)
    return f"SELECT {columns}, {_PARTS} FROM cases_case c WHERE c.number = %s", tuple(one.attname for one in fields)  # noqa: S608


def whole_case(number: str) -> Whole:
    """The case of this number, for a query that asks afterwards who may see it; NotFound when there is none."""
    statement, names = _statement()
    row = sql.one(statement, [MOST, number])
    if row is None:
        raise NotFound("case")
    events, photos, papers, words, asks, decided, entries, arrivals, scores, order = row[len(names) :]
    return Whole(
        Case.from_db("default", names, row[: len(names)]),
        [Told(pk, _moment(at), name, data) for pk, at, name, data in events or ()],
        [(pk, kind) for pk, kind in photos or ()],
        [Given(pk, act, size, b64decode(name)) for pk, act, size, name in papers or ()],
        _by_id(words),
        [OpenAsk._make((*row[:6], _moment(row[6]), *row[7:])) for row in asks or ()],
        Known(
            [(kind, approved) for kind, approved in decided or ()],
            [act for act, _data, _sealed in entries or ()],
            [Filled(data, b64decode(sealed)) for _act, data, sealed in entries or ()],
        ),
        {duty: Came(duty, _moment(at), *rest) for duty, at, *rest in arrivals or ()},
        {(duty, by_caller): points for duty, by_caller, points in scores or ()},
        (order[0], order[1]) if order else ("", ""),
    )


def _by_id(found: Mapping[str, Any] | None) -> dict[int, Any]:
    return {int(key): value for key, value in (found or {}).items()}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
