"""The part of a pack with indicators: every source, measure, word and place it names exists."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from linli.backbone.packs.loader import Pack
from linli.domains.insights.rules.sentences import ASKED, FILL, GIVEN
from linli.domains.insights.values.advice import AdviceTable, advice
from linli.domains.insights.values.circulars import CircularKind, CircularPart, Circulars, circulars
from linli.domains.insights.values.hot import HotTable, hot
from linli.domains.insights.values.sources import COUNTED, SOURCES, Known
from linli.domains.insights.values.tables import Indicator, Insights, Map, Tree, Widget, insights

Fault = tuple[tuple[str, ...], str]


class InsightsSection:
    """`insights:` of a pack."""

    name = "insights"
    schema = Insights

    def problems(self, pack: Pack) -> Iterator[Fault]:
        """What indicators count is kept by somebody; boards, the wall and the public page name indicators there are."""
        part = insights(pack)
        for key, one in part.indicators.items():
            yield from ((("indicators", key, *path), words) for path, words in _indicator(one, part, pack.raw))
        levels = pack.raw.get("territory", {}).get("levels", {})
        for level, widgets in part.boards.items():
            if level not in levels:
                yield ("boards", level), f"没有叫“{level}”的层级；有：{'、'.join(levels)}"
            for index, widget in enumerate(widgets):
                yield from ((("boards", level, str(index), *path), words) for path, words in _widget(widget, part))
        for key, tree in part.trees.items():
            yield from ((("trees", key, *path), words) for path, words in _tree(tree, part, levels))
        yield from _named(part)
        yield from _base(part.map)


def _tree(tree: Tree, part: Insights, levels: Iterable[str]) -> Iterator[Fault]:
    """A tree stands on boards of levels there are; its headings name indicators there are, each once."""
    known = list(levels)
    yield from ((("at",), f"没有叫“{one}”的层级；有：{'、'.join(known)}") for one in tree.at if one not in known)
    seen: set[str] = set()
    for key, head in tree.heads.items():
        unknown = (one for one in head.of if one not in part.indicators)
        yield from ((("heads", key, "of"), _unknown(one, part)) for one in unknown)
        twice = (one for one in head.of if one in seen)
        yield from ((("heads", key, "of"), f"“{one}”在前面的标题下已经有了") for one in twice)
        seen |= set(head.of)


def _named(part: Insights) -> Iterator[Fault]:
    pages = list(enumerate(part.wall.pages))
    places: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        (("wall", "head"), part.wall.head),
        *((("wall", name), (key,)) for name in ("lamps", "dots", "rings") if (key := getattr(part.wall, name))),
        (("public", "of"), part.public.of),
        *([(("public", "split"), (part.public.split,))] if part.public.split else []),
        *([(("map", "points"), (part.map.points,))] if part.map.points else []),
        *((("mine", post), keys) for post, keys in part.mine.items()),
        *((("wall", "pages", str(index), "of"), page.of) for index, page in pages),
        *(
            (("wall", "pages", str(index), "map"), (page.map,))
            for index, page in enumerate(part.wall.pages)
            if page.map
        ),
    ]
    for path, keys in places:
        yield from ((path, _unknown(key, part)) for key in keys if key not in part.indicators)
    for path, key, split in _splits(part):
        if key in part.indicators and split not in _splits_of(part.indicators[key]):
            yield path, f"“{key}”不能按 {split} 分"


def _splits(part: Insights) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """What is asked to be split, by what: one's own month by seat, the public page by category, pages of the wall."""
    yield from ((("mine", post), key, "seat") for post, keys in part.mine.items() for key in keys)
    if part.public.split:
        yield ("public", "split"), part.public.split, "category"
    for index, page in enumerate(part.wall.pages):
        yield from ((("wall", "pages", str(index), "by"), key, page.by) for key in page.of[:1])


def _splits_of(one: Indicator) -> tuple[str, ...]:
    source = SOURCES.get(one.counts.partition(".")[0])
    return source.splits if source else ("place",)


def _base(base: Map) -> Iterator[Fault]:
    """Tiles come from one https host, in squares, with the number of their approval."""
    if not base.tiles:
        if base.labels:
            yield ("map", "labels"), "注记要铺在底图上，先写底图（tiles）"
        return
    for key, address in (("tiles", base.tiles), ("labels", base.labels)):
        named = all(word in address for word in ("{z}", "{x}", "{y}"))
        if address and (not re.fullmatch(r"https://[\w.:-]+/\S+", address) or not named):
            yield ("map", key), "底图地址要写成 https://主机/…{z}…{x}…{y}…，主机里不能有变量"
    if not base.approval:
        yield ("map", "tiles"), "用底图要写审图号（approval）"


def _unknown(key: str, part: Insights) -> str:
    return f"没有叫“{key}”的指标；有：{'、'.join(list(part.indicators)[:12])}"


def _indicator(one: Indicator, part: Insights, raw: Mapping[str, Any]) -> Iterator[Fault]:
    if bool(one.counts) == bool(one.sum):
        yield (), "写 counts（数什么），或写 sum（几个指标加权），二者取一"
    elif one.sum:
        yield from _weighed(one, part)
    else:
        for field, text in (("counts", one.counts), ("of", one.of)):
            yield from (((field,), words) for words in _term(text, one))
        source = SOURCES.get(one.counts.partition(".")[0])
        yield from _where(one, source, raw) if source else ()


def _weighed(one: Indicator, part: Insights) -> Iterator[Fault]:
    for name in one.sum:
        if name not in part.indicators:
            yield ("sum", name), _unknown(name, part)
        elif part.indicators[name].sum:
            yield ("sum", name), f"“{name}”本身也是加权得来的，不能再加权"


def _term(text: str, one: Indicator) -> Iterator[str]:
    if not text:
        return
    source, _, measure = text.partition(".")
    if source not in SOURCES:
        yield f"没有叫“{source}”的数据；有：{'、'.join(SOURCES)}"
    elif measure not in SOURCES[source].measures:
        yield f"“{source}”里没有“{measure}”；有：{'、'.join(SOURCES[source].measures)}"
    elif source != one.counts.partition(".")[0]:
        yield "分子和分母要数同一处的数据"


def _where(one: Indicator, source: Known, raw: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("kind", "channel", "category", "by"):
        if getattr(one.where, name) and name not in source.narrows:
            yield ("where", name), f"这里的数据不能按 {name} 筛；可以按：{'、'.join(source.narrows) or '无'}"
    section, table = source.kinds
    have = raw.get(section, {}).get(table, {}) if table else raw.get(section, {})
    wanted = [kind for kind in one.where.kind if kind != COUNTED and "kind" in source.narrows]
    yield from ((("where", "kind"), words) for words in _absent(wanted, have))
    categories = raw.get("cases", {}).get("categories", {})
    yield from ((("where", "category"), words) for words in _absent(one.where.category, categories))


def _absent(wanted: Iterable[str], have: Iterable[str]) -> Iterator[str]:
    known = list(have)
    yield from (f"没有叫“{one}”的；有：{'、'.join(known[:12])}" for one in wanted if one not in known)


def _widget(widget: Widget, part: Insights) -> Iterator[Fault]:
    for key in widget.of:
        if key not in part.indicators:
            yield ("of",), _unknown(key, part)
            continue
        one = part.indicators[key]
        source = one.counts.partition(".")[0]
        parts = SOURCES[source].splits if source in SOURCES else ("place",)
        if widget.widget in ("split", "table", "hot") and widget.by not in parts:
            yield ("by",), f"“{key}”不能按 {widget.by} 分；可以按：{'、'.join(parts)}"
        if widget.widget in ("trend", "hot") and (one.of or one.sum or (source in SOURCES and SOURCES[source].now)):
            yield ("of",), f"“{key}”不是每天数出来的件数，画不成{'走势' if widget.widget == 'trend' else '热点'}"


class AdviceSection:
    """`advice:` of a pack."""

    name = "advice"
    schema = AdviceTable

    def problems(self, pack: Pack) -> Iterator[Fault]:
        """What differs by category differs for one there is."""
        categories = pack.raw.get("cases", {}).get("categories", {})
        for key in advice(pack).near_by:
            if key not in categories:
                yield ("near_by", key), f"没有叫“{key}”的类别"


class HotSection:
    """`hot:` of a pack."""

    name = "hot"
    schema = HotTable

    def problems(self, pack: Pack) -> Iterator[Fault]:
        """The matter opened for an issue is of a kind there is; who is told are seats there are."""
        part = hot(pack)
        procedures = pack.raw.get("cases", {}).get("procedures", {})
        if part.opens not in procedures:
            yield ("opens",), f"没有叫“{part.opens}”的流程"
        for index, words in _seats(part.tell, pack.raw["organizations"]["posts"]):
            yield ("tell", str(index)), words


class CircularsSection:
    """`circulars:` of a pack."""

    name = "circulars"
    schema = Circulars

    def problems(self, pack: Pack) -> Iterator[Fault]:
        """Levels, seats and indicators exist; sentences ask for what is there; an approval has a seat."""
        for key, kind in circulars(pack).kinds.items():
            yield from ((("kinds", key, *path), words) for path, words in _circular(kind, pack))


def _circular(kind: CircularKind, pack: Pack) -> Iterator[Fault]:
    levels, posts = pack.raw["territory"]["levels"], pack.raw["organizations"]["posts"]
    unknown = [(index, level) for index, level in enumerate(kind.at) if level not in levels]
    yield from ((("at", str(index)), f"没有叫“{level}”的层级；有：{'、'.join(levels)}") for index, level in unknown)
    if "{seq}" not in kind.number:
        yield ("number",), "编号里要有 {seq}（一年里的第几期）"
    if not kind.approve:
        yield ("approve",), "写明由哪个岗位审批，如 leader@district"
    for name, seats in (("drafts", kind.drafts), ("approve", kind.approve)):
        yield from (((name, str(index)), words) for index, words in _seats(seats, posts))
    for index, part in enumerate(kind.parts):
        yield from ((("parts", str(index), *path), words) for path, words in _paper_part(part, insights(pack)))


def _seats(seats: Iterable[str], posts: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    for index, seat in enumerate(seats):
        post, _, level = seat.partition("@")
        if post not in posts or level not in posts[post].get("at", ()):
            yield index, f"没有“{seat}”这样的岗位；写成 岗位@层级，如 leader@district"


def _paper_part(part: CircularPart, have: Insights) -> Iterator[Fault]:
    yield from ((("of",), _unknown(key, have)) for key in part.of if key not in have.indicators)
    if part.part in ("table", "chart", "hot", "below") and not part.of:
        yield (), "写 of：用哪些指标"
    known = [have.indicators[key] for key in part.of if key in have.indicators]
    yield from ((("of",), words) for one in known for words in _paper_words(part, one))
    for index, text in enumerate(part.say):
        yield from ((("say", str(index)), words) for words in _gaps(text.zh, have))
    if part.ordered and not have.rankings:
        yield ("ordered",), "这个地方没有打开排名（insights.rankings），表格不能按数字排序"


def _gaps(text: str, have: Insights) -> Iterator[str]:
    """What no figure fills in a sentence."""
    for found in FILL.finditer(text):
        if found[1] not in GIVEN and found[1] not in have.indicators:
            yield f"句子里的“{found[0]}”没有；可以写 {'、'.join(GIVEN)} 或一个指标"
        elif found[2] and found[2] not in ASKED:
            yield f"“{found[0]}”里冒号后面只能写：{'、'.join(ASKED)}"


def _paper_words(part: CircularPart, one: Indicator) -> Iterator[str]:
    """What an indicator cannot do in such a part."""
    source = SOURCES.get(one.counts.partition(".")[0])
    split = {"hot": "category", "table": part.by}.get(part.part, "place")
    if split != "place" and not (source and split in source.splits):
        yield f"“{one.title}”不能按 {split} 分"
    if part.part == "chart" and (one.of or one.sum or (source and source.now)):
        yield f"“{one.title}”不是每天数出来的件数，画不成走势"
    if part.part == "below" and one.floor is None:
        yield f"“{one.title}”没有写底线（floor），说不出谁低于它"
