"""Every write about cases, one verb a file."""

from linli.domains.cases.commands.asks import decide_ask, resume_case
from linli.domains.cases.commands.callback import ask_desk_to_call, rate, record_call_back
from linli.domains.cases.commands.clock import fall_overdue, supervise
from linli.domains.cases.commands.contact import add_words, nudge, nudge_unit, reveal_phone, tell_reporter
from linli.domains.cases.commands.joining import join_case
from linli.domains.cases.commands.joint import arrive, blow_whistle, finish_part
from linli.domains.cases.commands.move import do_act, sign_case, sign_many
from linli.domains.cases.commands.open import Opened, StoredPhoto, open_case
from linli.domains.cases.commands.score import score_unit

__all__ = [
    "Opened",
    "StoredPhoto",
    "add_words",
    "arrive",
    "ask_desk_to_call",
    "blow_whistle",
    "decide_ask",
    "do_act",
    "fall_overdue",
    "finish_part",
    "join_case",
    "nudge",
    "nudge_unit",
    "open_case",
    "rate",
    "record_call_back",
    "resume_case",
    "reveal_phone",
    "score_unit",
    "sign_case",
    "sign_many",
    "supervise",
    "tell_reporter",
]
