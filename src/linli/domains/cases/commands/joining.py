"""A neighbour joins a matter that is under way instead of reporting it again, and follows it by a link of their own."""

import secrets
from datetime import datetime

from linli.backbone.commands import command
from linli.backbone.crypto import token_digest
from linli.backbone.events import record
from linli.backbone.values import Actor
from linli.domains.cases.events import NeighbourJoined
from linli.domains.cases.models import Case, Follower
from linli.domains.cases.values.alike import ALIKE_KIND
from linli.kernel.refusal import NotFound, Refusal


@command
def join_case(*, actor: Actor, case_id: int, place_ids: tuple[int, ...], now: datetime, key: str = "") -> str:
    """Follow an open request in one of these places; the secret of the link. Refusal: case_closed; NotFound for a
    matter elsewhere and for one that is not for others to see."""
    case = Case.objects.filter(pk=case_id, procedure=ALIKE_KIND, confidential=False, excluded=False).first()
    if case is None or case.community_id not in place_ids:
        raise NotFound("case")
    if not case.open:
        raise Refusal("case_closed")
    token = secrets.token_urlsafe(16)
    Follower.objects.create(case=case, digest=token_digest(token), at=now)
    record(NeighbourJoined(subject_id=case.pk, at=now, number=case.number))
    return token
