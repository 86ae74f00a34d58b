"""Enums and frozen rows of cases: what pages, other domains and the API may see."""

from enum import StrEnum

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
    OPEN311 = "open311"


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


# What a case can end as, in both languages; an end of a procedure names one of these.
RESULTS = {
    "solved": ("办结", "Closed"),
    "declined": ("不予受理", "Declined"),
    "merged": ("并案", "Merged"),
    "replied": ("终结答复", "Final reply"),
    "unsettled": ("调解不成", "No agreement"),
    "advised": ("已告知法律途径", "Sent the legal way"),
    "unfounded": ("不属实", "Not true"),
    "withdrawn": ("已撤销", "Withdrawn"),
    "filed": ("已备案", "Filed"),
    "admitted": ("已准入", "Admitted"),
    "lapsed": ("逾期未补", "Lapsed"),
    "turned": ("转为诉求", "Turned into a request"),
    "ended": ("已终止", "Ended"),
    "kept": ("已兑现", "Kept"),
    "unkept": ("没兑现", "Not kept"),
}

# How hard an office presses for a matter, in order (domain 1.12).
PRESS_LEVELS = ("remind", "urge", "list", "interview")

__all__ = [
    "PRESS_LEVELS",
    "RESULTS",
    "ActOption",
    "AskRow",
    "CaseList",
    "CasePage",
    "CaseRow",
    "Channel",
    "ChiefRow",
    "FollowCase",
    "MineRow",
    "NeedRow",
    "NeighbourRow",
    "NextStep",
    "PartRow",
    "PhotoRow",
    "Satisfaction",
    "TimelineRow",
    "TrackStep",
    "WhistleKind",
    "WhistlePanel",
]
