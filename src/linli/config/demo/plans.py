"""The towns of the demo: for each pack a place with its real divisions and its own numbers of units."""

import csv
from dataclasses import dataclass
from pathlib import Path

DIVISIONS = Path(__file__).parent / "divisions"


@dataclass(frozen=True, slots=True)
class Plan:
    """How big a town is: real streets and communities of a district (`communities` of them, spread over its streets),
    how many grids and buildings they hold together, and how many Party branches share the compounds; None leaves it to
    chance. `holders` is how many people sit in all the seats of a post that several share."""

    divisions: str
    centre: tuple[float, float]
    area: str
    communities: int | None = None
    grids: int | None = None
    buildings: int | None = None
    branches: int | None = None
    holders: tuple[tuple[str, int], ...] = ()

    def rows(self) -> list[dict[str, str]]:
        """The real divisions: the district, its streets, and the communities chosen street by street."""
        rows = list(csv.DictReader((DIVISIONS / f"{self.divisions}.csv").read_text(encoding="utf-8").splitlines()))
        if self.communities is None:
            return rows
        upper = [row for row in rows if row["level"] != "community"]
        below = {row["code"]: [one for one in rows if one["parent"] == row["code"]] for row in upper[1:]}
        chosen: list[dict[str, str]] = []
        for place in range(max(map(len, below.values()))):
            chosen += [found[place] for found in below.values() if len(found) > place]
        return [*upper, *chosen[: self.communities]]


# What the sources count: S0 31 communities and 1,860 chiefs; S1 219 branches and 2,026 groups; S2 382 doors;
# S3 102 communities; S4 5 streets, 45 communities and 165 compounds with 65 branches.
PLANS = {
    "base": Plan("changzhou", (111.275, 23.477), "0774"),
    "partners": Plan("hedong", (118.403, 35.090), "0539", communities=31, grids=155, buildings=1705),
    "happy-home": Plan(
        "muping",
        (121.600, 37.387),
        "0535",
        communities=60,
        grids=219,
        buildings=2026,
        branches=219,
        holders=(("centre_household", 3886),),
    ),
    "great-cogovernance": Plan("baohe", (117.310, 31.795), "0551", communities=26, grids=64, buildings=382),
    "three-micro": Plan("guancheng", (113.677, 34.754), "0371", communities=102, grids=204, buildings=816),
    "five-chiefs": Plan("changzhou", (111.275, 23.477), "0774", communities=45, grids=165, buildings=990, branches=65),
}


def plan_for(pack: str) -> Plan:
    """The town of a pack; a pack of one's own gets the town of the base."""
    return PLANS.get(pack, PLANS["base"])
