"""A duty while its case is told."""

from typing import Any

from linli.config.demo.history.ground import Sitter, Step, Words
from linli.domains.duties.values import DutyState


class Present(Exception):
    """The story has come to the present day: what would follow has not happened yet."""


class Duty:
    """A duty of the case; moments are seconds, None where a clock does not run."""

    __slots__ = (
        "about",
        "act",
        "answer_at",
        "arrive_due",
        "arrived",
        "climbs",
        "created",
        "designated",
        "done",
        "due",
        "extended",
        "id",
        "late",
        "left",
        "level",
        "next",
        "outcome",
        "redo",
        "review",
        "role",
        "seat",
        "sign_due",
        "signed",
        "state",
        "step",
        "words",
    )

    def __init__(
        self, number: int, seat: Sitter, role: str, step: Step, words: Words, act: tuple[str, str, str], created: int
    ) -> None:
        self.id, self.seat, self.role, self.step, self.words, self.act = number, seat, role, step, words, act
        self.created, self.state, self.outcome = created, DutyState.OPEN, ""
        self.sign_due = self.signed = self.arrive_due = self.arrived = self.due = self.next = self.done = None
        self.late = self.climbs = self.left = self.review = self.about = self.answer_at = None
        self.level = self.extended = 0
        self.designated = self.redo = False

    def tick(self) -> None:
        """Set the clock that runs next, as the book of duties does."""
        running = [self.due] if self.due is not None else []
        if self.sign_due is not None and self.signed is None:
            running.append(self.sign_due)
        if self.arrive_due is not None and self.arrived is None:
            running.append(self.arrive_due)
        self.next = min(running) if running else None
        self.late = self.climbs = None

    @property
    def rungs(self) -> tuple[tuple[Any, tuple[str, ...]], ...]:
        """The ladder it climbs; a supervisor's and a decider's have none."""
        return () if self.role in ("supervise", "decide") else self.step.rungs

    @property
    def clock(self) -> str:
        """The name of the clock that ran out."""
        if self.sign_due is not None and self.signed is None and self.sign_due == self.next:
            return "sign"
        return (
            "arrive"
            if self.arrive_due is not None and self.arrived is None and self.arrive_due == self.next
            else "finish"
        )
