"""Template tags of the design system: small, escaped, quick enough to stand in loops."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol
from uuid import uuid4

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select, Textarea
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.template.loader import get_template
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, gettext

from linli.ui import drawing, timewords

register = template.Library()

ICONS_FILE: Final = Path(__file__).resolve().parent.parent / "static" / "vendor" / "icons.json"
SMALL_ICON: Final = 16


class _Step(Protocol):
    word: str
    state: str
    note: str


class _Part(Protocol):
    unit: str
    offset: int
    late: bool
    arrived_at: datetime | None


class _Panel(Protocol):
    blown_at: datetime
    limit_at: datetime
    limit: int
    ticks: tuple[tuple[int, str], ...]
    parts: tuple[_Part, ...]


class _Figure(Protocol):
    key: str
    title: str
    value: str
    unit: str
    fraction: str
    change: str
    tone: str
    url: str
    definition: str


class _Split(Protocol):
    title: str
    cells: tuple[_Figure, ...]


class _Day(Protocol):
    day: date
    received: int
    closed: int
    rest: bool


@lru_cache(maxsize=1)
def _icons() -> dict[str, str]:
    """Inner SVG by name as the asset build wrote it; nothing yet means icons stay blank."""
    try:
        found: dict[str, str] = json.loads(ICONS_FILE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


@lru_cache(maxsize=512)
def _icon(name: str, size: int) -> SafeString:
    stroke = "2" if size <= SMALL_ICON else "1.5"
    return mark_safe(  # noqa: S308 - the markup comes from our own asset file, the name only looks it up
        f'<svg class="ll-icon" width="{int(size)}" height="{int(size)}" viewBox="0 0 24 24" fill="none" '
        f'stroke="currentColor" stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true" focusable="false">{_icons().get(name, "")}</svg>'
    )


class _IconNode(template.Node):
    """An icon whose name is only known when the page is drawn."""

    def __init__(self, name: FilterExpression, size: int) -> None:
        self.name = name
        self.size = size

    def render(self, context: template.Context) -> SafeString:
        return _icon(str(self.name.resolve(context)), self.size)


@register.tag
def icon(parser: Parser, token: Token) -> template.Node:
    """An outline icon of icons.txt in the colour of its text: {% icon "camera" 20 %}; a literal name is drawn once."""
    bits = token.split_contents()[1:]
    if not 1 <= len(bits) <= 2:  # noqa: PLR2004 - name and size
        raise template.TemplateSyntaxError("icon takes a name and a size")
    name, size = parser.compile_filter(bits[0]), int(bits[1]) if len(bits) > 1 else 20
    if isinstance(name.var, str) and not name.filters:
        return TextNode(_icon(name.var, size))
    return _IconNode(name, size)


@register.simple_tag
def plate(text: str) -> SafeString:
    """The small door plate that names a place; nothing for an empty text."""
    return format_html('<span class="ll-plate">{}</span>', text) if text else mark_safe("")


def _local(at: datetime) -> datetime:
    return at.astimezone(get_current_timezone())


_CLOCK_ICONS: Final = {"ok": "check", "paused": "player-pause", "wait": "player-pause"}


@lru_cache(maxsize=256)
def _clock_mark(tone: str, share: int) -> str:
    if tone == "late":
        return '<b class="ll-bang" aria-hidden="true">!</b>'
    if tone in _CLOCK_ICONS:
        return str(_icon(_CLOCK_ICONS[tone], 16))
    return drawing.ring(share)


@register.simple_tag
def clock(
    due: datetime | None, started: datetime | None, now: datetime, state: str = "", words: str = ""
) -> SafeString:
    """The clock chip: a mark and the words; `words` given by the page win over the computed ones."""
    return _chip(due, started, _local(now), state, words)


def _chip(due: datetime | None, started: datetime | None, here: datetime, state: str, words: str = "") -> SafeString:
    tone = timewords.tone(due, started, here, state)
    share = timewords.share_left(started, due, here) if due else 100
    mark = _clock_mark(tone, share)
    said = conditional_escape(words or timewords.clock_words(due, here, state))
    return mark_safe(f'<span class="ll-chip is-{tone}">{mark}{said}</span>')  # noqa: S308 - escaped above


class _Duty(Protocol):
    id: int
    title: str
    plate: str
    where: str
    channel: str
    state: str
    next_due: datetime | None
    started: datetime
    redo: bool
    act: str
    act_word: str
    url: str


def _duty_act(row: _Duty, url: str) -> str:
    if not row.act:
        return ""
    word = escape(row.act_word)
    if row.act == "sign":
        return f'<button class="ll-btn" formaction="{url}acts/sign/" hx-post="{url}acts/sign/">{word}</button>'
    return f'<a class="ll-btn" href="{url}acts/{escape(row.act)}/">{word}</a>'


def _duty(row: _Duty, here: datetime, words: tuple[str, str], first: int) -> str:
    tick, redo = words
    title, plate_text, url = escape(row.title), escape(row.plate), escape(row.url)
    where = " · ".join(part for part in (plate_text, escape(row.where), escape(row.channel)) if part)
    again = f'<span class="ll-tag is-late">{redo}</span> ' if row.redo else ""
    return (
        f'<li class="ll-duty{" is-first" if row.id == first else ""}" data-url="{url}"><label class="ll-tick">'
        f'<input type="checkbox" name="duty" value="{row.id}" aria-label="{tick} {title}"></label>'
        f'<a class="ll-duty-title" href="{url}">{title}</a>'
        + (f'<span class="ll-plate">{plate_text}</span>' if plate_text else "")
        + _chip(row.next_due, row.started, here, row.state)
        + f'<span class="ll-duty-where">{again}{where}</span>{_duty_act(row, url)}</li>'
    )


@register.simple_tag
def duties(rows: Iterable[_Duty], now: datetime, first: _Duty | None = None) -> SafeString:
    """The rows of an inbox group; in Python because twenty of them stand on the most used page."""
    here = _local(now)
    words = (escape(gettext("选中")), escape(gettext("重办")))
    first_id = first.id if first else 0
    return mark_safe("".join(_duty(row, here, words, first_id) for row in rows))  # noqa: S308 - each part escaped


class _Viewer(Protocol):
    name: str
    initial: str
    seat_title: str
    seat_place: str
    nav: tuple[tuple[str, str, str, str, int, bool], ...]


@lru_cache(maxsize=1024)
def _kept(_language: str | None, name: str, values: tuple[tuple[str, object], ...]) -> SafeString:
    return get_template(name).render(dict(values))  # type: ignore[return-value]


@register.simple_tag
def kept(name: str, here: str = "") -> SafeString:
    """A part that depends on nothing but the language and `here`, rendered once."""
    return _kept(get_language(), name, (("here", here),))


@register.simple_tag
def kept_rail(name: str, viewer: _Viewer, brand: str) -> SafeString:
    """The rail or the top bar of a viewer, rendered again only when something in it changed."""
    person = (viewer.name, viewer.initial, viewer.seat_title, viewer.seat_place)
    return _kept(get_language(), name, (("person", person), ("nav", viewer.nav), ("brand", brand)))


@register.simple_tag
def nav(entries: Iterable[tuple[str, str, str, str, int, bool]]) -> SafeString:
    """The links of the rail: (key, title, icon, url, count, active)."""
    links = []
    for _key, title, name, url, count, active in entries:
        said, here = escape(title), ' aria-current="page"' if active else ""
        links.append(
            f'<a href="{escape(url)}"{here} title="{said}">{_icon(name, 20)}<span>{said}</span>'
            + (f"<i>{count:,}</i>" if count else "")
            + "</a>"
        )
    return mark_safe("".join(links))  # noqa: S308 - each part escaped


@register.filter
def when(at: datetime, now: datetime) -> str:
    """今天 13:20, 昨天 16:20, 6 月 11 日 09:12."""
    return timewords.when(at, _local(now))


@register.filter
def by_when(at: datetime, now: datetime) -> str:
    """今天 17:30 前, 6 月 15 日（周一）前."""
    return timewords.by_when(at, _local(now))


@register.filter
def moment(at: datetime) -> str:
    """6 月 11 日 09:12."""
    return timewords.moment(_local(at))


@register.filter
def hour(at: datetime) -> str:
    """09:12."""
    return timewords.clock_time(_local(at))


@register.filter
def day(at: date | datetime) -> str:
    """6 月 11 日; also for plain dates."""
    if isinstance(at, datetime):
        return timewords.day(_local(at))
    return timewords.day(datetime(at.year, at.month, at.day, tzinfo=get_current_timezone()))


@register.filter
def day_year(at: date | datetime) -> str:
    """2026 年 6 月 11 日; also for plain dates."""
    if isinstance(at, datetime):
        return timewords.full_day(_local(at))
    return timewords.full_day(datetime(at.year, at.month, at.day, tzinfo=get_current_timezone()))


@register.filter
def today(now: datetime) -> str:
    """6 月 11 日 周四，13:45: the line beside a heading."""
    here = _local(now)
    words = {"date": timewords.day(here), "weekday": timewords.weekday(here), "time": timewords.clock_time(here)}
    return gettext("%(date)s %(weekday)s，%(time)s") % words


@register.filter
def number(value: float) -> str:
    """1,284."""
    return f"{value:,}"


@register.simple_tag
def dial(started: datetime | None, due: datetime | None, now: datetime) -> SafeString:
    """The ring of the follow-up page; a decoration, the sentence beside it is the fact."""
    if due is None:
        return mark_safe("")
    here = _local(now)
    end = due.astimezone(here.tzinfo)
    late = end <= here
    share = 100 if late else timewords.share_left(started, due, here)
    if end.date() == here.date() or late:
        seconds = abs((end - here).total_seconds())
        count, unit = timewords.span(seconds)
        head, figure = (gettext("已超") if late else gettext("还剩")), str(count)
        if late and end.date() != here.date():
            figure, unit = str((here.date() - end.date()).days), gettext("天")
    else:
        head, figure, unit = timewords.month(end), str(end.day), gettext("日前")
    return drawing.dial(share, head, figure, unit, late=late)


@register.simple_tag
def track(steps: Sequence[_Step]) -> SafeString:
    """The stage tracker; the state is also said in words for those who do not see the bars."""
    said = {"done": gettext("已过"), "now": gettext("现在"), "late": gettext("已超时"), "todo": gettext("还没到")}
    items = format_html_join(
        "",
        '<li class="is-{}"{}><i></i><b>{}</b>{}<span class="ll-vh">{}</span></li>',
        (
            (
                step.state,
                mark_safe(' aria-current="step"') if step.state in ("now", "late") else "",
                step.word,
                format_html("<small>{}</small>", step.note) if step.note else "",
                said.get(step.state, ""),
            )
            for step in steps
        ),
    )
    return format_html('<ol class="ll-track" aria-label="{}">{}</ol>', gettext("办到哪一步"), items)


@register.simple_tag
def street(width: int = 390, lit: int = 14) -> SafeString:
    """A street in lines with `lit` percent of its windows lit; an ornament."""
    return drawing.street(int(width), int(lit))


@register.simple_tag
def logo(size: int = 28) -> SafeString:
    """The two houses on vermilion."""
    return drawing.logo(int(size))


@register.simple_tag
def stamp(text: str) -> SafeString:
    """已收到 or 已办结, as a seal; the only serif of the house."""
    return format_html('<span class="ll-stamp"><b>{}</b></span>', text)


@register.simple_tag
def face(initial: str, staff: bool = False, unit: bool = False) -> SafeString:  # noqa: FBT001, FBT002 - read in templates as a word
    """The first character of a name on a tint: staff teal, residents warm, units grey."""
    kind = " is-unit" if unit else " is-staff" if staff else ""
    return format_html('<span class="ll-face{}" aria-hidden="true">{}</span>', kind, initial[:1])


@register.simple_tag
def arrival(panel: _Panel) -> SafeString:
    """The arrival line of a whistle; an ornament, the table under it says the same."""
    return drawing.arrival(
        panel.limit,
        panel.ticks,
        [(part.unit, part.offset, part.arrived_at is not None, part.late) for part in panel.parts],
    )


@register.simple_tag
def spark(points: Sequence[int], tone: str = "") -> SafeString:
    """A small trend of counts with a dot at its end."""
    return drawing.spark(tuple(points), tone)


def _percent(text: str) -> float | None:
    try:
        return float(text.rstrip("%"))
    except ValueError:
        return None


@register.simple_tag
def floor_of(rows: Iterable[_Split], unit: str = "%") -> int:
    """The lower end of the dots' axis for rates in `rows`: 85, or lower in tens when a rate needs it."""
    rates = [
        rate
        for row in rows
        for cell in row.cells
        if getattr(cell, "unit", "") == unit and (rate := _percent(cell.value)) is not None
    ]
    lowest = min(rates, default=100.0)
    return 85 if lowest >= 85 else int(lowest // 10) * 10  # noqa: PLR2004 - the usual axis of the page


@register.simple_tag
def dot(cell: _Figure, low: int, figures: Iterable[_Figure] = ()) -> SafeString:
    """A rate as a dot on a line from `low` to 100, with a mark where the whole place stands."""
    rate = _percent(cell.value)
    if rate is None:
        return mark_safe("")
    whole = next((_percent(figure.value) for figure in figures if figure.key == cell.key), None)
    return drawing.dot(rate, low, whole)


@register.simple_tag
def figures(rows: Iterable[_Figure]) -> SafeString:
    """The row of figures: each a link to its records, with its change in words and its fraction."""
    out = []
    for row in rows:
        late = " is-late" if row.key == "late" and row.value not in ("0", "") else ""
        tone = f' class="is-{escape(row.tone)}"' if row.tone else ""
        about = f' title="{escape(row.definition)}"' if row.definition else ""
        out.append(
            f'<a class="ll-stat{late}" href="{escape(row.url)}"{about}><span class="ll-stat-head"><span>{escape(row.title)}'
            f"</span><em{tone}>{escape(row.change)}</em></span><span class=\"ll-stat-n\">{escape(row.value)}"
            f'<small>{escape(row.unit)}</small></span><span class="ll-stat-f">{escape(row.fraction)}</span></a>'
        )
    return mark_safe("".join(out))  # noqa: S308 - each part escaped


def _split_cell(cell: _Figure, low: int, whole: dict[str, float | None]) -> str:
    percent = cell.unit == "%"
    rate = _percent(cell.value) if percent else None
    mark = drawing.dot(rate, low, whole.get(cell.key)) if rate is not None else ""
    late = ' class="ll-late"' if cell.tone == "late" else ""
    about = f' title="{escape(cell.fraction)}"' if cell.fraction else ""
    unit = "%" if rate is not None else ""
    return f'<td class="is-n">{mark}<a href="{escape(cell.url)}"{late}{about}>{escape(cell.value)}{unit}</a></td>'


@register.simple_tag
def split(rows: Iterable[_Split], whole: Iterable[_Figure], low: int) -> SafeString:
    """The lines of a split: a name, then a figure a cell; rates with their dot, marked where the whole stands."""
    marks = {figure.key: _percent(figure.value) for figure in whole}
    out = [
        f'<tr><th scope="row">{escape(row.title)}</th>{"".join(_split_cell(cell, low, marks) for cell in row.cells)}</tr>'
        for row in rows
    ]
    return mark_safe("".join(out))  # noqa: S308 - each part escaped


@register.simple_tag
def trend_rows(days: Iterable[_Day]) -> SafeString:
    """The table twin of the trend, newest first."""
    out = [
        f'<tr><th scope="row">{day(row.day)}</th><td class="is-n">{row.received:,}</td><td class="is-n">{row.closed:,}</td></tr>'
        for row in reversed(list(days))
    ]
    return mark_safe("".join(out))  # noqa: S308 - numbers and dates


@register.simple_tag
def trend_json(days: Sequence[_Day], element_id: str = "trend-data") -> SafeString:
    """The trend as a block of data for the chart script; never executed."""
    data = [[row.day.isoformat(), row.received, row.closed, int(row.rest)] for row in days]
    return format_html(
        '<script type="application/json" id="{}">{}</script>', element_id, mark_safe(json.dumps(data))  # noqa: S308 - numbers and dates
    )


# Forms -----------------------------------------------------------------------------------------------------------


@register.filter
def chosen(field: BoundField) -> str:
    """The words of the option a select stands at; empty when nothing is chosen."""
    value = field.value()
    for key, words in getattr(field.field, "choices", ()):
        if str(key) == str(value if value is not None else ""):
            return str(words) if key else ""
    return ""


@register.simple_tag
def control(field: BoundField, placeholder: str = "") -> SafeString:
    """Only the control of a field, with our class and what a screen reader needs."""
    attrs: dict[str, Any] = {}
    widget = field.field.widget
    if not isinstance(widget, CheckboxInput | FileInput):
        attrs["class"] = "ll-input ll-select" if isinstance(widget, Select) else "ll-input"
    if isinstance(widget, Textarea):
        attrs["rows"] = widget.attrs.get("rows") if widget.attrs.get("rows") != "10" else "4"
        attrs.pop("cols", None)
    if placeholder:
        attrs["placeholder"] = placeholder
    said = [f"{field.auto_id}_hint"] if field.help_text else []
    if field.errors:
        attrs["aria-invalid"] = "true"
        said.append(f"{field.auto_id}_error")
    if said:
        attrs["aria-describedby"] = " ".join(said)
    return field.as_widget(attrs=attrs)


@register.simple_tag
def problem(field: BoundField) -> SafeString:
    """The sentence under a field that cannot go as it is; nothing when all is well."""
    if not field.errors:
        return mark_safe("")
    words = " ".join(str(error) for error in field.errors)
    return format_html(
        '<p class="ll-error" id="{}_error"><b class="ll-bang" aria-hidden="true">!</b>{}</p>', field.auto_id, words
    )


def _hint(field: BoundField) -> SafeString:
    if not field.help_text:
        return mark_safe("")
    return format_html('<span class="ll-hint" id="{}_hint">{}</span>', field.auto_id, field.help_text)


def _options(field: BoundField) -> SafeString:
    """Radios or ticks as rows; a label of two lines shows its second line as an explanation."""
    rows = []
    for option in field.subwidgets:
        head, _, note = str(option.data["label"]).partition("\n")
        control_html = option.tag()
        rows.append(
            format_html(
                '<label class="ll-option">{}<span><b>{}</b>{}</span></label>',
                control_html,
                head,
                format_html("<small>{}</small>", note) if note else "",
            )
        )
    return mark_safe("".join(rows))  # noqa: S308 - each row escaped by format_html


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A whole field: label with its hint, control, and the sentence of an error."""
    widget = bound.field.widget
    if bound.is_hidden:
        return bound.as_hidden()
    hint, error = _hint(bound), problem(bound)
    wrong = " is-wrong" if bound.errors else ""
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return format_html(
            '<fieldset class="ll-field{}"><legend>{}</legend>{}<div class="ll-options">{}</div>{}</fieldset>',
            wrong,
            bound.label,
            hint,
            _options(bound),
            error,
        )
    if isinstance(widget, CheckboxInput):
        return format_html(
            '<div class="ll-field{}"><label class="ll-option">{}<span><b>{}</b></span></label>{}{}</div>',
            wrong,
            control(bound),
            bound.label,
            hint,
            error,
        )
    optional = "" if bound.field.required or bound.help_text else format_html(
        '<span class="ll-hint">{}</span>', gettext("可以不填")
    )
    return format_html(
        '<div class="ll-field{}"><label for="{}">{}</label>{}{}{}{}</div>',
        wrong,
        bound.id_for_label,
        bound.label,
        hint,
        optional,
        control(bound),
        error,
    )


@register.simple_tag
def fields(form: Iterable[BoundField], only: str = "", skip: str = "") -> SafeString:
    """The fields of a form in its order (all, `only` some or all but `skip`, names parted by spaces), hidden ones too.

    The honeypot `website` is set out of sight.
    """
    wanted, left_out = only.split(), skip.split()
    shown = []
    for bound in form:
        if (wanted and bound.name not in wanted) or bound.name in left_out:
            continue
        if bound.name == "website":
            trap = bound.as_widget(attrs={"tabindex": "-1", "autocomplete": "off"})
            shown.append(format_html('<div class="ll-trap"><label aria-hidden="true">{}</label></div>', trap))
        else:
            shown.append(field(bound))
    return mark_safe("".join(shown))  # noqa: S308 - each part is escaped


@register.simple_tag
def once() -> SafeString:
    """The hidden key that makes a second press of the same form do nothing."""
    return mark_safe(f'<input type="hidden" name="key" value="{uuid4().hex}">')  # noqa: S308 - hexadecimal


@register.filter
def quoted(text: str) -> SafeString:
    """Someone's own words in quotation marks, line breaks kept."""
    if not text:
        return mark_safe("")
    return mark_safe("“" + escape(text).replace("\n", "<br>") + "”")  # noqa: S308 - escaped
