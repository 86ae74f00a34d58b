"""The part of a pack with procedures and categories: what a schema cannot say of them."""

from collections.abc import Iterator
from typing import Any

from linli.backbone.packs.forms import Form, form_faults
from linli.backbone.packs.loader import Pack
from linli.domains.cases.values import RESULTS
from linli.domains.cases.values.hotline import FIELDS, Hotline, hotline
from linli.domains.cases.values.tables import ActTable, Cases, GateTable, ProcedureTable, StageTable, cases
from linli.domains.cases.values.translate import translated
from linli.kernel import procedure as kernel

Path = tuple[str, ...]
Fault = tuple[Path, str]
WAITING = tuple(kernel.LATER)
OWN = ("arrive", "rating", "claim", "notice", "approval", "trial", "wait", "children", *WAITING)
NEEDS = ("note", "reason", "minutes", "photo", "location", "route", "review_date", "kind", "level", "step", "titles")
CHOICES = ("lead", "helpers", "organization", "seat", "case", "category")


class CasesSection:
    """`cases:` of a pack."""

    name = "cases"
    schema = Cases

    def problems(self, pack: Pack) -> Iterator[Fault]:
        """Procedures hold together; every seat they name is a post where they say; the fall-back category exists."""
        part = cases(pack)
        posts = pack.raw.get("organizations", {}).get("posts", {})
        for key, table in part.procedures.items():
            found = [*_problems(table, part, posts)]
            if not found:
                found = list(kernel.problems(translated(key, table)))
            yield from ((("procedures", key, *path), words) for path, words in found)
        for key, category in part.categories.items():
            for one in category.seat:
                yield from ((("categories", key, "seat"), words) for words in _seat_faults(one, posts))
        if part.categories and part.fallback not in part.categories:
            yield ("fallback",), f"没有叫“{part.fallback}”的类别"
        yield from _numbers(part)


class HotlineSection:
    """`hotline:` of a pack."""

    name = "hotline"
    schema = Hotline

    def problems(self, pack: Pack) -> Iterator[Fault]:
        """Columns and categories are known ones; orders become a kind of case there is."""
        part, known = hotline(pack), cases(pack)
        for key in part.columns:
            if key not in FIELDS:
                yield ("columns", key), f"不认识“{key}”这一列；可以写：{'、'.join(FIELDS)}"
        for key in part.categories:
            if key not in known.categories:
                yield ("categories", key), f"没有叫“{key}”的类别"
        if known.procedures and part.kind not in known.procedures:
            yield ("kind",), f"没有叫“{part.kind}”的流程"


def _numbers(part: Cases) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for key, table in part.procedures.items():
        prefix = table.number[:2]
        if prefix in seen:
            yield ("procedures", key, "number"), f"编号开头“{prefix}”已经给了“{seen[prefix]}”，换两个字母"
        seen.setdefault(prefix, key)


def _problems(table: ProcedureTable, part: Cases, posts: dict[str, Any]) -> Iterator[Fault]:
    for one in table.opens:
        if one != "resident":
            yield from ((("opens",), words) for words in _seat_faults(one, posts))
    yield from _forms(table)
    yield from _list(table)
    yield from _card(table)
    for key, result in table.ends.items():
        if result not in RESULTS:
            yield ("ends", key), f"不认识结果“{result}”；可以写：{'、'.join(RESULTS)}"
    for key, stage in table.stages.items():
        yield from ((("stages", key, *path), words) for path, words in _stage(key, stage, table, part, posts))


def _list(table: ProcedureTable) -> Iterator[Fault]:
    if table.listing is None:
        return
    unknown = (one for one in table.listing.stages if one not in table.stages)
    yield from ((("list", "stages"), f"没有叫“{one}”的阶段") for one in unknown)
    ends = (one for one in table.listing.out if one not in table.ends)
    yield from ((("list", "out", one), f"没有叫“{one}”的结果") for one in ends)
    if table.listing.cut and not table.listing.out:
        yield ("list", "cut"), "压减要有减掉的：写 out，哪些结果算"


def _card(table: ProcedureTable) -> Iterator[Fault]:
    if table.card is None:
        return
    for name, key, wanted in (("promise", table.card.promise, "text"), ("due", table.card.due, "date")):
        if key not in table.form or table.form[key].type != wanted:
            yield ("card", name), f"form 里没有叫“{key}”、类型是 {wanted} 的字段"
    unknown = (one for one in table.card.stages if one not in table.stages)
    yield from ((("card", "stages"), f"没有叫“{one}”的阶段") for one in unknown)
    yield from ((("card", "kept"), f"没有叫“{one}”的结果") for one in table.card.kept if one not in table.ends)
    if any(not one.partition("@")[2] or one.endswith("@organization") for one in table.opens):
        yield ("card",), "公示牌是地方上岗位的：opens 只写设在地方的岗位"


def _forms(table: ProcedureTable) -> Iterator[Fault]:
    forms: dict[Path, Form] = {("form",): table.form, **{("forms", name): form for name, form in table.forms.items()}}
    for path, form in forms.items():
        yield from (((*path, *rest), words) for rest, words in form_faults(form))


def _stage(key: str, stage: StageTable, table: ProcedureTable, part: Cases, posts: dict[str, Any]) -> Iterator[Fault]:
    yield from _gate(stage.gate or GateTable())
    for act_key, act in stage.acts.items():
        yield from ((("acts", act_key, *path), words) for path, words in _act(act, table, part))
    for path, expression in _expressions(stage):
        yield from ((path, words) for words in _seat_faults(expression, posts))
    if stage.duty and stage.duty.seat and not _holds(stage.duty.seat, key, table):
        yield ("duty", "seat"), "可能没有人接：最后要有一个写明在哪一级的岗位，如 desk@community"


def _gate(gate: GateTable) -> Iterator[Fault]:
    owned = [kind for kind in OWN if getattr(gate, kind) is not None]
    for kind in owned:
        if kind in WAITING:
            yield ("gate", kind), f"“{kind}” 由 {kernel.LATER[kind][0]} 负责，这一版还没有；先用 approval 或 evidence"
    if len(owned) > 1:
        yield ("gate",), f"一个阶段只能有一个闸口，这里写了：{'、'.join(owned)}"
    for kind, wait in (("trial", gate.trial), ("wait", gate.wait)):
        if wait is not None and bool(wait.length) == bool(wait.until):
            yield ("gate", kind), "写 for（多久）或 until（等哪个日期字段），只写一个"


def _act(act: ActTable, table: ProcedureTable, part: Cases) -> Iterator[Fault]:
    if isinstance(act.form, str):
        if act.form not in table.forms:
            yield ("form",), f"没有叫“{act.form}”的表单"
    else:
        yield from ((("form", *path), words) for path, words in form_faults(act.form))
    lists = (("needs", act.needs, NEEDS, "要求"), ("choose", act.choose, CHOICES, "选择"))
    for name, given, known, word in lists:
        unknown = (one for one in given if one not in known)
        yield from (((name,), f"不认识{word}“{one}”；可以写：{'、'.join(known)}") for one in unknown)
    yield from _effect(act, table, part)


def _effect(act: ActTable, table: ProcedureTable, part: Cases) -> Iterator[Fault]:
    if act.does == "split" and act.kind not in part.procedures:
        yield (), f"拆成哪一种事项？kind 里没有叫“{act.kind}”的流程"
    if act.does == "recategorise" and "category" not in act.choose:
        yield ("choose",), "改类别要选改成哪一类：choose 里写 category"
    if "lead" in act.choose and not _whistles(table, act.to):
        yield ("to",), "吹哨要去一个有 gate.arrive 的阶段"


def _whistles(table: ProcedureTable, to: str | None) -> bool:
    stage = table.stages.get(to or "")
    return bool(stage and stage.gate and stage.gate.arrive)


def _holds(seats: tuple[str, ...], key: str, table: ProcedureTable) -> bool:
    """Whether somebody can always be found: a seat of a place, or a unit that the way in has chosen."""
    if any("@" in one and not one.endswith("@organization") for one in seats):
        return True
    ways = [act for stage in table.stages.values() for act in stage.acts.values() if act.to == key]
    return bool(ways) and all({"organization", "lead"} & set(act.choose) for act in ways)


def _seat_faults(expression: str, posts: dict[str, Any]) -> Iterator[str]:
    if expression in kernel.SPECIAL:
        return
    way, _, rest = expression.partition(":")
    post, _, where = (rest if way in ("nearest", "paired") else expression).partition("@")
    if post not in posts:
        yield f"没有叫“{post}”的岗位"
    elif way == "paired" and "organization" not in posts[post].get("at", []):
        yield f"“{post}”不设在单位里，不能按结对找"
    elif way not in ("nearest", "paired") and where not in posts[post].get("at", []):
        at = "、".join(posts[post].get("at", []))
        yield f"“{post}”不设在“{where}”；它设在：{at}"


def _expressions(stage: StageTable) -> Iterator[tuple[Path, str]]:
    yield from _gate_seats(stage.gate or GateTable())
    if stage.duty:
        yield from ((("duty", "seat"), one) for one in stage.duty.seat)
        yield from ((("duty", "together"), one) for one in stage.duty.together)
    for act_key, act in stage.acts.items():
        yield from ((("acts", act_key, "decide"), one) for one in act.decide)
        yield from ((("acts", act_key, "seats"), one) for one in act.seats)
    for index, step in enumerate(stage.overdue):
        yield from ((("overdue", str(index), "escalate"), one) for one in step.escalate)


def _gate_seats(gate: GateTable) -> Iterator[tuple[Path, str]]:
    if gate.rating:
        yield from ((("gate", "rating", "otherwise"), one) for one in gate.rating.otherwise)
    if gate.claim:
        yield from ((("gate", "claim", "seats"), one) for one in gate.claim.seats)
    if gate.approval:
        yield from ((("gate", "approval", "chain"), one) for link in gate.approval.chain for one in link)
