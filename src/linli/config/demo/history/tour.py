"""Work for the seats of the guided tour: each has a lively but human inbox whatever the size of the town.

A scene says where a story stands today. Its beginning is searched for among the last days until the story, told as
all others, stands there: on a rest day nothing falls due, so a scene that wants “today” then takes what comes later.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from linli.config.demo.history.clocks import DAY, HOUR, Clocks
from linli.config.demo.history.dice import Dice
from linli.config.demo.history.ground import Ground, Spot
from linli.config.demo.history.rows import MOST, Writer
from linli.config.demo.history.sheet import Present
from linli.config.demo.history.story import Report, Story
from linli.domains.duties.values import DutyState

TRIES = 160
QUICK, SLOW = (
    ("power", "fire_lane", "falling", "lift"),
    ("property", "green", "fumes", "road", "dispute", "building_works"),
)
# Nothing of which several neighbours of this community speak at the moment (`bursts`): that is to stay one hot issue.
USUAL = ("lighting", "parking", "refuse", "property", "fire_lane", "green", "road", "dogs", "lift", "elderly")
CITY, HOUSE = ("vendors", "refuse", "fumes", "green"), ("building_works", "property", "road", "water")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a story stands: `seat` (a user name of the tour) holds its duty, which falls due by `when`."""

    seat: str
    when: str
    route: str
    halt: str
    categories: tuple[str, ...] = USUAL
    wide: bool = False
    redo: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """A scene with its beginning: telling it again with this seed leads to the same place."""

    report: Report
    halt: str
    seed: int


SCENES = (
    Scene("grid", "late", "grid", "sign_grid"),
    Scene("grid", "late", "grid", "solve", QUICK),
    Scene("grid", "today", "grid", "sign_grid", count=2),
    Scene("grid", "today", "grid", "solve", count=2),
    Scene("grid", "later", "grid", "solve", count=3),
    Scene("grid", "later", "grid", "solve", SLOW),
    Scene("grid", "waiting", "grid", "suspended", SLOW),
    Scene("community", "late", "community", "solve", QUICK),
    Scene("community", "today", "community", "sign_community", count=2),
    Scene("community", "today", "community", "solve", count=2),
    Scene("community", "later", "community", "solve", count=4),
    Scene("community", "later", "community", "solve_again", SLOW, redo=True),
    Scene("community", "later", "grid", "call_back", count=2),
    Scene("community", "later", "grid", "decide_extend"),
    Scene("chengguan", "today", "whistle", "arrive", CITY, count=2),
    Scene("chengguan", "later", "whistle", "finish", CITY, count=2),
    Scene("chengguan", "later", "unit", "solve", CITY, wide=True, count=3),
    Scene("chengguan", "today", "unit", "solve", CITY, wide=True),
    Scene("zhujian", "today", "whistle", "arrive", HOUSE, wide=True, count=2),
    Scene("zhujian", "later", "whistle", "arrive_next", SLOW),
    Scene("zhujian", "later", "whistle", "finish", HOUSE, wide=True, count=2),
    Scene("zhujian", "later", "unit", "solve", HOUSE, wide=True, count=2),
    Scene("street", "later", "declined", "decide_decline", wide=True, count=2),
    Scene("street", "later", "community", "decide_extend", wide=True, count=2),
    Scene("street", "later", "community", "decide_suspend", wide=True),
    Scene("rating", "rating", "grid", "rate", count=4),
)


# On some days and nights nothing of a kind falls due today, or all of it.
ELSE = {"today": "later", "later": "today"}


class Mute(Writer):
    """Writes nothing: for stories that are told to see where they lead."""

    def _nothing(self, *given: Any, **more: Any) -> None:
        """Whatever it is."""

    row = event = fact = _nothing


def scenes(ground: Ground, clocks: Clocks, now: int, seed: int) -> Iterator[Told]:
    """The scenes of the tour with their beginnings; those that cannot be now are left out."""
    if not ground.tour:
        return
    number = 0
    for scene in SCENES:
        for _one in range(scene.count):
            number += 1
            for when in dict.fromkeys((scene.when, ELSE.get(scene.when, scene.when))):
                told = _search(scene, when, ground, clocks, now, seed + number * 1000)
                if told is not None:
                    yield told
                    break


def _search(scene: Scene, when: str, ground: Ground, clocks: Clocks, now: int, seed: int) -> Told | None:
    spots = _spots(scene, ground)
    fits = _fits(scene, when, ground, clocks, now)
    for attempt in range(TRIES):
        random = Dice(seed + attempt)
        report = Report(
            _beginning(random, now),
            random.choice(spots),
            random.choice(scene.categories),
            random.choice(("scan", "scan", "scan", "phone", "window", "hotline", "web")),
            scene.route,
            when == "late" and scene.halt == "solve",
        )
        story = told_again(
            Told(report, scene.halt, seed + attempt), ground, clocks, now, Mute(dict.fromkeys(MOST, 1), 0, 0, 0)
        )
        if fits(story):
            return Told(report, scene.halt, seed + attempt)
    return None


def told_again(
    told: Told, ground: Ground, clocks: Clocks, now: int, writer: Writer, number: int = 0, seq: int = 0
) -> Story:
    """The story of a scene."""
    story = Story(ground, clocks, writer, Dice(told.seed), now, told.halt)
    with suppress(Present):
        story.tell(number, seq, told.report)
    return story


def _spots(scene: Scene, ground: Ground) -> list[Spot]:
    grid, community, street = ground.tour["grid"], ground.tour["community"], ground.tour["street"]

    def near(spot: Spot) -> bool:
        if scene.seat in ("grid", "rating"):
            return (
                bool(ground.seats.get((spot.grid, "grid_worker"))) and ground.seats[spot.grid, "grid_worker"].id == grid
            )
        if scene.wide:
            return ground.at("desk", spot, 1).id == street and ground.at("desk", spot, 2).id != community
        return ground.at("desk", spot, 2).id == community

    return [spot for spot in ground.spots if near(spot)]


def _beginning(random: Dice, now: int) -> int:
    back = random.choice((4 * HOUR, 20 * HOUR, 3 * DAY, 6 * DAY, 10 * DAY))
    moment = now - random.randint(10 * 60, back)
    hour = moment % DAY // HOUR
    return moment if 7 <= hour < 22 else min(moment // DAY * DAY + 8 * HOUR + random.randint(0, HOUR), now - 600)


def _fits(scene: Scene, when: str, ground: Ground, clocks: Clocks, now: int) -> Callable[[Story], bool]:
    seat, midnight = ground.tour.get(scene.seat), (now // DAY + 1) * DAY

    def bucket(moment: int | None) -> str:
        if moment is None:
            return "later"
        return "late" if moment < now else "today" if moment < midnight else "later"

    def fits(story: Story) -> bool:
        if not story.open or scene.redo != (story.redo > 0) or not story.halted:
            return False
        if when == "rating":
            return story.rate_by is not None and not story.live
        mine = [duty for duty in story.live if duty.seat.id == seat]
        if when == "waiting":
            return any(duty.state == DutyState.PAUSED for duty in mine)
        lates = sum(bucket(duty.next) == "late" for duty in story.live)
        return (
            len(story.live) <= 3
            and any(duty.state == DutyState.OPEN and bucket(duty.next) == when for duty in mine)
            and (when == "late" or not lates)
        )

    return fits
