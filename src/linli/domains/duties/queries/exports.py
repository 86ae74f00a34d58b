"""The inbox as it leaves: one's own duties as plain rows."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.adapters.exports import Given
from linli.backbone.values import Viewer
from linli.domains.duties.access import own_duties
from linli.domains.duties.queries import inbox
from linli.domains.places.values import placed

TABS = ("mine", "late", "today", "waiting")


class InboxListing:
    """The duties of one's own seats, most urgent first; anybody may take their own away."""

    name = "inbox"
    texts: Collection[int] = (0,)

    def title(self, given: Given) -> str:
        """What it is called."""
        return _("待办")

    def heading(self) -> Sequence[str]:
        """The first line."""
        return (_("编号"), _("事项"), _("地点"), _("来源"), _("阶段"), _("收到"), _("时限"))

    def size(self, viewer: Viewer, given: Given, now: datetime, most: int | None) -> int:
        """How many live duties, whatever the tab: never fewer than what is taken."""
        rows = own_duties(viewer).filter(state__in=("open", "waiting", "paused"))
        return (rows[:most] if most else rows).count()

    def page(
        self, viewer: Viewer, given: Given, now: datetime, after: str, limit: int
    ) -> tuple[Sequence[Sequence[Any]], str]:
        """Duties of a tab."""
        tab = given.get("tab", "mine")
        tab, channel = tab if tab in TABS else "mine", given.get("channel", "")
        here = timezone.localtime(now)
        groups, cursor, _have = inbox(viewer, tab=tab, now=here, channel=channel, after=after, limit=limit)
        rows = [row for group in groups for row in group.rows]
        return [
            (one.number, one.title, placed(one.where, one.plate), one.channel, one.stage, one.created_at, one.next_due)
            for one in rows
        ], cursor
