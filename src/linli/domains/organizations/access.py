"""Who may see and fill seats, and keep the registers."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields import BigAutoField, BigIntegerField
from django.db.models.lookups import In

from linli.backbone import sql
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.organizations.models import AccessToken, Coverage, Membership, Organization, Pairing, Seat
from linli.domains.organizations.values.tables import organizations
from linli.domains.places.queries import ids_within, root
from linli.domains.places.queries.search import lying_within
from linli.kernel.refusal import NotFound

READ = ("oversee", "appoint")
WRITE = ("appoint",)
LOG = ("appoint", "handle")


@BigIntegerField.register_lookup
@BigAutoField.register_lookup
class Among(In):
    """`place_id__among=ids`: the list goes as one array, so that a whole town's ids cost nothing to parse."""

    lookup_name = "among"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*params, list(self.rhs)]


def visible_seats(viewer: Viewer) -> QuerySet[Seat]:
    """Seats at places under the viewer's seats, and of organizations for those who appoint at the root."""
    return _under(viewer, [held.place_id for held in viewer.seats])


def fillable_seats(viewer: Viewer) -> QuerySet[Seat]:
    """Seats the viewer may appoint to."""
    return _under(viewer, [held.place_id for held in viewer.scope("appoint")])


def _under(viewer: Viewer, place_ids: list[int | None]) -> QuerySet[Seat]:
    condition = Q(pk__in=[])
    for place_id in {one for one in place_ids if one}:
        condition |= Q(place_ancestors__contains=[place_id])
    return Seat.objects.filter(condition, closed_at=None)


def tops(viewer: Viewer, rights: Iterable[str] = READ) -> list[int]:
    """The places over which seats of the viewer grant one of these rights: their own place, and for a seat in a joint
    body the places of its members, in whatever street they lie (S1-09)."""
    wanted = set(rights)
    found = {held.place_id for held in viewer.at_places(*wanted) if held.place_id}
    bodies = [held.organization_id for held in viewer.seats if held.organization_id and held.rights & wanted]
    return sorted(found | _of_members(bodies)) if bodies else sorted(found)


def _of_members(bodies: list[int]) -> set[int]:
    """Where the members of joint bodies are. A member of the whole town (a department) opens no more than it covers:
    one such member must not show the town to all."""
    joint = [key for key, kind in organizations(in_force()).kinds.items() if kind.joint]
    members = Membership.objects.filter(body__in=bodies, body__kind__in=joint, body__closed_at=None, ends=None)
    ids = list(members.values_list("member_id", flat=True))
    places = set(Organization.objects.filter(pk__in=ids, place_id__isnull=False).values_list("place_id", flat=True))
    covered = set(Coverage.objects.filter(organization__in=ids, ends=None).values_list("place_id", flat=True))
    return {one for one in places if one and one != root().id} | covered


def reach(viewer: Viewer, rights: Iterable[str] = READ) -> list[int]:
    """The ids of all places whose registers the viewer may read (or, with other rights, write)."""
    found = tops(viewer, rights)
    return ids_within(found) if found else []


def check_reader(viewer: Viewer) -> None:
    """NotFound for whoever oversees nothing."""
    if not tops(viewer):
        raise NotFound("registers")


def visible_pairings(viewer: Viewer) -> QuerySet[Pairing]:
    """Pairings of places in reach, and those of the viewer themself or of an organization whose desk they hold."""
    own = [held.organization_id for held in viewer.seats if held.organization_id]
    mine = Q(organization__in=own) | Q(person_id=viewer.person_id)
    return Pairing.objects.filter(Q(place_id__among=reach(viewer)) | mine)


def visible_bodies(viewer: Viewer, rights: Iterable[str] = READ) -> QuerySet[Organization]:
    """Organizations seated at a place in reach, and, to read, those that cover one or are joined by one."""
    ids = reach(viewer, rights)
    here = Q(place_id__among=ids)
    if set(rights) == set(READ):
        covering = Coverage.objects.filter(place_id__among=ids, ends=None).values("organization")
        joined = Membership.objects.filter(member__place_id__among=ids, ends=None).values("body")
        here |= Q(pk__in=covering) | Q(pk__in=joined)
    return Organization.objects.filter(here)


def may_integrate(viewer: Viewer, path: Iterable[int]) -> bool:
    """Whether a seat of the viewer, at one of these places, may issue tokens to other systems."""
    return bool({held.place_id for held in viewer.at_places("tokens")} & set(path))


def tokens_to_keep(viewer: Viewer) -> QuerySet[AccessToken]:
    """The viewer's own tokens, and every one at or below a place where a seat of theirs may issue some."""
    places = [held.place_id for held in viewer.at_places("tokens") if held.place_id]
    mine = Q(person_id=viewer.person_id) if viewer.person_id else Q(pk__in=[])
    return AccessToken.objects.filter(mine | Q(path__overlap=places) if places else mine)


# Where organizations are: at their own place, at those they cover, and where their members are.
_WHERE = """
SELECT id, place_id FROM organizations_organization WHERE id = ANY(%(ids)s) AND place_id IS NOT NULL
UNION ALL SELECT organization_id, place_id FROM organizations_coverage
WHERE organization_id = ANY(%(ids)s) AND ends IS NULL
UNION ALL SELECT m.body_id, o.place_id FROM organizations_membership m
JOIN organizations_organization o ON o.id = m.member_id
WHERE m.body_id = ANY(%(ids)s) AND m.ends IS NULL AND o.place_id IS NOT NULL
"""


def seen_among(found: Sequence[int], organization_ids: Sequence[int]) -> set[int]:
    """Which of these organizations `visible_bodies` holds for who reads at and below the places `found`, without
    naming every place in reach."""
    if not organization_ids or not found:
        return set()
    at = sql.rows(_WHERE, {"ids": list(organization_ids)})
    within = lying_within({place for _one, place in at}, found)
    return {one for one, place in at if place in within}
