"""What a phone has sent before: whether it is sent again, and which matters its links lead to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from linli.backbone.crypto import token_digest
from linli.domains.cases.models import Case, Follower

LATELY = timedelta(hours=1)


def sent_already(tokens: Iterable[str], place_id: int, text: str, now: datetime) -> str:
    """The link, among those a phone keeps, to an open matter of the last hour at this place in the same words; empty
    where there is none."""
    by_digest = {token_digest(token): token for token in tokens}
    if not by_digest:
        return ""
    lately = Case.objects.filter(follow_digest__in=list(by_digest), place_id=place_id, open=True)
    for digest, said in lately.filter(opened_at__gt=now - LATELY).values_list("follow_digest", "text"):
        if said.split() == text.split():
            return by_digest[bytes(digest)]
    return ""


def cases_behind(tokens: Iterable[str]) -> dict[int, tuple[str, bool]]:
    """The matters behind the links a phone keeps, by id: the link, and whether its owner reported the matter or follows
    that of a neighbour."""
    by_digest = {token_digest(token): token for token in tokens}
    if not by_digest:
        return {}
    digests = list(by_digest)
    joined = Follower.objects.filter(digest__in=digests).values_list("case_id", "digest")
    own = Case.objects.filter(follow_digest__in=digests).values_list("pk", "follow_digest")
    found = {pk: (by_digest[bytes(digest)], False) for pk, digest in joined}
    return found | {pk: (by_digest[bytes(digest)], True) for pk, digest in own}
