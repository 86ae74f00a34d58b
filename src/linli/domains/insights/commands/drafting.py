"""What a new circular is made of, and whether it may be made."""

from datetime import date, datetime

from django.utils import translation

from linli.backbone.packs.registry import version_in_force
from linli.domains.cases.queries import category_choices
from linli.domains.insights.models import Circular
from linli.domains.insights.queries.content import Subject, content_of
from linli.domains.insights.queries.content_words import period_words
from linli.domains.insights.rules.sentences import said
from linli.domains.insights.values.circulars import CircularKind
from linli.domains.places.queries import place_info
from linli.domains.places.values import PlaceInfo
from linli.kernel.refusal import NotFound, Refusal

LONGEST = 400


def place_of(place_id: int, spec: CircularKind) -> PlaceInfo:
    """The place of a circular of this kind; NotFound where its level has none."""
    place = place_info(place_id)
    if place.kind not in spec.at:
        raise NotFound("circular")
    return place


def may_hold(spec: CircularKind, topic: str, start: date, end: date, today: date) -> None:
    """Refusal unless the days are over and not too many, and a themed circular names a category."""
    if end < start:
        raise Refusal("period_backwards")
    if end >= today:
        raise Refusal("circular_open_period")
    if (end - start).days >= LONGEST:
        raise Refusal("circular_long", most=LONGEST)
    with translation.override("zh-hans"):
        known = dict(category_choices())
    if bool(spec.theme) != bool(topic) or (topic and topic not in known):
        raise Refusal("circular_topic")


def draft(spec: CircularKind, subject: Subject, now: datetime) -> Circular:
    """A circular not yet stored: its titles and its content with the figures of now."""
    place, span = subject.place, subject.span
    with translation.override("zh-hans"):
        topic = dict(category_choices()).get(subject.topic, "")
    words = {"place": place.name, "period": period_words(spec.every, span), "topic": topic}
    return Circular(
        kind=subject.key,
        place_id=place.id,
        place_name=place.name,
        place_level=place.kind,
        path=[step.id for step in place.path],
        topic=subject.topic,
        starts=span.start,
        ends=span.end,
        pack_version=version_in_force(),
        head=said(spec.head.zh, words)[:80],
        title=said(spec.heading.zh, words)[:160],
        issuer=said(spec.issuer.zh, words)[:80],
        copies=spec.copies.zh[:300] if spec.copies else "",
        content=content_of(subject, now),
        figures_at=now,
        drafted_at=now,
    )
