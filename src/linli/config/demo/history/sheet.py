"""One case while its story is told: the books the commands keep, in memory, and the clocks that run by themselves."""

from collections.abc import Iterable
from typing import Any

from linli.config.demo.history.clocks import MINUTE, Clocks
from linli.config.demo.history.dice import Dice
from linli.config.demo.history.duty import Duty, Present
from linli.config.demo.history.ground import Ground, Sitter, Spot, Step, Words
from linli.config.demo.history.rows import NULL, Writer
from linli.domains.duties.values import DutyState
from linli.kernel.duration import Duration, parse_duration

SYSTEM = f"system\t{NULL}\t{NULL}\t系统"
RESIDENT = f"resident\t{NULL}\t{NULL}\t居民"
DAY_OF_WORK = parse_duration("1wd")
TOLD_FOR = 4 * 86_400
READ_AFTER = 86_400


class Sheet:
    """The state of one case, and what is written while it changes."""

    def __init__(self, ground: Ground, clocks: Clocks, writer: Writer, random: Dice, now: int, halt: str = "") -> None:
        self.ground, self.clocks, self.writer, self.random, self.now, self.halt = (
            ground,
            clocks,
            writer,
            random,
            now,
            halt,
        )
        self.duties: list[Duty] = []
        self.live: list[Duty] = []
        self.id = 0
        self.number = self.stage = self.result = self.whistle_kind = ""
        self.open, self.counted, self.asked_back = True, False, False
        self.due = self.left = self.handled = self.closed = self.rate_by = self.whistled = self.nudged = None
        self.handler = self.caller = None
        self.redo = 0
        self.t = 0
        self.halted = False

    # Writing

    def record(
        self,
        name: str,
        actor: str,
        data: dict[str, Any],
        told: Iterable[Sitter | None] = (),
        code: str = "",
        **params: object,
    ) -> None:
        """An event of this moment; `told` are the seats that hear of it."""
        notices: list[tuple[int, str, dict[str, Any]]] = []
        if self.t > self.now - TOLD_FOR:
            read = self.t + READ_AFTER if self.t + READ_AFTER < self.now else None
            shown = {one.id for one in told if one is not None and one.id in self.ground.tour.values()}
            notices = [
                (seat, code, {"title": self.title, **params, "url": f"/cases/{self.number}/", "read": read})
                for seat in sorted(shown)
            ]
        data["number"] = self.number
        self.writer.event(self.t, name, self.id, actor, data, notices)

    def fact(self, by: Sitter | None = None, **measures: int) -> None:
        """Add to the figures of the day, to the credit of a seat (else of who handles the case)."""
        whose = by or self.handler
        self.writer.fact(self.t, self.fact_tail, whose.id if whose else None, by.body if by else None, measures)

    def remark(self, words: str) -> int | None:
        """Keep what somebody wrote; its id, None for nothing."""
        if not words:
            return None
        number = next(self.writer.ids["cases_remark"])
        self.writer.row("cases_remark", number, self.id, words, self.writer.stamp(self.t))
        return number

    # Duties

    def assign(
        self,
        seat: Sitter,
        role: str,
        step: Step,
        *,
        words: Words | None = None,
        act: tuple[str, str, str] | None = None,
    ) -> Duty:
        """Give a duty; its clocks are set by the caller, who then lets it tick."""
        duty = Duty(
            next(self.writer.ids["duties_duty"]), seat, role, step, words or step.words, act or step.acts[role], self.t
        )
        self.duties.append(duty)
        self.live.append(duty)
        return duty

    def give(self, seat: Sitter, role: str, step: Step, arrive_due: int | None = None) -> Duty:
        """The duty a stage gives, with the clocks of the procedure."""
        duty = self.assign(seat, role, step)
        duty.arrive_due, duty.redo = arrive_due, self.redo > 0
        duty.sign_due = self.clocks.add(self.t, step.sign) if arrive_due is None else None
        duty.due = self._limit(arrive_due or self.t) if step.by_category else self.clocks.add(self.t, step.within)
        duty.tick()
        return duty

    def _limit(self, begins: int) -> int | None:
        """The case's limit, or the category's from then on where that passes before the work can begin."""
        return self.due if self.due is None or self.due > begins else self.clocks.add(begins, self.limit)

    def end(self, duty: Duty, outcome: str, state: DutyState = DutyState.DONE) -> None:
        """Close a duty."""
        duty.state, duty.outcome, duty.climbs = state, outcome, None
        duty.done = self.t if state == DutyState.DONE else None
        self.live.remove(duty)

    def close_all(self, outcome: str) -> None:
        """A stage takes its duties with it."""
        for duty in list(self.live):
            self.end(duty, outcome)

    # Time

    def until(self, moment: int, step: str = "") -> None:
        """Go on to a moment at which somebody does `step`; raises Present when that has not come, or is withheld."""
        self.halted = bool(step) and step == self.halt
        if moment > self.now or self.halted:
            self._run_clocks(self.now)
            raise Present
        self._run_clocks(moment)
        self.t = max(self.t, moment)

    def _run_clocks(self, end: int) -> None:
        while (found := self._first_clock(end)) is not None:
            moment, kind, duty = found
            self.t = max(self.t, moment)
            if kind == 0:
                self._fall_due(duty)
            elif kind == 1:
                self._climb(duty)
            elif kind == 2:
                self._fall_overdue()
            elif kind == 3:
                self._ask_desk_to_call()
            else:
                self._answer_supervision(duty)

    def _first_clock(self, end: int) -> tuple[int, int, Any] | None:
        found: list[tuple[int, int, int, Any]] = []
        for duty in self.live:
            if duty.state != DutyState.OPEN:
                continue
            if duty.late is None:
                if duty.next is not None and duty.next < end:
                    found.append((_minute_after(duty.next), 0, duty.id, duty))
            elif duty.climbs is not None and duty.climbs < end:
                found.append((_minute_after(duty.climbs - 1), 1, duty.id, duty))
            if duty.answer_at is not None and duty.answer_at <= end:
                found.append((duty.answer_at, 4, duty.id, duty))
        if not self.counted and self.due is not None and self.due < end and self.handled is None:
            found.append((_minute_after(self.due), 2, 0, None))
        if self.rate_by is not None and not self.asked_back and self.rate_by < end:
            found.append((_minute_after(self.rate_by), 3, 0, None))
        if not found:
            return None
        moment, kind, _number, duty = min(found)
        return (moment, kind, duty) if moment <= end else None

    def _fall_due(self, duty: Duty) -> None:
        clock, duty.late = duty.clock, duty.next
        duty.climbs = self._next_climb(duty, duty.next or self.t)
        self.record(
            "DutyOverdue",
            SYSTEM,
            {
                "subject": "case",
                "duty_id": duty.id,
                "seat_id": duty.seat.id,
                "seat": duty.seat.title,
                "clock": clock,
                "role": duty.role,
            },
            [duty.seat],
            "已超时：%(title)s",
        )

    def _next_climb(self, duty: Duty, since: int) -> int | None:
        if duty.level >= len(duty.rungs):
            return None
        found = self.clocks.add(since, duty.rungs[duty.level][0])
        return since if found is None else found

    def _climb(self, duty: Duty) -> None:
        seats = duty.rungs[duty.level][1]
        duty.level += 1
        duty.climbs = self._next_climb(duty, self.t)
        seat, vacant = self.ground.holder(seats, self.spot)
        above = self.assign(
            seat, "supervise", duty.step, words=("督办", "Supervise"), act=("supervise", "去督办", "Supervise")
        )
        above.about, above.redo, above.due = duty.id, duty.redo, self.clocks.add(self.t, DAY_OF_WORK)
        above.tick()
        if self.random.random() < 0.7:
            above.answer_at = self.clocks.later(self.t, self.random.randint(10, 300) * MINUTE)
        self.record(
            "DutyEscalated",
            SYSTEM,
            {
                "subject": "case",
                "duty_id": duty.id,
                "seat_id": duty.seat.id,
                "seat": duty.seat.title,
                "to_seat_id": seat.id,
                "to_seat": seat.title,
                "level": duty.level,
                "vacant": vacant,
            },
            [seat],
            "%(seat)s超时，请督办：%(title)s",
            seat=duty.seat.title,
        )

    def _fall_overdue(self) -> None:
        self.counted = True
        working = [one for one in self.live if one.role in ("main", "lead")]
        self.fact(working[0].seat if working else None, due=1)
        self.record("CaseOverdue", SYSTEM, {"seat": "", "due": self.writer.iso(self.due)})

    def _ask_desk_to_call(self) -> None:
        step = self.ground.steps["callback"]
        seat, vacant = self.ground.holder(self.ground.asking, self.spot)
        self.give(seat, "call_back", step)
        self.asked_back = True
        self.record(
            "CallBackUnanswered",
            SYSTEM,
            {"seat": "", "to_seat_id": seat.id, "to_seat": seat.title, "vacant": vacant},
            [seat],
            "新到：%(title)s",
        )

    def _answer_supervision(self, duty: Duty) -> None:
        from linli.config.demo.history.words import SUPERVISING

        duty.answer_at = None
        self.remark(self.random.choice(SUPERVISING))
        self.end(duty, "supervised")
        self.record(
            "CaseNudged",
            duty.seat.actor,
            {"seat": duty.seat.title, "by": "supervisor", "duty_id": duty.about, "to": ""},
            [one.seat for one in self.live if one.id == duty.about],
            "催办：%(title)s",
        )

    # What the story fills in
    limit: Duration
    spot: Spot
    title: str
    fact_tail: str


def _minute_after(moment: int) -> int:
    return (moment // MINUTE + 1) * MINUTE
