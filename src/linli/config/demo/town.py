"""A town of the demo: real streets and communities; grids, compounds, buildings and people are invented."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import atan2, hypot, pi, sin
from random import Random

from linli.config.demo.plans import Plan
from linli.domains.places.rules import PlaceLine

CELL = 0.011
# Each side of a border is drawn in so many pieces.
EDGES = 12
SURNAMES = "李陈黄梁林吴周覃韦莫卢苏罗谢邓何蒋钟潘叶曾彭唐蓝冯陆杨张王刘赵孙"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰秀珍建国志远文博雨桐子涵晓东海燕"
COMPOUND_HEADS = (
    "金榕",
    "桂江",
    "银湖",
    "江岸",
    "翠堤",
    "新兴",
    "红岭",
    "龙湖",
    "丽港",
    "华庭",
    "西江",
    "凤凰",
    "玫瑰",
    "长堤",
    "白云",
    "鸳江",
)
COMPOUND_TAILS = ("花园", "里", "苑", "小区", "新村", "家园", "公寓", "名庭")


@dataclass(frozen=True)
class Town:
    """Everything of a town before it is stored."""

    lines: tuple[PlaceLine, ...]
    boundaries: dict[str, list[list[float]]] = field(default_factory=dict)


def build(seed: int, plan: Plan) -> Town:
    """The town of this seed and plan: the same seed gives the same town."""
    random = Random(seed)  # noqa: S311 - a town, not a secret
    rows = plan.rows()
    lines = [PlaceLine(rows[0]["code"], rows[0]["name"], "district", "", phone="12345")]
    boundaries: dict[str, list[list[float]]] = {}
    streets = [row for row in rows if row["level"] == "street"]
    shares = Shares(plan, sum(row["level"] == "community" for row in rows))
    cells = iter(_cells(plan.centre, sum(row["level"] == "community" for row in rows)))
    for street in streets:
        lines.append(
            PlaceLine(street["code"], street["name"], "street", street["parent"], phone=_phone(random, plan.area))
        )
        for community in (row for row in rows if row["parent"] == street["code"]):
            west, south = next(cells)
            name, phone = short_name(community["name"]), _phone(random, plan.area)
            lines.append(PlaceLine(community["code"], name, "community", street["code"], phone=phone))
            boundaries[community["code"]] = _square(west, south, CELL, CELL)
            for grid in _grids(community["code"], west, south, random, shares):
                lines += grid.lines
                boundaries.update(grid.boundaries)
    return Town(tuple(lines), boundaries)


def _cells(centre: tuple[float, float], count: int) -> list[tuple[float, float]]:
    """The south-west corners of so many cells that lie nearest to the centre, around it, so that streets become its
    sectors."""
    reach = range(-int(count**0.5) - 1, int(count**0.5) + 2)
    near = sorted(((x, y) for x in reach for y in reach), key=lambda at: (hypot(at[0] + 0.3, at[1] + 0.4), at))
    around = sorted(near[:count], key=lambda at: (atan2(at[1] + 0.4, at[0] + 0.3), at))
    return [(centre[0] + x * CELL, centre[1] + y * CELL) for x, y in around]


def _bent(lon: float, lat: float) -> tuple[float, float]:
    """Where a point of the plan lies in the town: no street is drawn with a ruler, and no two points change sides."""
    x, y = lon / CELL, lat / CELL
    east = 0.28 * sin(2 * pi * y / 5.3) + 0.08 * sin(2 * pi * x / 3.1) + 0.013 * sin(2 * pi * (x + 2 * y) / 0.9)
    north = 0.28 * sin(2 * pi * x / 4.7 + 1) + 0.08 * sin(2 * pi * y / 2.9) + 0.013 * sin(2 * pi * (2 * x - y) / 0.9)
    return round(lon + CELL * east, 6), round(lat + CELL * north, 6)


class Shares:
    """Deals out a plan's grids and buildings so that the sums come out exactly; else by chance."""

    def __init__(self, plan: Plan, communities: int) -> None:
        self._grids = _dealt(plan.grids, communities) if plan.grids else None
        self._buildings = _dealt(plan.buildings, plan.grids) if plan.buildings and plan.grids else None
        self.first = True

    def grids(self, random: Random) -> int:
        """How many grids the next community has."""
        return next(self._grids) if self._grids else random.randint(3, 5)

    def buildings(self, random: Random) -> int:
        """How many buildings the next compound has."""
        return next(self._buildings) if self._buildings else random.randint(4, 9)


def _dealt(total: int, among: int) -> Iterator[int]:
    return iter([total // among + (index < total % among) for index in range(among)])


def short_name(name: str) -> str:
    """A community's name as people say it."""
    for tail in ("社区居民委员会", "社区居委员", "社区居委会", "村民委员会", "居民委员会", "村委会"):
        if name.endswith(tail):
            return name.removesuffix(tail) + ("村" if "村" in tail else "社区")
    return name


def _grids(community: str, west: float, south: float, random: Random, shares: Shares) -> Iterator[Town]:
    count = shares.grids(random)
    height = CELL / count
    for number in range(1, count + 1):
        code = f"{community}{number:03d}"
        bottom = south + (count - number) * height
        grid = PlaceLine(code, f"第 {number} 网格", "grid", community, str(number), households=random.randint(300, 500))
        compounds = list(_compounds(code, west, bottom, height, random, shares))
        yield Town((grid, *compounds), {code: _square(west, bottom, CELL, height)})


def _compounds(
    grid: str, west: float, south: float, height: float, random: Random, shares: Shares
) -> Iterator[PlaceLine]:
    code = f"{grid}01"
    name = random.choice(COMPOUND_HEADS) + random.choice(COMPOUND_TAILS)
    # The guided tour starts at a compound of this name.
    name, shares.first = "金榕花园" if shares.first else name, False
    lon, lat = west + CELL * 0.2, south + height * 0.3
    here = _bent(lon, lat)
    yield PlaceLine(code, name, "compound", grid, lon=here[0], lat=here[1])
    for number in range(1, shares.buildings(random) + 1):
        at = _bent(lon + (number % 4) * CELL * 0.15, lat + (number // 4) * height * 0.2)
        yield PlaceLine(
            f"{code}{number:02d}", f"{name} {number} 栋", "building", code, str(number), lon=at[0], lat=at[1]
        )


def _square(west: float, south: float, width: float, height: float) -> list[list[float]]:
    corners = ((west, south), (west + width, south), (west + width, south + height), (west, south + height))
    ring = [
        list(_bent(x + (to_x - x) * part / EDGES, y + (to_y - y) * part / EDGES))
        for (x, y), (to_x, to_y) in zip(corners, (*corners[1:], corners[0]), strict=True)
        for part in range(EDGES)
    ]
    return [*ring, ring[0]]


def _phone(random: Random, area: str) -> str:
    return f"{area}-{random.randint(2000000, 3999999)}"


def person_name(random: Random) -> str:
    """An invented name."""
    return random.choice(SURNAMES) + "".join(random.sample(GIVEN, random.choice((1, 2, 2))))


def mobile(random: Random) -> str:
    """An invented mobile number."""
    return f"1{random.choice('3578')}{random.randint(100000000, 999999999)}"
