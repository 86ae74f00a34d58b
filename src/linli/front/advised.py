"""What was advised travels with the form, sealed, to where it is compared with what people chose."""

from django.core import signing

from linli.backbone.values import Actor
from linli.backbone.web import Request
from linli.domains.insights.commands import note_advice
from linli.domains.insights.values.advice import Advice

SALT, DAY = "front.advice", 24 * 3600


def sealed(advice: Advice) -> str:
    """What is advised, as a field of the form carries it; empty for nothing."""
    said = advice.said()
    return signing.dumps(said, salt=SALT) if said else ""


def note_chosen(request: Request, actor: Actor, case_id: int, category: str) -> None:
    """Keep what was advised beside what people chose, where advice was shown with the form."""
    try:
        said = signing.loads(request.POST.get("advised", ""), salt=SALT, max_age=DAY)
    except signing.BadSignature:
        return
    chosen = {"same": ""} | ({"category": category} if category else {})
    note_advice(actor=actor, case_id=case_id, said=said, chosen=chosen, now=request.now)
