"""Who a seat is, wherever it stands; which organizations are there."""

from collections.abc import Iterable

from linli.backbone import sql
from linli.backbone.packs.registry import in_force
from linli.domains.organizations.values import OrganizationInfo, SeatInfo
from linli.domains.organizations.values.tables import organizations


def who_of(seat: SeatInfo) -> tuple[str, str]:
    """A seat told apart from others by what it is, not where: (its organization or post, what that is called)."""
    if seat.organization_id is not None:
        return f"organization:{seat.organization_id}", seat.unit or seat.title
    posts = organizations(in_force()).posts
    return f"post:{seat.post}", str(posts[seat.post].title) if seat.post in posts else seat.title


_OPEN = """
SELECT id, kind, name, short_name FROM organizations_organization WHERE id = ANY(%s) AND closed_at IS NULL
"""


def open_organizations(ids: Iterable[int]) -> dict[int, OrganizationInfo]:
    """Those of these organizations that are not dissolved, by id."""
    return {row[0]: OrganizationInfo(*row) for row in sql.rows(_OPEN, [list(ids)])}
