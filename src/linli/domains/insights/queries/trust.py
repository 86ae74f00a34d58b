"""The page of trust: what the machine advises, from what, how often it was right in the last 30 days."""

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from linli.backbone.values import Viewer
from linli.domains.cases.queries.lists import category_choices
from linli.domains.insights.access import may_switch
from linli.domains.insights.models import Advised, Raised, Switch, Trained
from linli.domains.insights.values.advice import HOT, KINDS, KindTrust, ModelCard, TrustPage

DAYS = 30
SHOWN = 5


def trust_page(viewer: Viewer, now: datetime) -> TrustPage:
    """What everybody may know of the advice given here; the models tried before only for those who may switch."""
    mine = may_switch(viewer)
    cards = [_card(row) for row in Trained.objects.order_by("-id").defer("weights")[: SHOWN * 4]]
    used = next((one for one in cards if one.taken), None)
    return TrustPage(_kinds(now, used), used, tuple(cards[:SHOWN]) if mine else (), mine)


def _kinds(now: datetime, used: ModelCard | None) -> tuple[KindTrust, ...]:
    counts = _counts(now - timedelta(days=DAYS))
    switches = {row.kind: row for row in Switch.objects.all()}
    found = []
    for kind in KINDS:
        title, what, source = _words(kind, used)
        (shown, right), switch = counts.get(kind, (0, None)), switches.get(kind)
        off = switch is not None and switch.off
        by = _("%(who)s关的") % {"who": switch.by} if switch is not None and off else ""
        found.append(KindTrust(kind, title, what, source, off, shown, right, by))
    return tuple(found)


def _counts(since: datetime) -> dict[str, tuple[int, int | None]]:
    """Of each kind, how often it could be compared and how often it held: people chose the same; of hot issues, nobody
    merged them, took messages out, or put them away without taking them on."""
    rows = Advised.objects.filter(at__gte=since).values("kind")
    judged = Count("id", filter=Q(right__isnull=False))
    found = rows.annotate(shown=judged, hits=Count("id", filter=Q(right=True)))
    counts: dict[str, tuple[int, int | None]] = {row["kind"]: (row["shown"], row["hits"]) for row in found}
    raised = Raised.objects.filter(at__gte=since).aggregate(shown=Count("id"), held=Count("id", filter=Q(undone=False)))
    return {**counts, HOT: (raised["shown"], raised["held"])}


def _words(kind: str, used: ModelCard | None) -> tuple[str, str, str]:
    learnt = (
        _("从本地 %(rows)s 件办结的、类别由人选定的事学来的") % {"rows": f"{used.rows:,}"}
        if used
        else _("现在照治理模式包里写的词猜")
    )
    said = {
        "category": (_("像是哪一类"), _("边写边猜类别，把握不够就不说"), learnt),
        "urgent": (_("是不是急事"), _("写到漏气、困人这样的词，提醒先打电话"), _("治理模式包里写的词")),
        "place": (_("地点说清没有"), _("没写哪里，提醒补一句"), _("治理模式包里写的词")),
        "same": (
            _("邻居是不是反映过"),
            _("附近几天里写得像的事，可以加入关注，不用再报一遍"),
            _("离得近、日子近、写得像的在办事项"),
        ),
        "hot": (
            _("好些人说的是不是一件事"),
            _("把不同的话归成一条热点，够几个人就告诉承办岗"),
            _("写法、地点、类别和日子像不像"),
        ),
        "route": (_("往常谁办"), _("登记时告诉值班岗：这样的事以前多半谁办成的"), _("同一社区办结的、写得最像的几件")),
    }
    return said[kind]


def _card(row: Trained) -> ModelCard:
    titles, card = dict(category_choices()), row.card
    return ModelCard(
        row.pk,
        row.made_at,
        row.taken,
        {"first": _("第一个"), "not_worse": _("不比原来的差，换上了"), "worse": _("比原来的差，没有换")}.get(
            row.why, ""
        ),
        card["rows"],
        row.since,
        row.until,
        card["macro_f1"] * 100,
        card["accuracy"] * 100,
        tuple((titles.get(key, key), count, f1 * 100) for key, count, f1 in card["labels"]),
        tuple((titles.get(a, a), titles.get(b, b), count) for a, b, count in card["confused"]),
        tuple((floor * 100, share * 100, right * 100) for floor, share, right in card["sure"]),
        card.get("chosen"),
        card.get("guessed"),
    )
