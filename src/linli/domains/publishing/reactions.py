"""What happens after commit: who may publish a draft hears of it, where its drafter may not."""

from django.utils.translation import gettext_noop as mark

from linli.backbone.events import Recorded
from linli.backbone.moments import local_day
from linli.backbone.packs.registry import in_force
from linli.domains.duties.commands import notify
from linli.domains.organizations.queries import seats_by_id
from linli.domains.organizations.queries.others import seats_of_others
from linli.domains.publishing.models import Notice
from linli.domains.publishing.values import State
from linli.domains.publishing.values.tables import notices

CODE = mark("公告等您发布：%(title)s")


def tell_publishers(event: Recorded) -> None:
    """The nearest seats that publish, of others than who drafted it; nobody where the drafter may publish it alone."""
    row = Notice.objects.filter(pk=event.subject_id, state=State.DRAFT).first()
    part = notices(in_force())
    if row is None or (not part.kinds[row.kind].second and _publishes(event.actor.seat_id, part.publish)):
        return
    seats = seats_of_others(part.publish, row.path, local_day(event.at), {event.actor.person_id})
    depth = {one.id: row.path.index(one.place_id) for one in seats if one.place_id in row.path}
    nearest = [pk for pk, at in depth.items() if at == max(depth.values())]
    notify(nearest, event.id, CODE, {"title": row.title}, f"/bulletin/{row.pk}/", event.at)


def _publishes(seat_id: int | None, publish: tuple[str, ...]) -> bool:
    seat = seats_by_id([seat_id]).get(seat_id) if seat_id else None
    return seat is not None and f"{seat.post}@{seat.place_kind}" in publish
