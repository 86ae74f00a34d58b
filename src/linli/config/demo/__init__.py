"""The demo: a town, its people and, when asked, a year of history; seeded and deterministic."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.db import connection

from linli.backbone.packs.about import about
from linli.backbone.packs.commands import apply_pack
from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import load_pack_at, read
from linli.backbone.values import SYSTEM
from linli.config import wiring
from linli.config.demo.bodies import enrol
from linli.config.demo.notices import post
from linli.config.demo.offers import offer
from linli.config.demo.people import PASSWORD, settle
from linli.config.demo.plans import plan_for
from linli.config.demo.town import build
from linli.config.demo.venues import furnish
from linli.domains.places.commands import import_boundaries, import_territory_lines, issue_doors
from linli.domains.places.models import Door, Place
from linli.kernel.refusal import Refusal

SEED = 20261121
CASES = 3000


def load(
    *, say: Callable[[str], None], address: str = "", cases: int = CASES, seed: int = SEED, pack: str = "base"
) -> list[str]:
    """Load the demo town of a pack where the database is empty; the lines to print: addresses, people, password."""
    if not Place.objects.exists():
        now = datetime.now(UTC)
        chosen = load_pack_at(pack)
        say(f"装入演示城区：{plan_for(chosen.name).rows()[0]['name']}（{about(chosen).title}）")
        load_town(seed, now, chosen)
        say(f"  公告公示 {post(seed, now)} 条，资源 {offer(seed, now)} 项")
        from linli.config.demo.history import write_history

        write_history(cases=cases, seed=seed, now=now, say=say)
        _learn(now, say)
        say(f"  热点问题 {wiring.gather_issues(now)} 条")
    return guide(address)


def _learn(now: datetime, say: Callable[[str], None]) -> None:
    """Let the town learn from its year what its night job would have learnt; too little of it is no fault."""
    from linli.domains.insights.commands import train_model

    try:
        train_model(actor=SYSTEM, now=now)
    except Refusal:
        return
    say("  从办结的事里学会了猜类别")


def load_town(seed: int, now: datetime, pack: Pack | None = None) -> None:
    """The pack (the base by default), the territory with its borders and doors, and the people."""
    chosen = pack or read("base")
    apply_pack(actor=SYSTEM, pack=chosen, now=now)
    plan = plan_for(chosen.name)
    town = build(seed, plan)
    import_territory_lines(actor=SYSTEM, lines=list(town.lines), now=now)
    features = [
        {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for code, ring in town.boundaries.items()
    ]
    import_boundaries(actor=SYSTEM, collection={"features": features}, now=now)
    root = Place.objects.get(parent=None)
    issue_doors(actor=SYSTEM, place_id=root.pk, now=now)
    settle(seed, now, plan)
    enrol(seed, now, plan)
    furnish(seed, now, plan)
    with connection.cursor() as cursor:
        # Plans made while the tables were empty are made anew; catalogues shared with other databases stay untouched.
        cursor.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = current_schema()"
        )
        cursor.execute(f"ANALYZE {cursor.fetchone()[0]}")


def guide(address: str) -> list[str]:
    """What a newcomer is told: where to go and who to be."""
    door = Door.objects.filter(revoked_at=None).order_by("place__code").select_related("place").first()
    lines = [f"居民：{address}/d/{door.code}/  （{door.place.name}的门牌）"] if door else []
    people = (
        ("网格员", "grid"),
        ("社区承办岗", "community"),
        ("城管局", "chengguan"),
        ("住建局", "zhujian"),
        ("街道承办岗", "street"),
        ("区领导", "leader"),
        ("审计员", "audit"),
        ("管理员", "admin"),
        ("别处的网格员", "grid2"),
    )
    lines.append(f"工作人员：{address}/accounts/login/  密码都是 {PASSWORD}")
    return lines + [f"  {words}：{username}" for words, username in people]
