"""Pure decisions about cases: what a report must be, its title and category, distances, rates."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.backbone.values import Viewer
from linli.domains.cases.values import Satisfaction
from linli.kernel.geometry import Lonlat, metres_between
from linli.kernel.ids import normal_phone
from linli.kernel.refusal import Refusal

TEXT_LIMIT = 2000
# GeoReport v2 promises its clients so much.
SENT_LIMIT = 4000
TITLE_LIMIT = 24
PHOTO_LIMIT = 9
PHOTO_MEGABYTES = 10
NUDGE_MINUTES = 60
_PAUSE = re.compile(r"[。！？!?\n；;]")
_COMMA = re.compile(r"[，,、]")
_GREETING = re.compile(r"^(?:尊敬的[^，,：:]{1,8}[，,：:]\s*)?(?:您好|你好|请问|反映一下|我想反映)[，,：:。！!、\s]+")


@dataclass(frozen=True, slots=True)
class Report:
    """A report that may be accepted; the phone is normal or empty."""

    text: str
    phone: str


def check_report(text: str, phone: str, photos: int = 0, most: int = TEXT_LIMIT) -> Report:
    """The report without stray blanks; Refusal: empty_text, text_too_long, bad_phone, too_many_photos."""
    words = text.replace("\x00", "").strip()
    if not words:
        raise Refusal("empty_text")
    if len(words) > most:
        raise Refusal("text_too_long", limit=most)
    number = normal_phone(phone) if phone.strip() else ""
    if number is None:
        raise Refusal("bad_phone")
    if photos > PHOTO_LIMIT:
        raise Refusal("too_many_photos", limit=PHOTO_LIMIT)
    return Report(words, number)


def title_of(text: str) -> str:
    """A title of at most 24 characters: the first sentence without its greeting, cut at a comma where it is long."""
    said = _GREETING.sub("", text.strip()) or text.strip()
    first = next((part.strip() for part in _PAUSE.split(said) if part.strip()), said)
    if len(first) <= TITLE_LIMIT:
        return first
    title = ""
    for clause in _COMMA.split(first):
        longer = f"{title}，{clause}" if title else clause
        if len(longer) > TITLE_LIMIT:
            break
        title = longer
    return title or first[: TITLE_LIMIT - 1] + "…"


def guess_category(text: str, words: Mapping[str, Iterable[str]], fallback: str) -> str:
    """The category whose words the text holds most of, longer words counting more; else the fall-back."""
    scores = {key: sum(len(word) for word in seeds if word in text) for key, seeds in words.items()}
    best = max(scores, key=lambda key: scores[key], default=fallback)
    return best if scores.get(best, 0) > 0 else fallback


def check_arrival(here: Lonlat, there: Lonlat | None, radius: int) -> int:
    """Metres from the place, when near enough; Refusal(too_far). A case without a point accepts any."""
    if there is None:
        return 0
    metres = round(metres_between(here, there))
    if metres > radius:
        raise Refusal("too_far", metres=metres, radius=radius)
    return metres


def tenths(satisfaction: str, basic: int) -> int:
    """What an answer adds to 满意率, in tenths of a call-back (domain 1.15)."""
    return (
        {Satisfaction.SATISFIED: 10, Satisfaction.BASIC: basic}.get(Satisfaction(satisfaction), 0)
        if satisfaction
        else 0
    )


def may_nudge(last: datetime | None, now: datetime) -> bool:
    """Whether enough time has passed since the last nudge."""
    return last is None or (now - last).total_seconds() >= NUDGE_MINUTES * 60


def may_urge(viewer: Viewer, seat_id: int) -> bool:
    """Whether a viewer may ask this called seat for speed: those who handle or lead, of others than themselves."""
    return (viewer.may("handle") or viewer.may("board")) and seat_id not in viewer.seat_ids


def rate(numerator: float, denominator: int) -> float | None:
    """A rate in per cent, or None where nothing was counted."""
    return numerator / denominator * 100 if denominator else None


def is_on_time(due: datetime | None, now: datetime) -> bool:
    """Whether a matter handled now keeps its limit; one whose limit could not be set does."""
    return due is None or now <= due
