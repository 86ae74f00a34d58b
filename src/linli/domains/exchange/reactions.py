"""What happens after commit: who may vet an offer hears that it waits, who entered it hears what became of it."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext_noop as mark

from linli.backbone.events import Recorded
from linli.backbone.moments import local_day
from linli.backbone.packs.registry import in_force
from linli.backbone.queries import persons_of, seats_of
from linli.domains.duties.commands import notify
from linli.domains.exchange.models import Offer
from linli.domains.exchange.values import HANDS, State
from linli.domains.exchange.values.tables import offers
from linli.domains.organizations.queries.others import seats_of_others

WAITS, SHEET_WAITS = mark("资源等您审核：%(title)s"), mark("有一批导入的资源等您审核")
ACCEPTED, REFUSED = mark("资源审过了，公开了：%(title)s"), mark("资源没审过，退回了：%(title)s")


def tell_vetters(event: Recorded) -> None:
    """The nearest seats that vet the offer, of others than who entered it; of a sheet they hear once, for all of it."""
    row = Offer.objects.filter(pk=event.subject_id, state=State.OFFERED).first()
    if row is not None and not event.data.get("sheet"):
        seats = _nearest(row.path, event, persons_of("offer", row.pk, HANDS))
        notify(seats, event.id, WAITS, {"title": row.title}, _url(row), event.at)


def tell_vetters_of_sheet(event: Recorded) -> None:
    """The nearest seats that vet what a sheet brought, each once however many offers wait for it."""
    waiting = Offer.objects.filter(place_id__in=event.data.get("place_ids", ()), state=State.OFFERED)
    paths = {tuple(path) for path in waiting.values_list("path", flat=True)}
    seats = {one for path in paths for one in _nearest(path, event, {event.actor.person_id})}
    notify(seats, event.id, SHEET_WAITS, {}, "/registers/offers/?show=offered", event.at)


def tell_makers(event: Recorded) -> None:
    """The seats that entered an offer, where they did not vet it themselves."""
    row = Offer.objects.filter(pk=event.subject_id).first()
    if row is not None:
        code = ACCEPTED if event.data["accepted"] else REFUSED
        seats = seats_of("offer", row.pk, HANDS) - {event.actor.seat_id}
        notify(seats, event.id, code, {"title": row.title}, _url(row), event.at)


def _url(row: Offer) -> str:
    return f"/registers/offers/{row.pk}/"


def _nearest(path: Sequence[int], event: Recorded, persons: Collection[int | None]) -> list[int]:
    """The seats of others that vet at the lowest of these places where there is one."""
    seats = seats_of_others(offers(in_force()).vet, path, local_day(event.at), persons)
    depth = {one.id: path.index(one.place_id) for one in seats if one.place_id in path}
    return [pk for pk, at in depth.items() if at == max(depth.values())]
