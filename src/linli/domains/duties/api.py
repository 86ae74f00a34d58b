"""Rounds over HTTP: today's, one of them with its form, an entry kept."""

from datetime import date, datetime
from typing import Annotated

from django.utils import timezone
from ninja import Path, Router, Schema, Status

from linli.backbone.api.callers import acting, actor_of, reading
from linli.backbone.api.inputs import Files, Given, Id, Input, Word
from linli.backbone.api.repeats import once
from linli.backbone.web import Request
from linli.domains.duties.commands.entries import keep_entry
from linli.domains.duties.queries.rounds import round_page, today
from linli.domains.duties.web.forms import RoundForm
from linli.ui.forms import keep_papers, keep_photos
from linli.ui.typed import FormField, checked, files_of, form_fields, typed

router = Router(tags=["rounds"])
SEEING = reading("read", "act")
ROUTERS = (router,)


class RoundLine(Schema):
    """A round of a routine (巡查、走访) at a place on a day; `quota` entries make it done."""

    id: int
    title: str
    plate: str
    where: str
    state: str
    count: int
    quota: int
    opens_at: datetime
    due: datetime
    closes_at: datetime
    late: bool


class RoundLines(Schema):
    """What the caller's seats walk today: to do, then done."""

    items: list[RoundLine]
    finished: list[RoundLine]


class EntryPaper(Schema):
    """A paper given for a question of an entry."""

    title: str
    name: str
    size: str
    url: str


class EntryLine(Schema):
    """An entry that was kept; of private answers only the titles are said."""

    id: int
    at: datetime
    by: str
    answers: list[tuple[str, str]]
    files: list[EntryPaper]
    hidden: list[str]
    problem: str
    case_number: str


class RoundWhole(Schema):
    """A round with its form and its entries. Fields of the type `files` take handles of POST /uploads under `files`."""

    round: RoundLine
    about: str
    day: date
    seat: str
    mine: bool
    open: bool
    fields: list[FormField]
    entries: list[EntryLine]


class NewEntry(Input):
    """A filled form of a round, by the names GET /rounds/{id} says; `code` is that of the door one stands at."""

    code: Word = ""
    given: Given = {}
    files: Files = {}


class Kept(Schema):
    """The entry, and whether the round is done with it."""

    entry: int
    done: bool


RoundId = Annotated[Id, Path()]


@router.get("/rounds", response=RoundLines, auth=SEEING, operation_id="list_rounds", summary="List rounds")
def rounds(request: Request) -> RoundLines:
    """Today's round of the caller's seats, most urgent first."""
    found = today(request.viewer, timezone.localtime(request.now))
    lines = [RoundLine.model_validate(row, from_attributes=True) for group in found.groups for row in group.rows]
    finished = [RoundLine.model_validate(row, from_attributes=True) for row in found.finished]
    return RoundLines(items=lines, finished=finished)


@router.get("/rounds/{round_id}", response=RoundWhole, auth=SEEING, operation_id="get_round", summary="Read a round")
def one_round(request: Request, round_id: RoundId) -> RoundWhole:
    """A round with its form and entries."""
    page = round_page(request.viewer, round_id, timezone.localtime(request.now))
    return RoundWhole(
        round=RoundLine.model_validate(page.row, from_attributes=True),
        about=page.about,
        day=page.day,
        seat=page.seat,
        mine=page.mine,
        open=page.open,
        fields=form_fields(RoundForm(page=page)),
        entries=[EntryLine.model_validate(one, from_attributes=True) for one in page.entries],
    )


@router.post(
    "/rounds/{round_id}/entries",
    response={201: Kept},
    auth=acting("act"),
    operation_id="keep_entry",
    summary="Keep an entry of a round",
)
@once
def keep(request: Request, round_id: RoundId, sent: NewEntry) -> Status[Kept]:
    """Check in at the door, answer the questions, say what was found: a found problem opens a case."""
    page = round_page(request.viewer, round_id, timezone.localtime(request.now))
    names = [*sent.given, *sent.files]
    form = RoundForm(typed({**sent.given, "code": sent.code}), files_of(sent.files), page=page)
    data = checked(form, names)
    done = keep_entry(
        actor=actor_of(request),
        occurrence_id=round_id,
        answers=keep_papers(form.answers()),
        now=request.now,
        code=data["code"],
        photos=keep_photos(data["photos"]),
        problem=data.get("problem", ""),
        problem_photos=keep_photos(data.get("problem_photos", [])),
    )
    return Status(201, Kept(entry=done["entry"], done=done["done"]))
