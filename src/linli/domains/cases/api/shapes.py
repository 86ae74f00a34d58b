"""What the API says of cases."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from linli.backbone.api.inputs import Files, Given, Input, Line, Page, Photos, Points, Said, Slug, Word
from linli.domains.cases.values import CasePage, PhotoRow, TimelineRow
from linli.ui.typed import FormField


class CaseLine(Schema):
    """A case in a list."""

    number: str = Field(examples=["QS260608-0012"])
    title: str
    plate: str
    where: str
    category: str
    channel: str
    stage: str
    opened_at: datetime
    due: datetime | None
    late: bool
    closed: bool
    redo: int
    order: str = Field(description="The number a hotline gave it; empty for what came another way.")


class CaseLines(Page):
    """A page of cases, newest first."""

    items: list[CaseLine]


class PhotoShape(Schema):
    """A picture: `url` up to 1600 px, `thumb` 320 px square."""

    id: int
    kind: str = Field(description="report, arrival or done.")
    url: str
    thumb: str
    alt: str


class Step(Schema):
    """A stage the case has walked, is in, or has before it."""

    word: str
    state: str = Field(description="done, now, late or todo.")


class Need(Schema):
    """What a stage needs before it lets go."""

    words: str
    met: bool
    note: str


class ActShape(Schema):
    """An act of the stage, for the caller's seat."""

    key: str = Field(examples=["forward"])
    title: str
    allowed: bool
    why: str = Field(description="Why it is not allowed now; empty where it is.")
    primary: bool


class Acts(Schema):
    """The acts of a case for the caller."""

    items: list[ActShape]


class ActForm(Schema):
    """What an act asks for. Fields of the type `files` take handles of POST /uploads under `files`."""

    key: str
    fields: list[FormField]


class Part(Schema):
    """A called unit of a whistle."""

    duty_id: int
    role: str = Field(description="lead or helper.")
    unit: str
    seat: str
    state: str = Field(description="called, arrived, done or returned.")
    arrive_due: datetime | None
    arrived_at: datetime | None
    minutes: int | None
    metres: int | None
    late: bool
    due: datetime | None
    score: int | None


class Whistle(Schema):
    """A whistle (吹哨): who was called, by when they had to come, and who came."""

    kind_words: str
    blown_at: datetime
    limit_at: datetime
    parts: list[Part]
    arrived: int


class AskShape(Schema):
    """A question that waits for the caller's decision."""

    id: int
    kind: str
    title: str
    by: str
    reason: str
    asked_at: datetime
    wants: str


class Paper(Schema):
    """A paper given with a form."""

    name: str
    size: str
    url: str


class Answer(Schema):
    """A line of what a form was filled in with; private ones are masked."""

    title: str
    value: str
    private: bool
    files: list[Paper]


class CaseWhole(Schema):
    """A case as the caller may see it; who reported it is masked."""

    number: str
    kind: str
    title: str
    text: str
    plate: str
    where: str
    category: str
    channel: str
    opened_at: datetime
    closed: bool
    clock_state: str = Field(description="open, waiting, paused or done.")
    clock_due: datetime | None
    reporter: str
    phone_masked: str
    redo: int
    guessed: bool = Field(description="Whether nobody has said its category: the words of the pack suggest it.")
    order: str = Field(description="The number a hotline gave it; empty for what came another way.")
    order_source: str
    lon: float | None
    lat: float | None
    my_turn: bool
    signed: bool
    track: list[Step]
    needs: list[Need]
    acts: list[ActShape]
    asks: list[AskShape]
    whistle: Whistle | None
    answers: list[Answer]
    photos: list[PhotoShape]
    version: int = Field(description="Grows with everything that happens in the case; the ETag stands for it.")


class Happening(Schema):
    """One thing that happened."""

    at: datetime
    sentence: str
    quote: str
    tone: str
    photos: list[PhotoShape]


class Timeline(Schema):
    """What happened in a case, newest first."""

    items: list[Happening]


class Opened(Schema):
    """A case just opened; `token` is the secret of its reporter's follow-up link."""

    number: str
    token: str


class NewCase(Input):
    """A matter to register: somebody's words at the window or on the telephone, or what a patrol saw. For a kind other
    than `request`, `given` and `files` fill the form of the kind."""

    place: Word = Field(description="The code of the place.", examples=["GC-01-01-01-01"])
    text: Said
    kind: Slug = "request"
    channel: str = Field("window", pattern="^(window|phone|patrol|hotline|web)$")
    category: Word = ""
    urgency: str = Field("", pattern="^(urgent)?$")
    name: Line = ""
    phone: Word = ""
    detail: Line = ""
    photos: Photos = []
    given: Given = {}
    files: Files = {}


class Doing(Input):
    """An act: what its form asks for, by the names GET …/acts/{act} says."""

    given: Given = Field({}, examples=[{"reason": "需要执法权"}])
    files: Files = Field({}, examples=[{"photos": ["0123456789abcdef0123456789abcdef"]}])


class Decision(Input):
    """An answer to an ask."""

    approve: bool
    note: Line = ""


class Score(Input):
    """The caller's score of a called unit, or that unit's of its caller."""

    points: Points


class Message(Input):
    """A line to the reporter."""

    text: Said = Field(min_length=1)


class Kind(Schema):
    """A kind of case."""

    key: str
    title: str
    about: str


class Kinds(Schema):
    """The kinds of case the caller may open."""

    items: list[Kind]


class KindForm(Schema):
    """What opening a case of a kind asks for."""

    key: str
    title: str
    levels: list[str]
    fields: list[FormField]


def photo_shape(row: PhotoRow, base: str) -> PhotoShape:
    """A picture with its links under the API."""
    here = f"{base}/photos/{row.id}"
    return PhotoShape(id=row.id, kind=row.kind, alt=row.alt, url=here, thumb=f"{here}?small=true")


def happening(row: TimelineRow, base: str) -> Happening:
    """A line of the timeline, its pictures with their links under the API."""
    photos = [photo_shape(one, base) for one in row.photos]
    return Happening(at=row.at, sentence=row.sentence, quote=row.quote, tone=row.tone, photos=photos)


def whole(page: CasePage, version: int) -> CaseWhole:
    """A case of the page as the API says it."""
    base = f"/api/v1/cases/{page.number}"
    photos = [photo_shape(one, base) for one in page.photos]
    plain = {
        name: getattr(page, name) for name in CaseWhole.model_fields if name not in ("photos", "version", "answers")
    }
    answers = [
        Answer(
            title=one.title,
            value=one.value,
            private=one.private,
            files=[Paper(name=file.name, size=file.size, url=f"/api/v1{file.url.rstrip('/')}") for file in one.files],
        )
        for one in page.answers
    ]
    return CaseWhole.model_validate({**plain, "photos": photos, "version": version, "answers": answers})
