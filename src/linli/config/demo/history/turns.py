"""The turns of a story: signing, acting, asking leave and getting an answer."""

import msgspec

from linli.config.demo.history import words
from linli.config.demo.history.clocks import DAY, HOUR, MINUTE
from linli.config.demo.history.ground import Sitter
from linli.config.demo.history.sheet import RESIDENT, Duty, Sheet
from linli.domains.duties.values import DutyState
from linli.kernel.duration import Duration, parse_duration

DECISIONS = {
    "return": ("批退单", "Decide on return"),
    "extend": ("批延期", "Decide on extension"),
    "suspend": ("批挂账", "Decide on suspension"),
    "decline": ("批不予受理", "Decide on refusal"),
}
DECIDE_WITHIN = parse_duration("4wh")
EACH = "3wd"
SIGN_LATE = 0.03


class Turns(Sheet):
    """What a story is made of."""

    category: str
    late: bool
    limit: Duration

    # When

    def part_of_time(self, least: float, most: float) -> int:
        """A moment at work, so far on the way to the limit."""
        if self.due is None:
            return self.clocks.later(self.t, self.random.randint(1, 12) * HOUR)
        left = max(self.clocks.office(self.due) - self.clocks.office(self.t), 20 * MINUTE)
        return self.clocks.later(self.t, int(left * self.random.uniform(least, most)))

    def time_to_handle(self) -> int:
        """When the work is done: within the limit, or past it where this story is late."""
        if self.late and self.due is not None:
            return self.clocks.later(max(self.t, self.due), int(self.random.expovariate(1 / 5) * HOUR) + 20 * MINUTE)
        return self.part_of_time(0.1, 0.9)

    # Turns

    def begin(self, stage: str, unit: str = "") -> tuple[Sitter, tuple[str, ...]]:
        """Enter a stage that has a duty: its holder, and the empty seats passed."""
        step = self.ground.steps[stage]
        self.stage, self.rate_by = stage, None
        known = {"caller": self.caller, "handler": self.handler}
        seat = next((found for one in step.seats if (found := known.get(one)) and found.actor), None)
        vacant: tuple[str, ...] = ()
        if seat is None or step.seats[0] not in known:
            seat, vacant = self.ground.holder(tuple(one for one in step.seats if one not in known), self.spot, unit)
        self.give(seat, "main", step)
        return seat, vacant

    def sign(self, duty: Duty) -> None:
        """Sign for a duty, most times within its clock."""
        if duty.sign_due is None:
            return
        random = self.random
        if random.random() < SIGN_LATE:
            moment = self.clocks.later(duty.sign_due, random.randint(5, 200) * MINUTE)
        else:
            least = 2 if self.category in ("gas", "lift", "falling") else 6
            moment = self.clocks.later(self.t, random.randint(least, least * 19) * MINUTE)
        self.until(moment, f"sign_{duty.step.key}")
        duty.signed = self.t
        duty.tick()
        self.record("CaseSigned", duty.seat.actor, {"seat": duty.seat.title, "duty_id": duty.id})

    def act(self, duty: Duty, act: str, to: str, said: str, unit: str = "") -> None:
        """An act that takes the case to another stage."""
        before, remark = self.stage, self.remark(said)
        self.handler = duty.seat
        self.close_all(f"to_{to}")
        self._moved(duty.seat, duty.seat.actor, act, self.ground.steps[before].titles[act], before, to, remark, unit)

    def _moved(
        self,
        by: Sitter,
        actor: str,
        act: str,
        said: tuple[str, str],
        before: str,
        to: str,
        remark: int | None,
        unit: str = "",
    ) -> None:
        seat, vacant = None, ()
        if to == "callback":
            self._handled()
        else:
            seat, vacant = self.begin(to, unit)
        self.record(
            "CaseMoved",
            actor,
            {
                "seat": by.title,
                "act": act,
                "act_words": said,
                "from_stage": before,
                "to_stage": to,
                "stage_words": self.ground.steps[to].words,
                "remark_id": remark,
                "to_seat_id": seat.id if seat else None,
                "to_seat": seat.title if seat else "",
                "photos": (),
                "vacant": vacant,
            },
            [seat],
            "新到：%(title)s",
        )

    def _handled(self) -> None:
        self.stage, self.handled, self.asked_back = "callback", self.t, False
        self.rate_by = self.clocks.add(self.t, self.ground.rating) or self.t
        if not self.counted:
            self.counted = True
            self.fact(due=1, on_time=int(self.due is None or self.t <= self.due))

    def finish(self, end: str, result: str, actor: str, title: str, route: str = "", remark: int | None = None) -> None:
        """The end of the case."""
        self.close_all(end)
        self.stage, self.open, self.result, self.closed, self.rate_by = end, False, result, self.t, None
        self.fact(**({"declined": 1} if result == "declined" else {"closed": 1}))
        self.record("CaseClosed", actor, {"seat": title, "result": result, "route": route, "remark_id": remark})

    def talk(self) -> None:
        """A line now and then between the reporter and the staff."""
        chance = self.random.random()
        if chance > 0.09:
            return
        self.until(self.part_of_time(0.02, 0.2))
        holders = [one.seat for one in self.live if one.state == DutyState.OPEN and one.role != "supervise"]
        if chance < 0.03:
            self.nudged = self.t
            self.record(
                "CaseNudged",
                RESIDENT,
                {"seat": "", "by": "reporter", "duty_id": None, "to": ""},
                holders,
                "催办：%(title)s",
            )
        elif chance < 0.05:
            self.record(
                "WordsAdded",
                RESIDENT,
                {"seat": "", "remark_id": self.remark(self.random.choice(words.ADDED)), "photos": ()},
                holders,
                "有补充：%(title)s",
            )
        elif holders:
            self.record(
                "ReporterTold",
                holders[0].actor,
                {"seat": holders[0].title, "remark_id": self.remark(self.random.choice(words.TOLD))},
            )

    # Leave

    def ask_leave(self, duty: Duty, kind: str, chance: float) -> bool:
        """Ask for leave and get an answer; whether the duty has left this seat or the case has ended."""
        random, writer, step = self.random, self.writer, duty.step
        if kind != "extend":
            self.until(self.clocks.later(self.t, random.randint(10, 120) * MINUTE))
        reason = self.remark(random.choice(words.REASONS[kind]))
        known = {"caller": self.caller, "handler": self.handler}
        decider = next((one for key in step.deciders[kind] if (one := known.get(key)) and one.actor), None)
        rest = tuple(one for one in step.deciders[kind] if one not in known)
        decider = decider if decider and step.deciders[kind][0] in known else self.ground.holder(rest, self.spot)[0]
        decision = self.assign(decider, "decide", step, words=DECISIONS[kind], act=("decide", "去批", "Decide"))
        decision.due, decision.about = self.clocks.add(self.t, DECIDE_WITHIN), duty.id
        decision.tick()
        number, asked, review = next(writer.ids["cases_ask"]), self.t, self._review()
        given = self._given(kind)
        row = [
            number,
            self.id,
            kind,
            duty.id,
            duty.seat.id,
            duty.seat.title,
            decision.id,
            decider.id,
            reason,
            _json(given),
            writer.stamp(asked),
        ]
        self.record(
            "AskMade",
            duty.seat.actor,
            {
                "seat": duty.seat.title,
                "ask_id": number,
                "kind": kind,
                "remark_id": reason,
                "to_seat_id": decider.id,
                "to_seat": decider.title,
            },
            [decider],
            "%(seat)s有申请待批：%(title)s",
            seat=duty.seat.title,
        )
        approved = None
        try:
            self.until(self.clocks.later(self.t, random.randint(10, 200) * MINUTE), f"decide_{kind}")
            approved = random.random() < chance or self.halt == "suspended"
            row += [writer.stamp(self.t), "t" if approved else "f"]
        finally:
            writer.row("cases_ask", *row, *([None, None] if approved is None else ()))
        return self._decided(duty, decision, kind, approved, (number, reason, given, review))

    def _given(self, kind: str) -> dict[str, str]:
        review = self.writer.day(self._review()) if kind == "suspend" else ""
        to = {"decline": "declined", "return": "community" if self.stage == "unit" else ""}.get(kind, "")
        return {
            "each": EACH if kind == "extend" else "",
            "to": to,
            "review_date": review,
            "route": self.random.choice(self.ground.routes) if kind == "decline" else "",
        }

    def _review(self) -> int:
        """When a suspended matter is looked at again: the same day however often it is asked."""
        return self.t // DAY * DAY + (4 + self.id % 8) * DAY

    def _decided(
        self, duty: Duty, decision: Duty, kind: str, approved: bool, ask: tuple[int, int | None, dict[str, str], int]
    ) -> bool:
        number, reason, given, review = ask
        self.end(decision, "approved" if approved else "refused")
        remark = self.remark(self.random.choice(words.DECISIONS[approved]))
        due = self._answered(duty, kind, approved, review)
        code = "申请批准了：%(title)s" if approved else "申请没有批准：%(title)s"
        by = decision.seat
        self.record(
            "AskDecided",
            by.actor,
            {
                "seat": by.title,
                "ask_id": number,
                "kind": kind,
                "approved": approved,
                "asked_by": duty.seat.title,
                "asked_seat_id": duty.seat.id,
                "remark_id": remark,
                "due": self.writer.iso(due),
            },
            [duty.seat],
            code,
        )
        if not approved:
            return False
        if kind == "decline":
            self.finish("declined", "declined", by.actor, duty.seat.title, given["route"], reason)
        elif kind == "return" and given["to"]:
            self.close_all("to_community")
            self._moved(duty.seat, by.actor, "return", duty.step.titles["return"], duty.step.key, "community", reason)
        elif kind == "suspend":
            self._resume(duty, review)
        return kind != "extend" and kind != "suspend"

    def _answered(self, duty: Duty, kind: str, approved: bool, review: int) -> int | None:
        if kind == "return":
            if approved:
                self.end(duty, "returned", DutyState.CANCELLED)
                self.fact(returned=1)
            duty.designated = not approved
        elif approved and kind == "extend":
            return self._extended(duty)
        elif approved and kind == "suspend":
            left = self._left(duty.due)
            duty.state, duty.left, duty.next, duty.late, duty.climbs = DutyState.PAUSED, left, None, None, None
            duty.review = review
            self.due = None
            self.fact(suspended=1)
        return None

    def _extended(self, duty: Duty) -> int | None:
        due = self.clocks.add(max(duty.due or self.t, self.t), parse_duration(EACH))
        duty.due, duty.extended = due, duty.extended + 1
        duty.tick()
        if due and self.due and due > self.due and duty.role in ("main", "lead"):
            self.due = due
        self.fact(extended=1)
        return due

    def _left(self, due: int | None) -> int:
        if due is None:
            return 0
        if self.limit.working:
            return max(self.clocks.office(due) - self.clocks.office(self.t), 0)
        return max(due - self.t, 0)

    def _resume(self, duty: Duty, review: int) -> None:
        """On its day a suspended matter goes on."""
        self.until(self.clocks.later(review, self.random.randint(10, 200) * MINUTE), "suspended")
        duty.state, duty.left, duty.review = DutyState.OPEN, None, None
        duty.due = self.due = self.clocks.add(self.t, self.limit) or self.t
        duty.tick()
        self.record("CaseResumed", duty.seat.actor, {"seat": duty.seat.title, "due": self.writer.iso(self.due)})


def _json(value: dict[str, str]) -> str:
    return msgspec.json.encode(value).decode()
