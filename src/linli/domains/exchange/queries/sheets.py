"""The register of offers as a workbook: its columns with what may be chosen, a sample row, and what it holds."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from linli.adapters.workbooks import Column, chosen
from linli.backbone.values import Viewer
from linli.domains.exchange.access import vetting_places
from linli.domains.exchange.models import Offer
from linli.domains.exchange.queries import kind_choices, rows_of
from linli.domains.exchange.values import Standing, State
from linli.domains.organizations.queries import unit_choices
from linli.domains.places.queries import within

Cells = dict[str, Any]
MOST, MOST_CHOICES = 20_000, 2000


def title() -> str:
    """What the register is called."""
    return _("资源清单")


def columns(viewer: Viewer) -> tuple[Column, ...]:
    """Its columns, with the choices of the places the viewer vets."""
    places = tuple((one.code, f"{one.above} {one.name}".strip()) for one in within(vetting_places(viewer)))
    return (
        Column("unit", _("哪家单位"), tuple((name, "") for _pk, name in unit_choices(MOST_CHOICES)), True, width=36),
        Column("kind", _("哪一类"), kind_choices(), required=True, width=24),
        Column("title", _("给什么"), required=True, width=36),
        Column("text", _("怎么给、给谁、带什么"), required=True, width=60),
        Column("place", _("给哪里的人"), places, required=True, width=36),
        Column("starts", _("从哪天起"), required=True, day=True),
        Column("ends", _("到哪天止"), required=True, day=True),
        Column("times", _("一共几次，不写就不限"), width=14),
        Column("contact", _("找谁"), width=24),
        Column("phone", _("电话")),
        Column("state", _("怎么样了"), width=14),
    )


def standing_words() -> dict[str, str]:
    """How an offer stands, in words."""
    return {
        Standing.OFFERED: _("等审核"),
        Standing.COMING: _("还没到日子"),
        Standing.OPEN: _("公开着"),
        Standing.ENDED: _("到期了"),
        Standing.REFUSED: _("没通过"),
        Standing.WITHDRAWN: _("撤回了"),
    }


def sample(viewer: Viewer) -> Cells:
    """One row that shows how it is filled."""
    words = {"title": _("免费磨刀"), "text": _("每周三上午，在小区北门"), "starts": "2026-01-01", "ends": "2026-06-30"}
    return {
        column.key: chosen(*column.choices[0]) if column.choices else words.get(column.key, "")
        for column in columns(viewer)
    }


def held(viewer: Viewer) -> Iterator[Cells]:
    """The offers waiting or open at the places the viewer vets."""
    rows = Offer.objects.filter(path__overlap=vetting_places(viewer), state__in=[State.OFFERED, State.OPEN])
    titles, states = dict(kind_choices()), standing_words()
    for row in rows_of(rows.order_by("id")[:MOST]):
        plain = ("title", "text", "starts", "ends", "contact", "phone")
        yield {
            **{name: getattr(row, name) for name in plain},
            "unit": row.organization,
            "kind": chosen(row.kind, titles.get(row.kind, "")),
            "place": chosen(row.place_code, row.place),
            "times": str(row.times) if row.times else "",
            "state": states[row.standing],
        }
