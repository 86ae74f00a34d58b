"""What is kept of a case when its story ends: its own row and those of its duties."""

from datetime import date
from typing import Any, NamedTuple

from linli.config.demo.history import words
from linli.config.demo.history.ground import Spot
from linli.config.demo.history.rows import digest
from linli.config.demo.history.sheet import Duty
from linli.config.demo.history.whistle import Whistle
from linli.domains.cases.values.search import marks, written

CHANNELS = (("scan", 52), ("hotline", 14), ("patrol", 12), ("phone", 9), ("window", 7), ("web", 6))
# Who report like this may leave the category to the words they write: every other one does.
BY_THEMSELVES = ("scan", "web")
ROUTES = (("grid", 857), ("declined", 23), ("community", 48), ("unit", 32), ("whistle", 40))
LATE = 0.088


class Report(NamedTuple):
    """How a story begins: where, about what, and by which way it came; `route` and `late` are how it will go on, `said`
    is what was said, where that is known beforehand."""

    opened: int
    spot: Spot
    category: str
    channel: str
    route: str
    late: bool
    said: str = ""


class Keeping(Whistle):
    """Writes the case and its duties as they stand."""

    report: Report
    prefix: str
    seq: int
    text: str

    def keep(self) -> None:
        """Write the case and its duties as they stand at the end of the story."""
        report, spot = self.report, self.spot
        case = self._case()
        self.writer.row("cases_case", *case)
        self.writer.row("cases_casetext", self.id, self._words(str(case[10])))
        shown = (
            f"case\t{self.id}\t{self.number}\t{self.title}\t{spot.plate}\t{spot.where}\t{report.channel}\t{spot.path}"
        )
        for duty in self.duties:
            self.writer.row("duties_duty", *self._duty(duty, shown))

    def _words(self, detail: str) -> str:
        """What the case is found by, as the projection writes it."""
        spot, day = self.spot, date.fromisoformat(self.writer.day(self.report.opened))
        seats = sorted({duty.seat.id for duty in self.duties})
        found_by = marks(self.id, spot.ids, seats, "request", day, is_open=self.open)
        titles = self.ground.titles[self.category]
        return written(self.text, titles, spot.where, spot.plate, detail, self.added, found_by)

    def _case(self) -> tuple[Any, ...]:
        stamp, seal, random, report, spot = self.writer.stamp, self.writer.sealed, self.random, self.report, self.spot
        name, phone = self._contact()
        token = self.writer.token()
        # fmt: off
        return (
            self.id, self.prefix, self.seq, "request", self.ground.version, self.stage, self.open,
            self.result, self.title, self.text, random.choice(words.DETAILS) if random.random() < 0.35 else "",
            self.category, report.channel not in BY_THEMSELVES or self.id % 2 == 1, report.channel,
            spot.columns,
            seal(name), seal(phone), digest(token), seal(token), report.channel in BY_THEMSELVES
            and random.random() < 0.4, stamp(report.opened), self.ground.limit_words[self.category],
            stamp(self.due), self.left, self.counted, stamp(self.handled), stamp(self.closed), stamp(self.rate_by),
            self.asked_back, self.redo, self.handler.id if self.handler else None,
            self.caller.id if self.caller else None, self.whistle_kind, stamp(self.whistled), stamp(self.nudged),
        )
        # fmt: on

    def _contact(self) -> tuple[str, str]:
        random, said = self.random, self.report.channel in ("window", "phone", "hotline")
        name = random.choice(words.SURNAMES) + random.choice(words.TITLES) if said or random.random() < 0.2 else ""
        if random.random() < 0.34 and not said:
            return name, ""
        return name, f"1{random.choice('3578')}{random.randint(10**8, 10**9 - 1)}"

    def _duty(self, duty: Duty, shown: str) -> tuple[Any, ...]:
        stamp, step = self.writer.stamp, duty.step
        return (
            duty.id,
            duty.seat.id,
            duty.role,
            step.key,
            *duty.words,
            *duty.act,
            duty.state._value_,
            duty.outcome,
            shown,
            stamp(duty.created),
            stamp(duty.sign_due),
            stamp(duty.signed),
            stamp(duty.arrive_due),
            stamp(duty.arrived),
            stamp(duty.due),
            stamp(duty.next),
            stamp(duty.done),
            stamp(duty.late),
            stamp(duty.climbs),
            step.ladder if duty.rungs else "[]",
            duty.level,
            duty.extended,
            duty.designated,
            duty.redo,
            duty.left,
            self.writer.day(duty.review) if duty.review else None,
            duty.about,
        )
