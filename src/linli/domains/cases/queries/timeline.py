"""What happened to a case, in sentences: for staff, and for the reporter behind the link."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from linli.backbone.models import EventRow
from linli.domains.cases.models import Case, Photo, Remark
from linli.domains.cases.queries.sentences import Data, line
from linli.domains.cases.values import PhotoRow, TimelineRow

MOST = 200


class Told(NamedTuple):
    """An event of a case, as its story needs it."""

    pk: int
    at: datetime
    name: str
    data: Data


def story(case_id: int) -> list[Told]:
    """The events of a case, newest first."""
    rows = EventRow.objects.filter(subject_kind="case", subject_id=case_id).order_by("-id")
    return [Told(*row) for row in rows.values_list("pk", "at", "name", "data")[:MOST]]


def last_said(number: str) -> str:
    """What happened to a case last, in a sentence for staff; empty for nothing that is told."""
    rows = EventRow.objects.filter(subject_kind="case", subject_id=Case.objects.filter(number=number).values("pk")[:1])
    found = (line(name, data).staff for name, data in rows.order_by("-id").values_list("name", "data")[:3])
    return next((words for words in found if words), "")


def timeline(
    events: list[Told], photos: Iterable[PhotoRow], *, staff: bool, words: Mapping[int, str] | None = None
) -> tuple[TimelineRow, ...]:
    """The whole story in sentences, newest first, for staff or for the reporter; remarks are read if not given."""
    pictures = {photo.id: photo for photo in photos}
    words = _remarks(events) if words is None else words
    lines = []
    for row in events:
        said = line(row.name, row.data)
        sentence = said.staff if staff else said.reporter
        if sentence:
            lines.append(
                TimelineRow(
                    at=row.at,
                    sentence=sentence,
                    quote=words.get(row.data.get("remark_id") or 0, ""),
                    photos=tuple(pictures[one] for one in row.data.get("photos", ()) if one in pictures),
                    tone=said.tone,
                    group=said.group,
                    event_id=row.pk,
                )
            )
    return tuple(lines)


def walked(events: list[Told], joint: str, redo: str) -> list[tuple[str, datetime, str]]:
    """The stages a case went into, oldest first: (stage, when, whose it became). A whistle goes to `joint`, a
    reopening to `redo`: the procedure knows which stages these are."""
    steps = []
    for row in reversed(events):
        stage = {"CaseMoved": row.data.get("to_stage"), "WhistleBlown": joint, "CaseReopened": redo}.get(row.name)
        if stage:
            steps.append((str(stage), row.at, str(row.data.get("lead") or row.data.get("to_seat") or "")))
    return steps


def photo_rows(case_id: int, link: str) -> tuple[PhotoRow, ...]:
    """The pictures of a case as links for one reader."""
    return photo_links(Photo.objects.filter(case_id=case_id).order_by("id").values_list("pk", "kind"), link)


def photo_links(photos: Iterable[tuple[int, str]], link: str) -> tuple[PhotoRow, ...]:
    """Pictures, by id and kind, as links for one reader."""
    alts = {"report": _("反映人拍的照片"), "arrival": _("到场照片"), "done": _("处置后的照片")}
    return tuple(
        PhotoRow(pk, f"{link}photos/{pk}/", f"{link}photos/{pk}/small/", kind, alts.get(kind, ""))
        for pk, kind in photos
    )


def _remarks(rows: Iterable[Told]) -> dict[int, str]:
    ids = {int(row.data["remark_id"]) for row in rows if row.data.get("remark_id")}
    return dict(Remark.objects.filter(pk__in=ids).values_list("pk", "words")) if ids else {}
