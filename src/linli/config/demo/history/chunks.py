"""The year in chunks of a thousand cases, each told from its own seed, so that several processes give the same town."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, chain

from linli.config.demo.history import words
from linli.config.demo.history.bursts import bursts
from linli.config.demo.history.clocks import DAY, Clocks
from linli.config.demo.history.dice import Dice
from linli.config.demo.history.ground import Ground, Spot, survey
from linli.config.demo.history.keeping import CHANNELS, LATE, ROUTES, Report
from linli.config.demo.history.rhythm import Rhythm, year_before
from linli.config.demo.history.rows import MOST, Writer
from linli.config.demo.history.sheet import Present
from linli.config.demo.history.story import Story
from linli.config.demo.history.tour import Told, scenes, told_again
from linli.domains.duties.values.tables import working_calendar
from linli.domains.organizations.models import Appointment
from linli.domains.people.models import Account

CHUNK = 1000
QUIET_DAYS = 14
TOUR = ("grid", "community", "street", "chengguan", "zhujian")
_CATEGORIES = tuple(words.CATEGORIES)
_CATEGORY_SUMS = tuple(accumulate(share for share, _units in words.CATEGORIES.values()))
_CHANNEL_SUMS = tuple(accumulate(share for _name, share in CHANNELS))
_ROUTE_SUMS = tuple(accumulate(share for _name, share in ROUTES))


@dataclass(frozen=True)
class Book:
    """What every chunk is written from, `since` when on; `plain` of the cases are no scenes of the tour."""

    ground: Ground
    clocks: Clocks
    rhythm: Rhythm
    spots: list[Spot]
    seed: int
    since: int
    now: int
    cases: int
    plain: int
    ids: dict[str, int]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the year: plain cases `first` to `last`, the scenes among them, how many cases came before."""

    number: int
    first: int
    last: int
    told: tuple[Told, ...]
    before: int

    @property
    def count(self) -> int:
        return self.last - self.first + len(self.told)


def prepare(cases: int, seed: int, now: datetime, ids: dict[str, int]) -> tuple[Book, list[Chunk]]:
    """Look at the town and cut the year; `ids` are the first free ones."""
    calendar = working_calendar()
    local = now.astimezone(calendar.zone)
    offset = local.utcoffset() or timedelta()
    clocks = Clocks(
        calendar, local.date() - timedelta(days=400), local.date() + timedelta(days=200), int(offset.total_seconds())
    )
    moment = clocks.moment(now)
    ground = survey(_tour())
    planned = list(chain(scenes(ground, clocks, moment, seed), bursts(ground, moment, seed)))[: cases // 10]
    told = sorted(planned, key=lambda one: one.report.opened)
    spots = list(ground.spots)
    Dice(seed + 7).shuffle(spots)
    since = year_before(moment)
    rhythm = Rhythm(clocks, since, moment)
    book = Book(ground, clocks, rhythm, spots, seed, since, moment, cases, cases - len(told), ids)
    return book, list(_chunks(book, told))


def _tour() -> dict[str, int]:
    """The seats of the guided tour by user name; empty where the town has other people."""
    persons = dict(Account.objects.filter(username__in=TOUR).values_list("person_id", "username"))
    rows = (
        Appointment.objects.filter(person_id__in=persons, ends=None).order_by("id").values_list("person_id", "seat_id")
    )
    found = {persons[person]: seat for person, seat in rows}
    return found if len(found) == len(TOUR) else {}


def _chunks(book: Book, told: list[Told]) -> Iterator[Chunk]:
    before = 0
    for number, first in enumerate(range(0, book.plain, CHUNK)):
        last = min(first + CHUNK, book.plain)
        end = book.rhythm.at(last / book.plain) if last < book.plain else book.now
        here = tuple(one for one in told if one.report.opened < end)
        told = told[len(here) :]
        chunk = Chunk(number, first, last, here, before)
        before += chunk.count
        yield chunk


def write_chunk(book: Book, chunk: Chunk) -> dict[str, bytes]:
    """Tell every story of a chunk; its rows by table."""
    random = Dice(book.seed * 1_000_003 + chunk.number)
    room = chunk.before
    first_ids = {name: book.ids[name] + room * most for name, most in MOST.items()}
    writer = Writer(first_ids, book.clocks.offset, book.since, book.cases * MOST["cases_fact"])
    plain = [(book.rhythm.at((index + random.random()) / book.plain), None) for index in range(chunk.first, chunk.last)]
    for place, (opened, told) in enumerate(
        sorted([*plain, *((one.report.opened, one) for one in chunk.told)], key=lambda one: one[0])
    ):
        number, seq = book.ids["cases_case"] + chunk.before + place, book.ids["seq"] + chunk.before + place
        if told is not None:
            story = told_again(told, book.ground, book.clocks, book.now, writer, number, seq)
        else:
            story = Story(book.ground, book.clocks, writer, random, book.now)
            _tell(story, number, seq, _report(book, random, opened))
        story.keep()
    return writer.blocks()


def _tell(story: Story, number: int, seq: int, report: Report) -> None:
    try:
        story.tell(number, seq, report)
    except Present:
        return


def _report(book: Book, random: Dice, opened: int) -> Report:
    category = random.among(_CATEGORIES, _CATEGORY_SUMS)
    channel = random.among(CHANNELS, _CHANNEL_SUMS)[0]
    route = random.among(ROUTES, _ROUTE_SUMS)[0]
    return Report(opened, _spot(book, random, opened), category, channel, route, random.random() < LATE)


def _spot(book: Book, random: Dice, opened: int) -> Spot:
    """Some buildings have more to say than others; of late the seats of the tour have their own scenes."""
    tour = book.ground.tour.get("community")
    while True:
        spot = book.spots[int(len(book.spots) * random.random() ** 1.3)]
        if not tour or opened < book.now - QUIET_DAYS * DAY or book.ground.at("desk", spot, 2).id != tour:
            return spot
