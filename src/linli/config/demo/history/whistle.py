"""The whistle in a story: who is called, who turns up when, what they do, and how both sides score each other."""

from linli.config.demo.history import words
from linli.config.demo.history.clocks import DAY, HOUR, MINUTE
from linli.config.demo.history.leave import Leave
from linli.config.demo.history.sheet import Duty
from linli.domains.duties.values import DutyState

KINDS = (("enforcement", 0.55), ("prominent", 0.87), ("emergency", 1.0))
ARRIVE_LATE = 0.09
# Minutes on the way, by kind: the limit is in the pack.
WAYS = {"emergency": (6, 28), "enforcement": (18, 112), "prominent": (50, 480)}
ALL_DONE = ("各方处置完毕", "All parts done")


class Whistle(Leave):
    """Joint handling."""

    def joint(self, duty: Duty) -> None:
        """Call units to a case whose holder then waits, until all parts are done."""
        self.until(self.part_of_time(0.05, 0.25), "whistle")
        parts = self._call(duty)
        self._turn_up(parts)
        lead = parts[0]
        if self.random.random() < 0.2 or self.halt == "decide_extend":
            self.until(self.clocks.later(self.t, self.random.randint(30, 200) * MINUTE))
            self.ask_leave(lead, "extend", 0.85)
        for part in [*parts[1:], lead]:
            if part.state == DutyState.OPEN:
                self._finish(part, lead)
        last = lead.seat
        self.close_all("to_callback")
        self._moved(last, last.actor, "joint_done", ALL_DONE, "joint", "callback", None)
        self._score([one for one in parts if one.state == DutyState.DONE])

    def _call(self, duty: Duty) -> list[Duty]:
        random, step = self.random, self.ground.steps["joint"]
        chance = random.random()
        kind = next(name for name, most in KINDS if chance < most)
        units = list(words.CATEGORIES[self.category][1])
        units = units[: 1 + (random.random() < 0.8) + (random.random() < 0.3)]
        if len(units) == 1 and random.random() < 0.5:
            units.append("民政局" if units[0] != "民政局" else "城管局")
        self.stage, self.whistle_kind, self.whistled = "joint", kind, self.t
        self.caller = self.handler = duty.seat
        duty.state, duty.step, duty.words = DutyState.WAITING, step, step.words
        duty.next = duty.due = duty.sign_due = duty.late = duty.climbs = None
        arrive_by = self.clocks.add(self.t, self.ground.arrive[kind])
        seats = [self.ground.holder(("unit_desk@organization",), self.spot, unit)[0] for unit in units]
        parts = [self.give(seat, "helper" if index else "lead", step, arrive_by) for index, seat in enumerate(seats)]
        self.fact(whistles=1)
        for part in parts:
            self.fact(part.seat, calls=1)
        self.record(
            "WhistleBlown",
            duty.seat.actor,
            {
                "seat": duty.seat.title,
                "kind": kind,
                "lead": seats[0].unit,
                "helpers": [one.unit for one in seats[1:]],
                "seat_ids": [one.id for one in seats],
                "remark_id": self.remark(random.choice(words.REASONS["whistle"])),
                "arrive_by": self.writer.iso(arrive_by),
                "vacant": (),
            },
            seats,
            "%(seat)s吹哨：%(title)s",
            seat=duty.seat.title,
        )
        return parts

    def _turn_up(self, parts: list[Duty]) -> None:
        random, start = self.random, self.t
        least, most = WAYS[self.whistle_kind]
        coming = []
        for part in parts:
            way = random.randint(least, most)
            if random.random() < ARRIVE_LATE and part.arrive_due:
                way = (part.arrive_due - start) // MINUTE + random.randint(3, 40)
            moment = start + way * MINUTE + random.randint(0, 59)
            if moment % DAY // HOUR >= 21:
                moment += 11 * HOUR
            coming.append((moment, part.id, part))
        coming.sort()
        for index, (moment, _number, part) in enumerate(coming):
            if part.role == "helper" and random.random() < 0.12 and self.ask_leave(part, "return", 0.5):
                continue
            self.until(max(moment, self.t), "arrive" if index == 0 else "arrive_next")
            self._arrive(part)

    def _arrive(self, part: Duty) -> None:
        writer = self.writer
        part.arrived, part.signed = self.t, part.signed or self.t
        minutes, metres = (self.t - part.created) // MINUTE, self.random.randint(3, 190)
        on_time = part.arrive_due is None or self.t <= part.arrive_due
        part.tick()
        writer.row(
            "cases_arrival",
            next(writer.ids["cases_arrival"]),
            part.id,
            self.id,
            writer.stamp(self.t),
            metres,
            minutes,
            "t" if on_time else "f",
        )
        self.fact(part.seat, arrived=1, arrived_on_time=int(on_time), arrive_minutes=minutes)
        self.record(
            "UnitArrived",
            part.seat.actor,
            {
                "seat": part.seat.title,
                "duty_id": part.id,
                "unit": part.seat.unit,
                "role": part.role,
                "metres": metres,
                "minutes": minutes,
                "on_time": on_time,
                "photos": (),
            },
            [self.caller],
            "%(unit)s已到场：%(title)s",
            unit=part.seat.unit,
        )

    def _finish(self, part: Duty, lead: Duty) -> None:
        moment = self.time_to_handle() if part is lead else self.part_of_time(0.1, 0.5)
        self.until(moment, "finish")
        self.end(part, "finished")
        if part is lead:
            self.handler = part.seat
        self.record(
            "PartFinished",
            part.seat.actor,
            {
                "seat": part.seat.title,
                "duty_id": part.id,
                "unit": part.seat.unit,
                "role": part.role,
                "remark_id": self.remark(self.random.choice(words.MINUTES)),
                "photos": (),
            },
            [self.caller],
            "%(unit)s处置完毕：%(title)s",
            unit=part.seat.unit,
        )

    def _score(self, parts: list[Duty]) -> None:
        random, caller = self.random, self.caller
        if random.random() > 0.85 or caller is None:
            return
        self.until(self.clocks.later(self.t, random.randint(10, 150) * MINUTE))
        for part in parts:
            self._points(part, caller.actor, True)
            if random.random() < 0.6:
                self._points(part, part.seat.actor, False)

    def _points(self, part: Duty, actor: str, by_caller: bool) -> None:
        points = self.random.choice((5, 5, 5, 4, 4, 4, 3, 2))
        self.writer.row(
            "cases_score",
            next(self.writer.ids["cases_score"]),
            self.id,
            part.id,
            "t" if by_caller else "f",
            points,
            self.writer.stamp(self.t),
        )
        if by_caller:
            self.fact(part.seat, called_scores=1, called_points=points)
        else:
            self.fact(self.caller, caller_scores=1, caller_points=points)
        self.record(
            "UnitScored",
            actor,
            {"seat": "", "duty_id": part.id, "unit": part.seat.unit, "by_caller": by_caller, "points": points},
        )
