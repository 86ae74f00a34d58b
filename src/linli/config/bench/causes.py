"""Messages of which the cause is known: a thing that happens somewhere, told by several people in words of their own,
among reports of other things. Nobody real, nothing copied."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from linli.config.demo.history import words
from linli.domains.insights.rules.hot import Message
from linli.kernel.geometry import Lonlat

# What happens, by category: how different people put it. The first half is for tuning, the other for judging.
_LINES = (Path(__file__).parent / "causes.txt").read_text(encoding="utf-8").splitlines()
PROBLEMS = tuple((line.split("|")[0], tuple(line.split("|")[1:])) for line in _LINES)
COMPOUNDS, BUILDINGS, DAYS = 60, 8, 60
# For each thing that several people tell, so many that one person tells.
ALONE = 3
_NAMES = ("金榕", "西江", "锦绣", "翠湖", "阳光", "东方", "和平", "新华", "银河", "滨江", "龙泉", "丽景")
_KINDS = ("花园", "小区", "新村", "苑", "家园")


@dataclass(frozen=True, slots=True)
class Told:
    """A message with its cause; a cause of its own where nobody else said it."""

    message: Message
    cause: int


def messages(count: int, seed: int, *, judging: bool) -> list[Told]:
    """So many messages in the order of time, about a third of them saying what nobody else does."""
    random = Random(seed)  # noqa: S311 - a set for measuring
    half = len(PROBLEMS) // 2
    problems = PROBLEMS[half:] if judging else PROBLEMS[:half]
    found: list[Told] = []
    cause = 0
    while len(found) < count:
        cause += 1
        found += _said(cause, random.choice(problems), _spot(random), random)
        for _ in range(ALONE):
            cause += 1
            found.append(Told(_alone(random), cause))
    found = sorted(found[:count], key=lambda one: one.message.day)
    return [Told(_numbered(one.message, at), one.cause) for at, one in enumerate(found)]


def _numbered(one: Message, key: int) -> Message:
    return Message(key, one.text, one.day, "", one.category, one.point, one.person)


def _spot(random: Random) -> tuple[int, int]:
    return random.randrange(COMPOUNDS), random.randrange(BUILDINGS)


def _point(compound: int, building: int) -> Lonlat:
    east, north = compound % 10 * 420 + building % 4 * 55, compound // 10 * 380 + building // 4 * 70
    return (109.4 + east / 101_500, 24.3 + north / 110_600)


def _said(cause: int, problem: tuple[str, tuple[str, ...]], spot: tuple[int, int], random: Random) -> list[Told]:
    """What several people say of one thing: of one building, or of the whole compound, within a fortnight."""
    category, wordings = problem
    start, wide = random.random() * DAYS, random.random() < 0.5
    found = []
    for _ in range(min(2 + int(random.expovariate(0.25)), 30)):
        building = random.randrange(BUILDINGS) if wide else spot[1]
        told = random.choice(_TELLING).format(
            place=random.choice(words.PLACES) if random.random() < 0.6 else name_of(spot[0]),
            what=random.choice(wordings),
            since=random.choice(words.SINCE),
            feeling=random.choice(words.FEELINGS),
        )
        noted = category if random.random() < 0.9 else random.choice(list(words.CATEGORIES))
        day = start + min(random.expovariate(0.25), 14)
        found.append(
            Told(Message(0, told, day, "", noted, _point(spot[0], building), f"p{random.randrange(10**6)}"), cause)
        )
    return found


_TELLING = (
    "{place}{what}，{since}，{feeling}。",
    "{what}，{feeling}",
    "{what}。在{place}，{since}。",
    "您好，{what}，{since}。{feeling}！",
    "{place}：{what}，{feeling}，谢谢",
    "我要反映，{what}。",
)


def name_of(compound: int) -> str:
    """What a compound is called."""
    return _NAMES[compound % len(_NAMES)] + _KINDS[compound // len(_NAMES) % len(_KINDS)]


def _alone(random: Random) -> Message:
    category = random.choices(list(words.CATEGORIES), [share for share, _units in words.CATEGORIES.values()])[0]
    text, spot = words.report(category, random), _spot(random)
    return Message(0, text, random.random() * DAYS, "", category, _point(*spot), f"p{random.randrange(10**6)}")
