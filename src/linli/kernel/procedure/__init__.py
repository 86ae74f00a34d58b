"""Procedures: tables of stages that a case walks, and the one pure evaluator that says what may happen next.

A procedure is written in a pack (DESIGN §3). Nothing here knows of seats, people or clocks: a stage names who
should hold its duty by expressions, and the caller brings what is true of the asker (`Standing`) and of the parts.
"""

from linli.kernel.procedure.check import FACTS, SPECIAL, exits, problems
from linli.kernel.procedure.evaluate import (
    Offer,
    Part,
    Standing,
    concerns,
    finished,
    joint_done,
    joint_needs,
    objection,
    offers,
    parts_done,
    rating_outcome,
    sampled,
    take,
)
from linli.kernel.procedure.guards import Condition, Guard, holds, parse_guard
from linli.kernel.procedure.tables import (
    GATES,
    LATER,
    Act,
    ArrivalGate,
    DutySpec,
    Effect,
    Finish,
    Gate,
    Ladder,
    Procedure,
    Proof,
    RatingGate,
    Role,
    Stage,
)

__all__ = [
    "FACTS",
    "GATES",
    "LATER",
    "SPECIAL",
    "Act",
    "ArrivalGate",
    "Condition",
    "DutySpec",
    "Effect",
    "Finish",
    "Gate",
    "Guard",
    "Ladder",
    "Offer",
    "Part",
    "Procedure",
    "Proof",
    "RatingGate",
    "Role",
    "Stage",
    "Standing",
    "concerns",
    "exits",
    "finished",
    "holds",
    "joint_done",
    "joint_needs",
    "objection",
    "offers",
    "parse_guard",
    "parts_done",
    "problems",
    "rating_outcome",
    "sampled",
    "take",
]
