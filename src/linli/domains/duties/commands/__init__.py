"""Every write about duties: the book the other domains keep, and what happens when a clock runs out."""

from linli.domains.duties.commands.book import (
    arrive,
    assign,
    cancel,
    close_all,
    designate,
    extend,
    finish,
    notify,
    pause,
    read_notices,
    reset_due,
    resume,
    sign,
    wait,
)
from linli.domains.duties.commands.overdue import climb, fall_due

__all__ = [
    "arrive",
    "assign",
    "cancel",
    "climb",
    "close_all",
    "designate",
    "extend",
    "fall_due",
    "finish",
    "notify",
    "pause",
    "read_notices",
    "reset_due",
    "resume",
    "sign",
    "wait",
]
