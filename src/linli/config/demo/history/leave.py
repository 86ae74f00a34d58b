"""Asking for leave and what is answered."""

import msgspec

from linli.config.demo.history import words
from linli.config.demo.history.clocks import DAY, MINUTE
from linli.config.demo.history.ground import Sitter
from linli.config.demo.history.sheet import SYSTEM, Duty
from linli.config.demo.history.turns import Turns
from linli.domains.cases.commands.limits import AT_LEAST
from linli.domains.duties.values import DutyState
from linli.kernel.duration import parse_duration

DECISIONS = {
    "return": ("批退单", "Decide on return"),
    "extend": ("批延期", "Decide on extension"),
    "suspend": ("批挂账", "Decide on suspension"),
    "decline": ("批不予受理", "Decide on refusal"),
}
DECIDE_WITHIN = parse_duration("4wh")
EACH = "3wd"
SIGN_LATE = 0.03


class Leave(Turns):
    """Returns, extensions, suspensions and refusals of a case."""

    def ask_leave(self, duty: Duty, kind: str, chance: float) -> bool:
        """Ask for leave and get an answer; whether the duty has left this seat or the case has ended."""
        random, writer, step = self.random, self.writer, duty.step
        if kind != "extend":
            self.until(self.clocks.later(self.t, random.randint(10, 120) * MINUTE))
        reason = self.remark(random.choice(words.REASONS[kind]))
        decider = self._decider(step.deciders[kind])
        decision = self.assign(decider, "decide", step, words=DECISIONS[kind], act=("decide", "去批", "Decide"))
        decision.due, decision.about = self.clocks.add(self.t, DECIDE_WITHIN), duty.id
        decision.tick()
        number, asked, review = next(writer.ids["cases_ask"]), self.t, self._review()
        given = self._given(kind)
        seat = duty.seat
        row = [number, self.id, kind, duty.id, seat.id, seat.title, decision.id, decider.id, reason, _json(given)]
        row.append(writer.stamp(asked))
        made = {"seat": seat.title, "ask_id": number, "kind": kind, "remark_id": reason}
        made |= {"to_seat_id": decider.id, "to_seat": decider.title}
        self.record("AskMade", seat.actor, made, [decider], "%(seat)s有申请待批：%(title)s", seat=seat.title)
        approved = None
        try:
            self.until(self.clocks.later(self.t, random.randint(10, 200) * MINUTE), f"decide_{kind}")
            approved = random.random() < chance or self.halt == "suspended"
            row += [writer.stamp(self.t), "t" if approved else "f"]
        finally:
            writer.row("cases_ask", *row, *([None, None] if approved is None else ()))
        return self._decided(duty, decision, kind, approved, (number, reason, given, review))

    def _decider(self, keys: tuple[str, ...]) -> Sitter:
        known = {"caller": self.caller, "handler": self.handler}
        found = next((one for key in keys if (one := known.get(key)) and one.actor), None)
        if found and keys[0] in known:
            return found
        return self.ground.holder(tuple(one for one in keys if one not in known), self.spot)[0]

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
                self.fact(duty.seat, returned=1)
            duty.designated = not approved
        elif approved and kind == "extend":
            return self._extended(duty)
        elif approved and kind == "suspend":
            left = self._left(duty.due)
            duty.state, duty.left, duty.next, duty.late, duty.climbs = DutyState.PAUSED, left, None, None, None
            duty.review = review
            if ours := self._left(self.due):
                self.left, self.due = ours, None
            self.fact(duty.seat, suspended=1)
        return None

    def _extended(self, duty: Duty) -> int | None:
        due = self.clocks.add(max(duty.due or self.t, self.t), parse_duration(EACH))
        duty.due, duty.extended = due, duty.extended + 1
        duty.tick()
        if due and self.due and due > self.due and duty.role in ("main", "lead"):
            self.due = due
        self.fact(duty.seat, extended=1)
        return due

    def _left(self, due: int | None) -> int | None:
        if due is None:
            return None
        if self.limit.working:
            return max(self.clocks.office(due) - self.clocks.office(self.t), 0)
        return max(due - self.t, 0)

    def _resume(self, duty: Duty, review: int) -> None:
        """On its day a suspended matter goes on by itself."""
        self.until(review + MINUTE, "suspended")
        duty.due = self._goes_on_until(duty.left)
        duty.state, duty.left, duty.review = DutyState.OPEN, None, None
        duty.tick()
        if self.due is None:
            self.due, self.left = self._goes_on_until(self.left), None
        self.record("CaseResumed", SYSTEM, {"seat": "", "due": self.writer.iso(self.due)})

    def _goes_on_until(self, left: int | None) -> int | None:
        """The end of a clock that stood still with so much left: never before the next working day ends."""
        if left is None:
            return self.clocks.add(self.t, self.limit)
        due = self.clocks.at_office(self.clocks.office(self.t) + left) if self.limit.working else self.t + left
        least = self.clocks.add(self.t, AT_LEAST)
        return None if due is None or least is None else max(due, least)


def _json(value: dict[str, str]) -> str:
    return msgspec.json.encode(value).decode()
