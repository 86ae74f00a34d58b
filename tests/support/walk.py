"""Play a procedure of the pack in force from its start to a given end, through the commands people use."""

from collections import deque
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from PIL import Image

from linli.adapters.papers import PaperStore, StoredPaper, checked
from linli.adapters.photos import PhotoStore, Stored
from linli.backbone.crypto import unseal
from linli.backbone.packs.registry import in_force, version_in_force
from linli.backbone.values import RESIDENT, SYSTEM, Actor, Held, Viewer
from linli.domains.cases import commands
from linli.domains.cases.commands.gates import pass_gate
from linli.domains.cases.commands.ties import settle_parts
from linli.domains.cases.models import Ask, Case, Tie
from linli.domains.cases.queries.facts import facts_of
from linli.domains.cases.values import Channel
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.cases.values.tables import procedure
from linli.domains.duties.models import Duty
from linli.domains.organizations.models import Organization, Seat
from linli.domains.organizations.queries import callable_organizations, seats_by_id
from linli.domains.organizations.values.tables import organizations
from linli.domains.places.models import Place
from linli.domains.places.queries import place_info
from linli.kernel.fields import Field
from linli.kernel.procedure import Act, Procedure, holds
from linli.kernel.procedure.guards import Condition
from linli.kernel.refusal import Refusal

Edge = tuple[str, str]
BY_ITSELF = {"clear", "ended", "reached", "unclaimed", "unsampled"}
ACTS_OF = {"claimed": "claim", "approved": "approve", "refused": "refuse", "objected": "object"}


def kinds() -> tuple[str, ...]:
    """The procedures of the pack in force."""
    return tuple(cases_part(in_force()).procedures)


def edges(table: Procedure) -> dict[str, list[tuple[Edge, str]]]:
    """From each stage: ((how, name), where to); how is act or outcome."""
    found: dict[str, list[tuple[Edge, str]]] = {}
    for stage in table.stages.values():
        ways = [
            (("act", act.key), act.to)
            for act in stage.acts.values()
            if act.to and act.does in ("move", "ask", "whistle", "split", "merge")
        ]
        ways += [(("outcome", name), target) for name, target in stage.outcomes.items()]
        if stage.then:
            ways.append((("then", ""), stage.then))
        found[stage.key] = [(way, str(target)) for way, target in ways]
    return found


def way_to(table: Procedure, end: str) -> list[tuple[str, Edge, str]]:
    """The shortest way from the start to an end, as (stage, edge, next)."""
    graph, queue, seen = edges(table), deque([(table.start, [])]), {table.start}
    while queue:
        stage, way = queue.popleft()
        for edge, target in graph.get(stage, ()):
            step = [*way, (stage, edge, target)]
            if target == end:
                return step
            if target not in seen:
                seen.add(target)
                queue.append((target, step))
    raise AssertionError(f"{table.key}: no way to {end}")


def seat_actor(seat_id: int) -> Actor:
    """Somebody who sits in a seat, with the rights of its post."""
    seat = Seat.objects.get(pk=seat_id)
    rights = frozenset(organizations(in_force()).posts[seat.post].rights)
    held = Held(
        seat.pk, seat.post, seat.title, seat.place_id, seat.place_kind, seat.place_name, seat.organization_id, rights
    )
    return Actor.of(Viewer(1, 1, "某人", (held,), seat.pk))


def office_actor(case: Case, act: Act) -> Actor:
    """Somebody who holds one of the offices an act asks for at the case's places."""
    for expression in act.seats:
        post, _, kind = expression.partition("@")
        seat = Seat.objects.filter(post=post, place_kind=kind, place_id__in=_places(case)).first()
        if seat:
            return seat_actor(seat.pk)
    raise AssertionError(f"nobody holds {act.seats}")


def _places(case: Case) -> list[int]:
    return [
        one
        for one in (
            case.district_id,
            case.street_id,
            case.community_id,
            case.grid_id,
            case.compound_id,
            case.building_id,
        )
        if one
    ]


def photo() -> list[Stored]:
    """One small picture, stored as an upload would be."""
    file = BytesIO()
    Image.new("RGB", (64, 48), (120, 130, 140)).save(file, "JPEG")
    file.seek(0)
    return [PhotoStore(settings.MEDIA_ROOT).keep(file, len(file.getvalue()))]


def place_for(table: Procedure, building: int) -> Any:
    """A place of a level this kind of case is opened at, above a building."""
    info = place_info(building)
    wanted = table.at or ("building",)
    step = next((info.of_kind(kind) for kind in wanted if info.of_kind(kind)), None)
    assert step, f"{table.key}: no place of {wanted}"
    return place_info(step.id)


class Walk:
    """One case on its way; `now` moves on with each step."""

    def __init__(self, kind: str, building: int, now: datetime) -> None:
        self.table = procedure(version_in_force(), kind)
        self.now = now
        self.building = building
        place = place_for(self.table, building)
        starter = self._starter(place.ids.values())
        opened = commands.open_case(
            actor=seat_actor(starter) if starter else RESIDENT,
            place=place,
            text=f"{self.table.title}：试走一遍",
            channel=Channel.WINDOW if starter else Channel.SCAN,
            now=now,
            kind=kind,
            given=filled(self.table.form, now, {}),
            starter_seat=starter,
        )
        self.id, self.number = opened["id"], opened["number"]

    def _starter(self, places: Any) -> int | None:
        for expression in self.table.opens:
            post, _, kind = expression.partition("@")
            seat = Seat.objects.filter(post=post, place_kind=kind, place_id__in=list(places)).first()
            seat = seat or (
                Seat.objects.filter(post=post, organization__isnull=False).first() if kind == "organization" else None
            )
            if seat:
                return int(seat.pk)
        assert "resident" in self.table.opens, self.table.opens
        return None

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return Case.objects.get(pk=self.id)

    def to(self, end: str) -> Case:
        """Walk to an end by the shortest way."""
        for stage, edge, target in way_to(self.table, end):
            assert self.case.stage == stage, (self.table.key, self.case.stage, stage)
            self.step(edge, target)
            assert self.case.stage == target, (self.table.key, stage, edge, self.case.stage, target)
        return self.case

    def step(self, edge: Edge, target: str) -> None:
        """Take one edge."""
        self.now += timedelta(minutes=5)
        how, name = edge
        stage = self.table.stages[self.case.stage]
        if how == "act":
            self.act(stage.acts[name], target)
        elif stage.rating:
            self.rate(name)
        elif stage.arrival or (stage.duty and stage.duty.together):
            self.parts()
        elif stage.gate and stage.gate.kind == "children":
            self.children()
        elif name in ACTS_OF or (how == "then" and stage.gate and stage.gate.kind in ("claim", "approval")):
            self.gate(ACTS_OF.get(name) or {"claim": "claim", "approval": "approve"}[stage.gate.kind])
        else:
            self.wait()

    def holder(self, *roles: str) -> Duty:
        """The open duty of one of these roles."""
        duty = (
            Duty.objects.filter(subject_kind="case", subject_id=self.id, state="open", role__in=roles)
            .order_by("id")
            .first()
        )
        assert duty, (self.table.key, self.case.stage, roles)
        return duty

    def act(self, act: Act, target: str) -> None:
        """Do an act as its holder (or its office), with all it needs; what asks leave gets it."""
        stage = self.table.stages[self.case.stage]
        duty = self.holder("main", "call_back") if "main" in act.by else None
        actor = seat_actor(duty.seat_id) if duty else office_actor(self.case, act)
        if duty and duty.signed_at is None and duty.sign_due is not None:
            commands.sign_case(actor=actor, number=self.number, now=self.now)
        self.prove()
        self.guard(act)
        given = self.given(act)
        if act.does == "whistle":
            units = callable_organizations(_places(self.case))
            kind = next(iter(self.table.stages[target].arrival.within))
            commands.blow_whistle(
                actor=actor,
                number=self.number,
                act=act.key,
                kind=kind,
                lead=units[0].id,
                helpers=[units[1].id],
                reason="请到场",
                now=self.now,
            )
            return
        commands.do_act(actor=actor, number=self.number, act=act.key, given=given, photos=photo(), now=self.now)
        ask = Ask.objects.filter(case_id=self.id, decided_at=None).first()
        if act.decide:
            assert ask, act.key
            commands.decide_ask(
                actor=seat_actor(ask.decide_seat_id), number=self.number, ask_id=ask.pk, approve=True, now=self.now
            )
        assert stage.key in self.table.stages

    def given(self, act: Act) -> dict[str, Any]:
        """All that an act needs."""
        units = callable_organizations(_places(self.case))
        common = {
            "note": "办了",
            "reason": "有理由",
            "minutes": "记录",
            "route": "outside",
            "level": "urge",
            "titles": "第一件\n第二件",
        }
        common["review_date"] = (self.now + timedelta(days=20)).date()
        common["organization"] = str(units[0].id) if "organization" in act.choose else ""
        if "case" in act.choose:
            common["case"] = Walk(self.table.key, self.building, self.now).number
        return {**common, **filled(act.form, self.now, {})}

    def prove(self) -> None:
        """Prove every step of evidence the stage asks for; the holder cannot leave before."""
        stage = self.table.stages[self.case.stage]
        for step in stage.gate.steps if stage.gate else ():
            actor = seat_actor(self.holder("main").seat_id)
            commands.do_act(
                actor=actor,
                number=self.number,
                act="prove",
                given={"step": step.key, "note": "佐证"},
                photos=photo(),
                now=self.now,
            )

    def guard(self, act: Act) -> None:
        """Do what an act's condition asks for, by the acts of the stage whose forms hold the fact."""
        stage = self.table.stages[self.case.stage]
        if holds(act.when, facts_of(self.case)):
            return
        wanted = {condition.fact: fitting(condition) for condition in act.when}
        for other in stage.acts.values():
            if other.does == "note" and {field.key for field in other.form} & set(wanted):
                duty = self.holder("main")
                commands.do_act(
                    actor=seat_actor(duty.seat_id),
                    number=self.number,
                    act=other.key,
                    given={"note": "登记", **filled(other.form, self.now, wanted)},
                    now=self.now,
                )
        assert holds(act.when, facts_of(self.case)), (self.table.key, act.key, act.when, facts_of(self.case))

    def rate(self, outcome: str) -> None:
        """Answer the call-back, or let the desk ask and hear nothing."""
        case = self.case
        if outcome == "unsampled":
            self.wait()
            return
        if case.asked_back or outcome == "silent":
            self.now = max(self.now, case.rate_by + timedelta(minutes=1))
            if not case.asked_back:
                commands.ask_desk_to_call(actor=SYSTEM, case_id=self.id, now=self.now)
            actor = seat_actor(self.holder("call_back").seat_id)
            reached = outcome != "silent"
            commands.record_call_back(
                actor=actor,
                number=self.number,
                reached=reached,
                contacted=reached,
                solved=outcome == "satisfied",
                satisfaction="satisfied" if reached else "",
                note="打了电话",
                now=self.now,
            )
            return
        solved = outcome == "satisfied"
        commands.rate(
            actor=RESIDENT,
            token=unseal(case.follow_sealed),
            contacted=True,
            solved=solved,
            satisfaction="satisfied" if solved else "unsatisfied",
            now=self.now,
        )

    def parts(self) -> None:
        """Every called part arrives and finishes."""
        case, stage = self.case, self.table.stages[self.case.stage]
        for duty in Duty.objects.filter(
            subject_kind="case", subject_id=self.id, state="open", role__in=("lead", "helper")
        ).order_by("id"):
            if self.case.stage != stage.key:
                break
            actor = seat_actor(duty.seat_id)
            if stage.arrival:
                commands.arrive(
                    actor=actor,
                    number=self.number,
                    here=(case.lon or 110.0, case.lat or 23.0),
                    photos=photo(),
                    now=self.now,
                )
            elif duty.sign_due:
                commands.sign_case(actor=actor, number=self.number, now=self.now)
            commands.finish_part(actor=actor, number=self.number, minutes="处置完毕", now=self.now)

    def gate(self, act: str) -> None:
        """Claim, approve link by link, refuse, or object."""
        stage = self.case.stage
        roles = {"claim": ("claim",), "approve": ("approve",), "refuse": ("approve",), "object": ("main",)}[act]
        for _link in range(9):
            duty = self.holder(*roles)
            commands.do_act(
                actor=seat_actor(duty.seat_id),
                number=self.number,
                act=act,
                given={"note": "同意", "reason": "不同意"},
                now=self.now,
            )
            if self.case.stage != stage:
                return
        raise AssertionError(f"{self.table.key}: {stage} never lets go")

    def children(self) -> None:
        """Every part walks to its first end; then the parent goes on."""
        for tie in Tie.objects.filter(case_id=self.id, kind="part"):
            child = Walk.__new__(Walk)
            child.id, child.number, child.now, child.building = tie.other_id, tie.other.number, self.now, self.building
            child.table = procedure(version_in_force(), tie.other.procedure)
            child.to("closed" if "closed" in child.table.ends else next(iter(child.table.ends)))
            self.now = max(self.now, child.now)
        settle_parts(actor=SYSTEM, case_id=self.id, now=self.now)

    def wait(self) -> None:
        """Let the day come on which the gate lets go by itself."""
        due = self.case.gate_due
        assert due, (self.table.key, self.case.stage)
        self.now = max(self.now, due + timedelta(minutes=1))
        pass_gate(actor=SYSTEM, case_id=self.id, now=self.now)


def fitting(condition: Condition) -> Any:
    """A value that makes a condition true."""
    if condition.op == "in":
        return condition.value[0]
    more = {">": 1, "!=": 1, "<": -1}.get(condition.op, 0)
    return str(int(condition.value + more)) if isinstance(condition.value, float) else condition.value


def filled(form: tuple[Field, ...], now: datetime, wanted: dict[str, Any]) -> dict[str, Any]:
    """Every field of a form filled in with something that fits."""
    samples: dict[str, Any] = {
        "text": "甲",
        "long": "说明",
        "person": "王某",
        "phone": "13800138000",
        "number": "70",
        "money": "1200.50",
        "date": (now + timedelta(days=20)).date().isoformat(),
        "rating": "5",
        "yes": "yes",
    }
    found: dict[str, Any] = {}
    for field in form:
        if field.key in wanted:
            found[field.key] = wanted[field.key]
        elif field.type in ("choice", "checklist"):
            keys = [key for key, _zh, _en in field.choices]
            found[field.key] = keys if field.type == "checklist" else keys[0]
        elif field.type == "organization":
            found[field.key] = str(Organization.objects.order_by("id").values_list("pk", flat=True).first())
        elif field.type == "place":
            found[field.key] = str(Place.objects.order_by("id").values_list("pk", flat=True).first())
        elif field.type in ("photo", "file"):
            found[field.key] = [paper()]
        else:
            found[field.key] = samples[field.type]
    return found


def paper(name: str = "说明.txt", data: bytes = "一份说明".encode()) -> StoredPaper:
    """One small paper, stored as an upload would be."""
    return PaperStore(settings.MEDIA_ROOT).keep(checked(BytesIO(data), name, len(data), 1))


__all__ = ["Refusal", "Walk", "kinds", "seats_by_id", "way_to"]
