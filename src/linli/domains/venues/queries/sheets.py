"""The register of venues as a workbook: its columns with what may be chosen, a sample row, and what it holds."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from linli.adapters.workbooks import Column, chosen
from linli.backbone.values import Viewer
from linli.domains.organizations.queries.reach import read_tops
from linli.domains.places.queries import names_by_id, within
from linli.domains.venues.access import visible_venues
from linli.domains.venues.queries.words import day_words, function_words, kind_words, room_words, status_words
from linli.domains.venues.values import DAYS, PLACES, Status

Cells = dict[str, Any]
REGISTERS = ("venues",)
MOST = 20_000


def titles() -> dict[str, str]:
    """What the register is called."""
    return {"venues": _("阵地")}


def columns(viewer: Viewer, register: str) -> tuple[Column, ...]:
    """The columns, with the choices of the viewer's reach."""
    places = tuple((one.code, f"{one.above} {one.name}".strip()) for one in within(read_tops(viewer)))
    return (
        Column("code", _("编号，新的空着"), width=20),
        Column("name", _("名称"), required=True, width=30),
        Column("kind", _("哪一类"), tuple(kind_words().items()), required=True, width=30),
        Column("place", _("设在哪里"), places, required=True, width=36),
        Column("address", _("地址"), width=36),
        Column("lon", _("经度（WGS84）"), number=True),
        Column("lat", _("纬度（WGS84）"), number=True),
        Column("area", _("面积（平方米）"), number=True, width=14),
        Column("functions", _("功能，逗号隔开"), tuple(function_words().items()), several=True, width=36),
        *(Column(day, words, width=24) for day, words in zip(DAYS, day_words(), strict=True)),
        Column("holidays", _("节假日也开"), (("1", _("是")), ("0", _("否"))), width=14),
        Column("phone", _("办公电话")),
        Column("room", _("房子怎么来的"), tuple(room_words().items()), width=20),
        Column("right_until", _("能用到哪天"), day=True),
        Column("status", _("到哪一步"), tuple(status_words().items()), width=18),
    )


def sample(viewer: Viewer, register: str) -> Cells:
    """One row that shows how it is filled."""
    words = {
        "name": _("示例党群服务站"),
        "address": _("示例路 1 号"),
        "area": "120",
        "phone": "0774-2345678",
        "right_until": "2030-12-31",
        "status": chosen(Status.PREPARING, status_words()[Status.PREPARING]),
        **dict.fromkeys(DAYS[:5], "08:30-12:00 14:30-17:30"),
        "sat": "09:00-12:00",
    }
    blank = {"code", "lon", "lat", "sun"}
    return {
        one.key: words.get(one.key) or (chosen(*one.choices[0]) if one.choices and one.key not in blank else "")
        for one in columns(viewer, register)
    }


def held(viewer: Viewer, register: str) -> Iterator[Cells]:
    """The rows in the viewer's reach, as its workbook holds them."""
    rows = list(visible_venues(viewer).order_by("code")[:MOST])
    places = names_by_id({row.place_id for row in rows})
    kinds, rooms, states, functions = kind_words(), room_words(), status_words(), function_words()
    for row in rows:
        place = places[row.place_id]
        yield {
            "code": row.code,
            "name": row.name,
            "kind": chosen(row.kind, kinds.get(row.kind, "")),
            "place": chosen(place.code, f"{place.above} {place.name}".strip()),
            "address": row.address,
            "lon": row.lon and round(row.lon, PLACES),
            "lat": row.lat and round(row.lat, PLACES),
            "area": row.area,
            "functions": "，".join(chosen(one, functions.get(one, "")) for one in row.functions),
            **dict(zip(DAYS, row.hours, strict=True)),
            "holidays": chosen("1", _("是")) if row.holidays else "",
            "phone": row.phone,
            "room": chosen(row.room, rooms.get(row.room, "")),
            "right_until": row.right_until,
            "status": chosen(row.status, states[row.status]),
        }
