"""What becomes of a report: told step by step, as the commands would have taken it, until it ends or today comes."""

from linli.config.demo.history import words
from linli.config.demo.history.clocks import DAY, HOUR, MINUTE
from linli.config.demo.history.ground import Sitter
from linli.config.demo.history.keeping import LATE, Keeping, Report
from linli.config.demo.history.sheet import RESIDENT, Duty
from linli.domains.cases.rules import tenths, title_of

ANSWERED = 0.73
REACHED = 0.55
UNSOLVED = 0.057


class Story(Keeping):
    """One case from its report to its end."""

    def tell(self, number: int, seq: int, report: Report) -> None:
        """Everything that happens to it; its rows are written by `keep`."""
        self.id, self.t, self.spot, self.report, self.seq = number, report.opened, report.spot, report, seq
        self.category, self.late = report.category, report.late
        self._accept()
        self._grid()

    def _accept(self) -> None:
        random, report = self.random, self.report
        self.prefix = f"{self.ground.prefix}{self.writer.day(self.t)[2:].replace('-', '')}-"
        self.number = f"{self.prefix}{self.seq:04d}"
        self.text = report.said or words.report(self.category, random)
        self.added = []
        self.title = title_of(self.text)
        self.limit = self.ground.limits[self.category]
        self.due = self.clocks.add(self.t, self.limit)
        self.fact_tail = f"{self.id}\trequest\t{report.channel}\t{self.category}\t{report.spot.levels}"
        seat, vacant = self.begin("grid")
        self.fact(seat, received=1)
        self.record(
            "CaseOpened",
            self._reporting(),
            {
                "seat": "",
                "channel": report.channel,
                "category": self.category,
                "to_seat_id": seat.id,
                "to_seat": seat.title,
                "due": self.writer.iso(self.due),
                "vacant": vacant,
            },
            [seat],
            "新到：%(title)s",
        )

    def _reporting(self) -> str:
        channel = self.report.channel
        if channel in ("scan", "web"):
            return RESIDENT
        if channel == "patrol":
            return self.ground.holder(self.ground.steps["grid"].seats, self.spot)[0].actor
        return self.ground.at("desk", self.spot, 0 if channel == "hotline" else 2).actor

    # The stages

    def _grid(self) -> None:
        duty = self.live[0]
        self.sign(duty)
        route = self.report.route
        if route == "declined" and self.ask_leave(duty, "decline", 0.9):
            return
        if route in ("community", "unit", "whistle"):
            self.until(self.part_of_time(0.05, 0.3), "forward")
            self.act(duty, "forward", "community", self.random.choice(words.REASONS["forward"]))
            self._community(route)
            return
        self._solve(duty)

    def _community(self, route: str) -> None:
        duty = self.live[0]
        self.sign(duty)
        if route == "whistle":
            self.joint(duty)
            self._call_back()
        elif route == "unit":
            self._unit(duty)
        else:
            self._solve(duty)

    def _unit(self, duty: Duty) -> None:
        random = self.random
        self.until(self.part_of_time(0.05, 0.3), "assign")
        unit = random.choice(words.CATEGORIES[self.category][1])
        self.act(duty, "assign", "unit", random.choice(words.REASONS["assign"]), unit)
        duty = self.live[0]
        self.sign(duty)
        if random.random() < 0.12 and self.ask_leave(duty, "return", 0.45):
            duty = self.live[0]
            self.sign(duty)
        self._solve(duty)

    def _solve(self, duty: Duty) -> None:
        random, chance = self.random, self.random.random()
        if self.halt in ("decide_extend", "decide_suspend", "suspended"):
            chance = 0.0 if self.halt == "decide_extend" else 0.044
        if chance < 0.04 and duty.step.key != "callback":
            self.until(self.part_of_time(0.4, 0.8))
            self.ask_leave(duty, "extend", 0.85)
        elif chance < 0.045 and "suspend" in duty.step.deciders:
            self.ask_leave(duty, "suspend", 0.8)
        self.talk()
        self.until(self.time_to_handle(), "solve_again" if self.redo else "solve")
        self.act(duty, "solve", "callback", words.note(self.category, random))
        self._call_back()

    def _call_back(self) -> None:
        random, asked = self.random, self.handled or self.t
        if (random.random() < ANSWERED or self.halt == "solve_again") and self.halt != "call_back":
            answered = asked + min(int(random.expovariate(1 / 22) * HOUR), 4 * DAY) + random.randint(5, 90) * MINUTE
            self.until(waking(answered), "rate")
            self._answer("reporter", None)
        else:
            self.until((self.rate_by or asked) + 2 * MINUTE, "rate")
            duty = self.live[0]
            called = self.clocks.later(self.t, random.randint(30, 700) * MINUTE)
            self.until(called, "call_back")
            self._answer("desk", duty.seat)

    def _answer(self, by: str, seat: Sitter | None) -> None:
        random, writer = self.random, self.writer
        contacted, solved, satisfaction, said = None, None, "", random.choice(words.UNREACHED)
        if by == "reporter" or random.random() < REACHED:
            solved = random.random() >= (UNSOLVED if self.redo == 0 else 0.1) and self.halt != "solve_again"
            contacted = random.random() < (0.96 if solved else 0.75)
            satisfaction = _satisfaction(solved, random.random())
            said = random.choice(words.RATINGS[satisfaction] if by == "reporter" else words.REACHED)
        outcome = "silent" if solved is None else "satisfied" if solved else "unsolved"
        remark = self.remark(said)
        number = next(writer.ids["cases_callback"])
        answers = (by, contacted, solved, satisfaction, remark, writer.stamp(self.t))
        writer.row("cases_callback", number, self.id, self.redo, *answers)
        if solved is not None:
            self.fact(
                valid=1,
                contacted=int(bool(contacted)),
                solved=int(solved),
                satisfied=tenths(satisfaction, self.ground.basic),
            )
        actor, title = (seat.actor, seat.title) if seat else (RESIDENT, "")
        said_by = {"seat": title, "by": by, "contacted": contacted, "solved": solved, "satisfaction": satisfaction}
        self.record("CallBackAnswered", actor, said_by | {"remark_id": remark, "outcome": outcome})
        if outcome == "unsolved":
            self._redo(actor)
        else:
            self.finish("closed", "solved", actor, title)

    def _redo(self, actor: str) -> None:
        self.redo += 1
        self.due = self.clocks.add(self.t, self.limit)
        self.late = self.random.random() < LATE
        self.close_all("to_redo")
        seat, vacant = self.begin("redo")
        self.fact(redo=1)
        self.record(
            "CaseReopened",
            actor,
            {
                "seat": "",
                "round": self.redo,
                "to_seat_id": seat.id,
                "to_seat": seat.title,
                "due": self.writer.iso(self.due),
                "vacant": vacant,
            },
            [seat],
            "新到：%(title)s",
        )
        duty = self.live[0]
        self.sign(duty)
        self._solve(duty)


def _satisfaction(solved: bool, chance: float) -> str:
    if solved:
        return "satisfied" if chance < 0.8 else "basic" if chance < 0.96 else "unsatisfied"
    return "unsatisfied" if chance < 0.85 else "basic"


def waking(moment: int) -> int:
    """A moment at which people are awake: itself, or the next morning."""
    hour = moment % DAY // HOUR
    return moment if 7 <= hour < 23 else (moment // DAY + (hour >= 23)) * DAY + 8 * HOUR + moment % HOUR
