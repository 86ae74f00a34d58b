"""The turns of a story: signing, acting, asking leave and getting an answer."""

from linli.config.demo.history import words
from linli.config.demo.history.clocks import HOUR, MINUTE
from linli.config.demo.history.ground import KNOWN, Sitter, Step
from linli.config.demo.history.sheet import RESIDENT, Duty, Sheet
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


class Turns(Sheet):
    """What a story is made of."""

    category: str
    added: list[str]
    late: bool

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
        seat, vacant = self._known(step) if len(step.others) < len(step.seats) else None, ()
        if seat is None or step.seats[0] not in KNOWN:
            seat, vacant = self.ground.holder(step.others, self.spot, unit)
        self.give(seat, "main", step)
        return seat, vacant

    def _known(self, step: Step) -> Sitter | None:
        """Who was at it before, of those a step names so."""
        known = {"caller": self.caller, "handler": self.handler}
        return next((found for one in step.seats if (found := known.get(one)) and found.actor), None)

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
        minutes = (self.t - duty.created) // MINUTE
        self.fact(duty.seat, signed=1, signed_on_time=int(self.t <= duty.sign_due), sign_minutes=minutes)
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
        if result == "declined":
            self.fact(declined=1)
        else:
            worked = [one for one in self.duties if one.role in ("main", "lead", "helper")]
            self.fact(closed=1, direct=int(len(worked) == 1 and self.redo == 0))
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
            said = self.random.choice(words.ADDED)
            self.added.append(said)
            self.record(
                "WordsAdded",
                RESIDENT,
                {"seat": "", "remark_id": self.remark(said), "photos": ()},
                holders,
                "有补充：%(title)s",
            )
        elif holders:
            self.record(
                "ReporterTold",
                holders[0].actor,
                {"seat": holders[0].title, "remark_id": self.remark(self.random.choice(words.TOLD))},
            )
