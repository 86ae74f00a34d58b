"""Things that several neighbours speak of within days, each in their own words: what the page of hot issues is for."""

import math
from collections.abc import Iterator

from linli.config.demo.history.clocks import DAY, HOUR
from linli.config.demo.history.dice import Dice
from linli.config.demo.history.ground import Ground, Spot
from linli.config.demo.history.keeping import Report
from linli.config.demo.history.story import waking
from linli.config.demo.history.tour import Told

HOUSES = 4
# The category, how many speak, over how many days up to today, and what they say.
BURSTS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    (
        "water",
        9,
        4,
        (
            "从前天起自来水发黄，不敢喝也不敢洗衣服",
            "水龙头放出来的水是黄的，有股铁锈味，老人小孩都在买桶装水",
            "我们楼的自来水浑得很，沉一会儿底下一层黄泥",
            "自来水颜色不对，发黄发浑，是不是水箱没洗",
            "家里的水是黄的，放了半小时还是黄的，请查一下水箱",
            "水浑发黄，孩子洗澡起了疹子，盼着早点有个说法",
            "这几天自来水一股味，接一盆都是黄的",
            "自来水发黄已经四天了，物业说在等供水公司来人",
            "水箱是不是脏了，出来的水黄得像茶",
        ),
    ),
    (
        "charging",
        6,
        7,
        (
            "车棚的充电桩全不通电，电动车只好推到外面充",
            "充电桩扫码扣了钱不出电，找谁退",
            "车棚里六个充电桩坏了五个，大家排队抢一个",
            "充电桩不通电，好几家又开始从窗口拉线，看着害怕",
            "电动车充电桩坏了一个星期没人修，晚上回来没处充",
            "车棚充电桩没电，扫码提示离线",
        ),
    ),
    (
        "noise",
        7,
        9,
        (
            "对面工地半夜还在打桩，一家人睡不着",
            "工地夜里十二点多还在施工，砰砰响",
            "夜间施工太吵，孩子明年中考，请管一管工地",
            "工地打桩打到凌晨，窗户都在震",
            "每晚工地渣土车进进出出，喇叭响到后半夜",
            "工地夜里不停工，打了电话停一会儿又开始",
            "半夜施工扰民，老人血压都上来了",
        ),
    ),
)


def bursts(ground: Ground, now: int, seed: int) -> Iterator[Told]:
    """The reports of each burst, from houses next to each other in one compound of the tour's community; none in a town
    without a tour."""
    random = Dice(seed + 31)
    here = _compounds(ground)
    for number, (category, count, days, said) in enumerate(BURSTS if here else ()):
        spots = _beside(here[number % len(here)])
        for at, words in enumerate(random.sample(said, count)):
            # More of them each day: the newest are the most.
            opened = waking(now - int(days * DAY * (1 - (at + 1) / (count + 1)) ** 1.5) - random.randint(600, 5 * HOUR))
            channel = random.choice(("scan", "scan", "scan", "phone", "web", "hotline"))
            report = Report(min(opened, now - 600), random.choice(spots), category, channel, "community", False, words)
            yield Told(report, "solve", seed + number * 100 + at)


def _beside(spots: list[Spot]) -> list[Spot]:
    """A house in the middle of others and those next to it."""
    middle = spots[len(spots) // 2]

    def far(spot: Spot) -> float:
        return math.hypot((spot.lon or 0) - (middle.lon or 0), (spot.lat or 0) - (middle.lat or 0))

    return sorted(spots, key=far)[:HOUSES]


def _compounds(ground: Ground) -> list[list[Spot]]:
    """The buildings of the tour's community by compound, in the order of their codes."""
    found: dict[str, list[Spot]] = {}
    for spot in ground.spots:
        if ground.tour and ground.at("desk", spot, 2).id == ground.tour["community"]:
            found.setdefault(spot.compound, []).append(spot)
    return [found[name] for name in sorted(found)]
