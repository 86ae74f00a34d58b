"""What a story leaves behind, as lines for COPY; every table of the load is named here with its columns."""

from base64 import urlsafe_b64encode
from datetime import date
from functools import lru_cache
from itertools import count
from operator import itemgetter
from typing import Any

import msgspec

from linli.backbone.crypto import Chance, seal, token_digest
from linli.backbone.facts import LEVELS
from linli.config.demo.history.clocks import DAY, HOUR
from linli.domains.cases.values.measures import MEASURES

TABLES: dict[str, tuple[str, ...]] = {
    "cases_case": (
        "id",
        "prefix",
        "seq",
        "procedure",
        "pack_version",
        "stage",
        "open",
        "result",
        "title",
        "text",
        "detail",
        "category",
        "category_chosen",
        "channel",
        "place_id",
        "plate",
        "where",
        "district_id",
        "street_id",
        "community_id",
        "grid_id",
        "compound_id",
        "building_id",
        "lon",
        "lat",
        "reporter_sealed",
        "phone_sealed",
        "follow_digest",
        "follow_sealed",
        "public",
        "opened_at",
        "limit",
        "due",
        "paused_left",
        "counted",
        "handled_at",
        "closed_at",
        "rate_by",
        "asked_back",
        "redo",
        "handler_seat",
        "caller_seat",
        "whistle_kind",
        "whistled_at",
        "nudged_at",
    ),
    "cases_remark": ("id", "case_id", "words", "at"),
    "cases_arrival": ("id", "duty_id", "case_id", "at", "metres", "minutes", "on_time"),
    "cases_ask": (
        "id",
        "case_id",
        "kind",
        "duty_id",
        "seat_id",
        "seat",
        "decide_duty_id",
        "decide_seat_id",
        "remark_id",
        "given",
        "asked_at",
        "decided_at",
        "approved",
    ),
    "cases_callback": ("id", "case_id", "round", "by", "contacted", "solved", "satisfaction", "remark_id", "at"),
    "cases_score": ("id", "case_id", "duty_id", "by_caller", "points", "at"),
    "cases_fact": (
        "id",
        "day",
        *MEASURES,
        "subject_id",
        "kind",
        "channel",
        "category",
        *(f"{level}_id" for level in LEVELS),
        "organization_id",
        "seat_id",
    ),
    "cases_casetext": ("id", "words"),
    "duties_duty": (
        "id",
        "seat_id",
        "role",
        "stage",
        "stage_zh",
        "stage_en",
        "act",
        "act_zh",
        "act_en",
        "state",
        "outcome",
        "subject_kind",
        "subject_id",
        "number",
        "title",
        "plate",
        "where",
        "channel",
        "place_ids",
        "created_at",
        "sign_due",
        "signed_at",
        "arrive_due",
        "arrived_at",
        "due",
        "next_due",
        "done_at",
        "late_at",
        "climbs_at",
        "ladder",
        "level",
        "extended",
        "designated",
        "redo",
        "paused_left",
        "review_on",
        "about",
    ),
    "duties_notice": ("id", "seat_id", "event_id", "code", "params", "url", "at", "read_at"),
    "backbone_eventrow": (
        "id",
        "at",
        "name",
        "subject_kind",
        "subject_id",
        "actor_kind",
        "actor_person",
        "actor_seat",
        "actor_label",
        "data",
    ),
}
# How many rows of a table one case has at most: chunks take their ids by it, so that they can be made side by side.
MOST = {
    "cases_remark": 40,
    "cases_arrival": 8,
    "cases_ask": 12,
    "cases_callback": 4,
    "cases_score": 12,
    "cases_fact": 40,
    "duties_duty": 40,
    "duties_notice": 60,
    "backbone_eventrow": 80,
}

_TOKEN = 16
# Nothing, as Python writes it: rows are then put into text by one format each. No text of a town is this word.
NULL = "None"
# Most of what could be counted of a fact is not.
NULLS = dict.fromkeys(TABLES, NULL) | {"cases_fact": ""}
_FORMS = ["\t".join(["%s"] * one) for one in range(60)]
_EPOCH = date(1970, 1, 1).toordinal()
_SECONDS = [f"{one // 3600:02d}:{one // 60 % 60:02d}:{one % 60:02d}" for one in range(DAY)]
_MOMENT = itemgetter(0)
_encode = msgspec.json.Encoder().encode


@lru_cache(maxsize=2000)
def _day(number: int) -> str:
    return date.fromordinal(number + _EPOCH).isoformat()


@lru_cache(maxsize=5000)
def _bytes(text: str) -> bytes:
    return text.encode()


@lru_cache(maxsize=20_000)
def _measured(counted: tuple[tuple[str, int], ...]) -> str:
    """The measures of a fact as its columns; ValueError for one that has none."""
    values = dict(counted)
    if not values.keys() <= set(MEASURES):
        raise ValueError("not a measure of cases")
    return "\t".join(str(values.get(one) or "") for one in MEASURES)


class _Stamps(dict[int | None, str]):
    """Moments in words, each put into them once."""

    def __init__(self, zone: str) -> None:
        super().__init__({None: NULL})
        self._zone = zone

    def __missing__(self, moment: int) -> str:
        found = self[moment] = f"{_day(moment // DAY)} {_SECONDS[moment % DAY]}{self._zone}"
        return found


class Writer:
    """Collects the rows of a chunk of cases and hands them over as text for COPY."""

    def __init__(self, first_ids: dict[str, int], offset: int, since: int, hour: int) -> None:
        self.ids = {name: count(first) for name, first in first_ids.items()}
        # Facts are numbered in the order of time, as life does: each hour since then has room for those of all cases.
        self._since, self._hour = since, hour
        self._zone = f"+{offset // 3600:02d}"
        # A moment as PostgreSQL reads it.
        self.stamp = _Stamps(self._zone).__getitem__
        self._lines: dict[str, list[str]] = {name: [] for name in TABLES}
        self._events: list[tuple[int, bytes, list[tuple[int, str, dict[str, Any]]]]] = []
        self._facts: list[tuple[int, str]] = []
        self._chance = Chance()

    def day(self, moment: int) -> str:
        """The date of a moment."""
        return _day(moment // DAY)

    def iso(self, moment: int | None) -> str | None:
        """A moment as an event says it."""
        return None if moment is None else f"{_day(moment // DAY)}T{_SECONDS[moment % DAY]}{self._zone}:00"

    def token(self) -> str:
        """The secret of a link."""
        return urlsafe_b64encode(self._chance(_TOKEN)).rstrip(b"=").decode()

    def sealed(self, text: str) -> str:
        """A sealed text as COPY takes bytes."""
        return f"\\\\x{seal(text, self._chance).hex()}"

    def row(self, table: str, *values: object) -> None:
        """A row as it is, its id first."""
        self._lines[table].append(_FORMS[len(values)] % values)

    def event(
        self,
        at: int,
        name: str,
        case_id: int,
        actor: str,
        data: dict[str, Any],
        notices: list[tuple[int, str, dict[str, Any]]],
    ) -> None:
        """An event of the log, and what seats were told of it."""
        head = f"{self.stamp(at)}\t{name}\tcase\t{case_id}\t".encode()
        said = _encode(data).replace(b"\\", b"\\\\")
        self._events.append((at, b"%b%b\t%b\n" % (head, _bytes(actor), said), notices))

    def fact(self, at: int, tail: str, seat: int | None, unit: int | None, measures: dict[str, int]) -> None:
        """What an event adds to the figures of its day, to the credit of a seat and its unit."""
        counted = _measured(tuple(measures.items()))
        self._facts.append((at, f"{_day(at // DAY)}\t{counted}\t{tail}\t{unit or ''}\t{seat or ''}"))

    def blocks(self) -> dict[str, bytes]:
        """Everything as one block of bytes a table; events and facts in the order of time."""
        self._events.sort(key=_MOMENT)
        self._facts.sort(key=_MOMENT)
        events, numbers, notices = list[bytes](), self.ids["backbone_eventrow"], self._lines["duties_notice"]
        for at, line, told in self._events:
            number = next(numbers)
            events += (b"%d\t" % number, line)
            for seat, code, params in told:
                notices.append(self._notice(number, seat, code, params, at))
        numbers = self.ids["cases_fact"]
        self._lines["cases_fact"] = [
            f"{next(numbers) + (at - self._since) // HOUR * self._hour}\t{line}" for at, line in self._facts
        ]
        found = {name: ("\n".join(lines) + "\n").encode() for name, lines in self._lines.items() if lines}
        return found | {"backbone_eventrow": b"".join(events)}

    def _notice(self, event_id: int, seat: int, code: str, params: dict[str, Any], at: int) -> str:
        url, read = params.pop("url"), params.pop("read")
        said = _encode(params).decode().replace("\\", "\\\\")
        return (
            f"{next(self.ids['duties_notice'])}\t{seat}\t{event_id}\t{code}\t{said}\t{url}\t{self.stamp(at)}\t"
            f"{self.stamp(read)}"
        )


def digest(token: str) -> str:
    """The digest of a secret link as COPY takes bytes."""
    return f"\\\\x{token_digest(token).hex()}"
