"""Enums and frozen rows of cases: what pages, other domains and the API may see."""

from enum import StrEnum

from linli.domains.cases.values.board import Board, Figure, SplitRow, TopicRow, TrendDay
from linli.domains.cases.values.page import (
    ActOption,
    AskRow,
    CaseList,
    CasePage,
    CaseRow,
    ChiefRow,
    NeedRow,
    PartRow,
    WhistlePanel,
)
from linli.domains.cases.values.rows import (
    FollowCase,
    MineRow,
    NeighbourRow,
    NextStep,
    PhotoRow,
    TimelineRow,
    TrackStep,
)


class Channel(StrEnum):
    """How a matter came in."""

    SCAN = "scan"
    WEB = "web"
    WINDOW = "window"
    PHONE = "phone"
    PATROL = "patrol"
    HOTLINE = "hotline"


class WhistleKind(StrEnum):
    """The three occasions to whistle (domain 1.22)."""

    PROMINENT = "prominent"
    ENFORCEMENT = "enforcement"
    EMERGENCY = "emergency"


class Satisfaction(StrEnum):
    """What a call-back answers to the third question."""

    SATISFIED = "satisfied"
    BASIC = "basic"
    UNSATISFIED = "unsatisfied"


# How hard an office presses for a matter, in order (domain 1.12).
PRESS_LEVELS = ("remind", "urge", "list", "interview")

__all__ = [
    "PRESS_LEVELS",
    "ActOption",
    "AskRow",
    "Board",
    "CaseList",
    "CasePage",
    "CaseRow",
    "Channel",
    "ChiefRow",
    "Figure",
    "FollowCase",
    "MineRow",
    "NeedRow",
    "NeighbourRow",
    "NextStep",
    "PartRow",
    "PhotoRow",
    "Satisfaction",
    "SplitRow",
    "TimelineRow",
    "TopicRow",
    "TrackStep",
    "TrendDay",
    "WhistleKind",
    "WhistlePanel",
]
