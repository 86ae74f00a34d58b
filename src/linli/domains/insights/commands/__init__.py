"""Every write of insights."""

from linli.domains.insights.commands.advice import note_advice, switch_advice, train_model
from linli.domains.insights.commands.circulars import (
    decide_circular,
    draft_circular,
    drop_circular,
    edit_circular,
    issue_circular,
    refresh_circular,
    send_circular,
    take_back_circular,
)
from linli.domains.insights.commands.issues import (
    close_issue,
    link_issue,
    merge_issues,
    note_issue,
    split_issue,
    take_issue,
)
from linli.domains.insights.commands.keys import make_wall_key, revoke_wall_key
from linli.domains.insights.commands.locks import lock_period

__all__ = [
    "close_issue",
    "decide_circular",
    "draft_circular",
    "drop_circular",
    "edit_circular",
    "issue_circular",
    "link_issue",
    "lock_period",
    "make_wall_key",
    "merge_issues",
    "note_advice",
    "note_issue",
    "refresh_circular",
    "revoke_wall_key",
    "send_circular",
    "split_issue",
    "switch_advice",
    "take_back_circular",
    "take_issue",
    "train_model",
]
