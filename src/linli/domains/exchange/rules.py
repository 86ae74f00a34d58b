"""Pure decisions about offers: what may be offered for how long, what can be done when, how one stands on a day."""

from collections.abc import Mapping
from datetime import date

from linli.domains.exchange.values import MOST_REASON, MOST_TEXT, MOST_TIMES, MOST_TITLE, Given, Standing, State
from linli.domains.exchange.values.tables import OfferKind
from linli.kernel.refusal import Refusal

# act -> (the states it is done in, the state it leads to, whether it takes a seat that vets)
ACTS: dict[str, tuple[tuple[State, ...], State, bool]] = {
    "accept": ((State.OFFERED,), State.OPEN, True),
    "refuse": ((State.OFFERED,), State.REFUSED, True),
    "withdraw": ((State.OFFERED, State.OPEN), State.WITHDRAWN, False),
}


def after(act: str, state: str) -> State:
    """The state an act leads to; Refusal(offer_not_now) where it is not done."""
    states, then, _vetting = ACTS[act]
    if state not in states:
        raise Refusal("offer_not_now")
    return then


def open_acts(state: str, *, makes: bool, vets: bool, own: bool = False) -> frozenset[str]:
    """What a viewer can do with an offer in this state; what they entered themself is vetted by another hand."""
    return frozenset(
        act
        for act, (states, _then, vetting) in ACTS.items()
        if state in states and (vets and not own if vetting else vets or makes)
    )


def check_given(kinds: Mapping[str, OfferKind], given: Given) -> None:
    """Refusal: offer_kind, offer_title, offer_text, offer_times, offer_days (the last before the first, or more days
    than the kind has)."""
    if given.kind not in kinds:
        raise Refusal("offer_kind")
    if not given.title or len(given.title) > MOST_TITLE:
        raise Refusal("offer_title", limit=MOST_TITLE)
    if not given.text or len(given.text) > MOST_TEXT:
        raise Refusal("offer_text", limit=MOST_TEXT)
    _check_numbers(kinds[given.kind], given)


def _check_numbers(kind: OfferKind, given: Given) -> None:
    if not 0 <= given.times <= MOST_TIMES:
        raise Refusal("offer_times", limit=MOST_TIMES)
    if not 0 <= (given.ends - given.starts).days < kind.most:
        raise Refusal("offer_days", days=kind.most)


def check_reason(reason: str) -> str:
    """The reason of a no; Refusal(offer_reason) without one."""
    words = reason.replace("\x00", "").strip()
    if not words or len(words) > MOST_REASON:
        raise Refusal("offer_reason", limit=MOST_REASON)
    return words


def standing(state: str, starts: date, ends: date, today: date) -> Standing:
    """How an offer stands on a day."""
    if state != State.OPEN:
        return Standing(state)
    return Standing.COMING if today < starts else Standing.ENDED if today > ends else Standing.OPEN
