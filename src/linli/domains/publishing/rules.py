"""Pure decisions about notices: what may be said for how long, what can be done when, how one stands on a day."""

from datetime import date

from linli.domains.publishing.values import MOST_REASON, MOST_TEXT, MOST_TITLE, Content, Standing, State
from linli.domains.publishing.values.tables import NoticeKind
from linli.kernel.ids import is_office_phone
from linli.kernel.refusal import Refusal

# act -> (the states it is done in, whether it takes a seat that publishes)
ACTS: dict[str, tuple[tuple[State, ...], bool]] = {
    "revise": ((State.DRAFT,), False),
    "consent": ((State.DRAFT,), False),
    "publish": ((State.DRAFT,), True),
    "drop": ((State.DRAFT,), False),
    "withdraw": ((State.PUBLISHED,), True),
}


def check_act(act: str, state: str) -> None:
    """Refusal(notice_not_now) where an act is not done in a state."""
    if state not in ACTS[act][0]:
        raise Refusal("notice_not_now")


def open_acts(state: str, *, drafts: bool, publishes: bool) -> frozenset[str]:
    """What a viewer can do with a notice in this state; who publishes may draft."""
    return frozenset(
        act
        for act, (states, publishing) in ACTS.items()
        if state in states and (publishes if publishing else drafts or publishes)
    )


def cleaned(text: str) -> str:
    """A text in plain lines: no NUL, no blanks at the ends of lines, at most one empty line in a row."""
    lines = [line.strip() for line in text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip("\n")


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text: each line is one."""
    return tuple(line for line in text.split("\n") if line)


def check_content(kind: NoticeKind, content: Content) -> None:
    """Refusal: notice_title, notice_text, notice_phone for one that is no office's, notice_days (a first day after the
    last), notice_least and notice_most for fewer or more days than the kind has."""
    if not content.title or len(content.title) > MOST_TITLE:
        raise Refusal("notice_title", limit=MOST_TITLE)
    if not content.text or len(content.text) > MOST_TEXT:
        raise Refusal("notice_text", limit=MOST_TEXT)
    if content.phone and not is_office_phone(content.phone):
        raise Refusal("notice_phone")
    if content.ends < content.starts:
        raise Refusal("notice_days")
    _check_length(kind, (content.ends - content.starts).days + 1)


def _check_length(kind: NoticeKind, days: int) -> None:
    if days < kind.least:
        raise Refusal("notice_least", days=kind.least)
    if days > kind.most:
        raise Refusal("notice_most", days=kind.most)


def opening_day(starts: date, today: date) -> date:
    """The day a notice published today begins to stand: never before it is published."""
    return max(starts, today)


def check_publish(kind: NoticeKind, content: Content, *, consents: int, own: bool) -> None:
    """Refusal: notice_consent for a kind that needs a consent and has none, notice_own for one that needs a second
    person, what `check_content` refuses (days that are over do not count)."""
    if refusal := hindrance(kind, consents=consents, own=own):
        raise refusal
    check_content(kind, content)


def hindrance(kind: NoticeKind, *, consents: int, own: bool) -> Refusal | None:
    """What keeps somebody from publishing a draft, whatever it says: no consent, or a hand of their own in it."""
    if kind.consent and not consents:
        return Refusal("notice_consent")
    return Refusal("notice_own") if kind.second and own else None


def check_reason(reason: str) -> str:
    """The reason for taking a notice down; Refusal(notice_reason) without one."""
    words = reason.replace("\x00", "").strip()
    if not words or len(words) > MOST_REASON:
        raise Refusal("notice_reason", limit=MOST_REASON)
    return words


def standing(state: str, starts: date, ends: date, today: date) -> Standing:
    """How a notice stands on a day."""
    if state != State.PUBLISHED:
        return Standing(state)
    return Standing.COMING if today < starts else Standing.OVER if today > ends else Standing.STANDING
