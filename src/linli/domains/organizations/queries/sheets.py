"""The registers as workbooks: their columns with what may be chosen, a sample row, and what they hold."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from linli.adapters.workbooks import Column, chosen
from linli.backbone.values import Viewer
from linli.domains.organizations.access import reach, tops
from linli.domains.organizations.models import Compound, Coverage, Membership, Organization, Pairing
from linli.domains.organizations.queries.bodies import kind_choices, kinds, way_words
from linli.domains.organizations.queries.cards import cards, shown_choices
from linli.domains.organizations.queries.compounds import compound_kinds, organizations_of
from linli.domains.organizations.queries.pairings import layer_choices, scheme_choices
from linli.domains.people.queries import names_of
from linli.domains.places.queries import names_by_id, within
from linli.domains.places.values import PlaceName
from linli.kernel.refusal import NotFound

Cells = dict[str, Any]
MOST = 20_000
REGISTERS = ("bodies", "pairings", "cards", "compounds")


def titles() -> dict[str, str]:
    """What the registers are called."""
    return {"bodies": _("组织"), "pairings": _("结对"), "cards": _("公示牌"), "compounds": _("小区")}


def columns(viewer: Viewer, register: str) -> tuple[Column, ...]:
    """The columns of a register, with the choices of the viewer's reach; NotFound for any other word."""
    if register not in COLUMNS:
        raise NotFound("register")
    return COLUMNS[register](viewer)


def _places(viewer: Viewer, level: str = "") -> tuple[tuple[str, str], ...]:
    return tuple((one.code, f"{one.above} {one.name}".strip()) for one in within(tops(viewer), level))


def _names(choices: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, "") for _key, name in choices)


def _body_columns(viewer: Viewer) -> tuple[Column, ...]:
    places, joint = _places(viewer), [key for key, kind in kinds().items() if kind.joint]
    ways = tuple((key, words) for kind in kinds() for key, words in way_words(kind).items())
    return (
        Column("kind", _("哪一类"), kind_choices(), required=True, width=24),
        Column("name", _("名称"), required=True, width=36),
        Column("short_name", _("简称")),
        Column("place", _("设在哪里"), places, required=True, width=36),
        Column("credit_code", _("统一社会信用代码"), width=24),
        Column("covers", _("覆盖到的地方，逗号隔开"), places, several=True, width=40),
        Column("way", _("怎么覆盖的"), tuple(dict(ways).items()), width=24),
        Column("joins", _("参加的联合体，逗号隔开"), _names(_of_kinds(joint)), several=True, width=36),
    )


def _of_kinds(wanted: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for kind in wanted for pair in organizations_of(kind))


def _pairing_columns(viewer: Viewer) -> tuple[Column, ...]:
    schemes = scheme_choices()
    layers = {key: title for scheme, _title in schemes for key, title in layer_choices(scheme)}
    units = Organization.objects.filter(closed_at=None).order_by("name").values_list("name", flat=True)
    return (
        Column("number", _("编号，新的空着"), width=14),
        Column("scheme", _("结对办法"), schemes, required=True, width=28),
        Column("layer", _("哪一层"), tuple(layers.items()), required=True, width=24),
        Column("unit", _("单位"), tuple((name, "") for name in units[:2000]), width=36),
        Column("name", _("姓名")),
        Column("phone", _("电话")),
        Column("place", _("地方"), _places(viewer), required=True, width=36),
        Column("starts", _("从哪天起"), required=True, day=True),
    )


def _card_columns(viewer: Viewer) -> tuple[Column, ...]:
    return (
        Column("seat", _("岗位编号"), required=True, width=14),
        Column("title", _("岗位"), width=30),
        Column("post", _("职务"), shown_choices(), width=24),
        Column("promise", _("承诺"), width=50),
        Column("due", _("到哪天兑现"), day=True),
        Column("kept", _("哪天兑现的"), day=True),
        Column("number", _("编号"), width=18),
    )


def _compound_columns(viewer: Viewer) -> tuple[Column, ...]:
    firms, committees = organizations_of("property_firm"), organizations_of("owners_committee")
    return (
        Column("place", _("小区"), _places(viewer, "compound"), required=True, width=40),
        Column("kind", _("哪一类"), compound_kinds(), required=True, width=26),
        Column("firm", _("物业企业"), _names(firms), width=36),
        Column("contract_ends", _("合同到哪天"), day=True),
        Column("committee", _("业委会"), _names(committees), width=36),
    )


COLUMNS: dict[str, Callable[[Viewer], tuple[Column, ...]]] = {
    "bodies": _body_columns,
    "pairings": _pairing_columns,
    "cards": _card_columns,
    "compounds": _compound_columns,
}


def sample(viewer: Viewer, register: str) -> Cells:
    """One row that shows how it is filled: the first choice of each column, and invented words."""
    words = {"name": _("示例党支部") if register == "bodies" else _("张示例"), "phone": "13800000000"}
    words |= {
        "starts": "2026-01-01",
        "contract_ends": "2027-12-31",
        "due": "2026-12-31",
        "promise": _("有事找我，一天内给您回音"),
    }
    words |= {"seat": "1001", "title": _("示例岗位")}
    found: Cells = {}
    for column in columns(viewer, register):
        first = chosen(*column.choices[0]) if column.choices else words.get(column.key, "")
        found[column.key] = "" if column.several and not column.choices else first
    return found


def held(viewer: Viewer, register: str) -> Iterator[Cells]:
    """The rows of a register in the viewer's reach, as its workbook holds them."""
    if register not in HELD:
        raise NotFound("register")
    return HELD[register](viewer)


def _place(found: dict[int, PlaceName], place_id: int | None) -> str:
    one = found.get(place_id or 0)
    return chosen(one.code, f"{one.above} {one.name}".strip()) if one else ""


def _bodies(viewer: Viewer) -> Iterator[Cells]:
    ids = reach(viewer)
    places, kind_titles = names_by_id(ids), dict(kind_choices())
    rows = Organization.objects.filter(place_id__among=ids, closed_at=None).order_by("kind", "name")[:MOST]
    covers: dict[int, dict[str, list[str]]] = {}
    for body, place, way in Coverage.objects.filter(ends=None, place_id__among=ids).values_list(
        "organization_id", "place_id", "way"
    ):
        covers.setdefault(body, {}).setdefault(way, []).append(places[place].code)
    joins: dict[int, list[str]] = {}
    for member, name in Membership.objects.filter(ends=None).values_list("member_id", "body__name"):
        joins.setdefault(member, []).append(name)
    for row in rows:
        ways = way_words(row.kind)
        for way, codes in covers.get(row.pk, {"": []}).items():
            yield {
                "kind": chosen(row.kind, kind_titles.get(row.kind, "")),
                "name": row.name,
                "short_name": row.short_name,
                "place": _place(places, row.place_id),
                "credit_code": row.credit_code,
                "covers": ",".join(sorted(codes)),
                "way": chosen(way, ways.get(way, "")),
                "joins": ",".join(sorted(joins.get(row.pk, ()))),
            }


def _pairings(viewer: Viewer) -> Iterator[Cells]:
    ids, schemes = reach(viewer), dict(scheme_choices())
    layers = {scheme: dict(layer_choices(scheme)) for scheme in schemes}
    rows = Pairing.objects.filter(place_id__among=ids, ends=None, scheme__in=list(schemes))
    found = list(rows.select_related("organization").order_by("scheme", "layer", "id")[:MOST])
    places, names = names_by_id(ids), names_of(one.person_id for one in found if one.person_id)
    for row in found:
        yield {
            "number": row.pk,
            "scheme": chosen(row.scheme, schemes[row.scheme]),
            "layer": chosen(row.layer, layers[row.scheme].get(row.layer, "")),
            "unit": row.organization.name if row.organization else "",
            "name": names.get(row.person_id or 0, ""),
            "place": _place(places, row.place_id),
            "starts": row.starts,
        }


def _cards(viewer: Viewer) -> Iterator[Cells]:
    for card in cards(viewer, limit=MOST):
        said = {"promise": card.promise, "due": card.due, "kept": card.kept, "number": card.number}
        yield {"seat": card.seat_id, "title": card.title, "post": card.post, **said}


def _compounds(viewer: Viewer) -> Iterator[Cells]:
    ids, kind_titles = reach(viewer), dict(compound_kinds())
    places = names_by_id(ids)
    rows = Compound.objects.filter(place_id__among=ids).select_related("firm", "committee").order_by("place_id")
    for row in rows[:MOST]:
        yield {
            "place": _place(places, row.place_id),
            "kind": chosen(row.kind, kind_titles.get(row.kind, "")),
            "firm": row.firm.name if row.firm else "",
            "contract_ends": row.contract_ends,
            "committee": row.committee.name if row.committee else "",
        }


HELD: dict[str, Callable[[Viewer], Iterator[Cells]]] = {
    "bodies": _bodies,
    "pairings": _pairings,
    "cards": _cards,
    "compounds": _compounds,
}
