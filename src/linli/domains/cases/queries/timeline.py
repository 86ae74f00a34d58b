"""What happened to a case, in sentences: for staff, and for the reporter behind the link."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.models import EventRow
from linli.domains.cases.models import Photo, Remark
from linli.domains.cases.values import PhotoRow, TimelineRow

Data = dict[str, Any]
MOST = 200


class Line(NamedTuple):
    """A sentence for staff, one for the reporter (empty: not shown to them), its tone and group."""

    staff: str
    reporter: str = ""
    tone: str = ""
    group: str = ""


class Told(NamedTuple):
    """An event of a case, as its story needs it."""

    pk: int
    at: datetime
    name: str
    data: Data


def story(case_id: int) -> list[Told]:
    """The events of a case, newest first."""
    rows = EventRow.objects.filter(subject_kind="case", subject_id=case_id).order_by("-id")
    return [Told(*row) for row in rows.values_list("pk", "at", "name", "data")[:MOST]]


def timeline(
    events: list[Told], photos: Iterable[PhotoRow], *, staff: bool, words: Mapping[int, str] | None = None
) -> tuple[TimelineRow, ...]:
    """The whole story in sentences, newest first, for staff or for the reporter; remarks are read if not given."""
    pictures = {photo.id: photo for photo in photos}
    words = _remarks(events) if words is None else words
    lines = []
    for row in events:
        line = _line(row)
        sentence = line.staff if staff else line.reporter
        if sentence:
            lines.append(
                TimelineRow(
                    at=row.at,
                    sentence=sentence,
                    quote=words.get(row.data.get("remark_id") or 0, ""),
                    photos=tuple(pictures[one] for one in row.data.get("photos", ()) if one in pictures),
                    tone=line.tone,
                    group=line.group,
                    event_id=row.pk,
                )
            )
    return tuple(lines)


def walked(events: list[Told], joint: str, redo: str) -> list[tuple[str, datetime, str]]:
    """The stages a case went into, oldest first: (stage, when, whose it became). A whistle goes to `joint`, a
    reopening to `redo`: the procedure knows which stages these are."""
    steps = []
    for row in reversed(events):
        stage = {"CaseMoved": row.data.get("to_stage"), "WhistleBlown": joint, "CaseReopened": redo}.get(row.name)
        if stage:
            steps.append((str(stage), row.at, str(row.data.get("lead") or row.data.get("to_seat") or "")))
    return steps


def photo_rows(case_id: int, link: str) -> tuple[PhotoRow, ...]:
    """The pictures of a case as links for one reader."""
    return photo_links(Photo.objects.filter(case_id=case_id).order_by("id").values_list("pk", "kind"), link)


def photo_links(photos: Iterable[tuple[int, str]], link: str) -> tuple[PhotoRow, ...]:
    """Pictures, by id and kind, as links for one reader."""
    alts = {"report": _("反映人拍的照片"), "arrival": _("到场照片"), "done": _("处置后的照片")}
    return tuple(
        PhotoRow(pk, f"{link}photos/{pk}/", f"{link}photos/{pk}/small/", kind, alts.get(kind, ""))
        for pk, kind in photos
    )


def _remarks(rows: Iterable[Told]) -> dict[int, str]:
    ids = {int(row.data["remark_id"]) for row in rows if row.data.get("remark_id")}
    return dict(Remark.objects.filter(pk__in=ids).values_list("pk", "words")) if ids else {}


def _line(row: Told) -> Line:
    make = _LINES.get(row.name)
    return make(row.data) if make else Line("")


def pick(words: Any) -> str:
    """A pair of Chinese and English words in the reader's language."""
    zh, en = [*words, ""][:2]
    return en if (get_language() or "").startswith("en") and en else zh


def _vacant(data: Data) -> str:
    return _("（%(seats)s空缺，已报）") % {"seats": "、".join(data["vacant"])} if data.get("vacant") else ""


def _opened(data: Data) -> Line:
    sent = _("收到反映，送到%(seat)s") % {"seat": data["to_seat"]}
    return Line(sent + _vacant(data), sent, group="talk")


def _signed(data: Data) -> Line:
    words = _("%(seat)s签收") % {"seat": data["seat"]}
    return Line(words, words)


def _moved(data: Data) -> Line:
    said = {"seat": data["seat"], "act": pick(data["act_words"]), "to": data["to_seat"]}
    if data["act"] == "joint_done":
        words = _("各方处置完毕，请反映人评价")
        return Line(words, words, group="site")
    if not data["to_seat"]:
        words = _("%(seat)s：%(act)s，请反映人评价") % said
        return Line(words, words, group="site")
    words = _("%(seat)s%(act)s，交给%(to)s") % said
    return Line(words + _vacant(data), words)


def _whistled(data: Data) -> Line:
    helpers = "、".join(data["helpers"])
    words = _("%(seat)s吹哨：%(lead)s主办") % data
    words += _("，%(helpers)s协办") % {"helpers": helpers} if helpers else ""
    return Line(words + _vacant(data), words, group="talk")


def _arrived(data: Data) -> Line:
    words = _("%(unit)s到场，用时 %(minutes)s 分钟，离现场 %(metres)s 米") % data
    return Line(words, _("%(unit)s到了现场") % data, "" if data["on_time"] else "late", "site")


def _part(data: Data) -> Line:
    words = _("%(unit)s处置完毕") % data
    return Line(words, words, group="site")


def ask_words(kind: str) -> str:
    """What is asked for, as a noun."""
    return {"return": _("退单"), "extend": _("延期"), "suspend": _("挂账"), "decline": _("不予受理")}.get(kind, kind)


def _asked(data: Data) -> Line:
    return Line(
        _("%(seat)s申请%(kind)s，等%(to)s批")
        % {"seat": data["seat"], "kind": ask_words(data["kind"]), "to": data["to_seat"]}
    )


def _decided(data: Data) -> Line:
    said = {"seat": data["seat"], "kind": ask_words(data["kind"]), "by": data["asked_by"]}
    if not data["approved"]:
        return Line(_("%(seat)s没有同意%(by)s%(kind)s") % said)
    shown = _("需要多一些时间，经批准延期") if data["kind"] == "extend" else ""
    return Line(_("%(seat)s同意%(by)s%(kind)s") % said, shown)


def answer_words(contacted: bool | None, solved: bool | None, satisfaction: str) -> str:
    """The three answers in one phrase."""
    if solved is None:
        return _("没联系上")
    satisfied = {"satisfied": _("满意"), "basic": _("基本满意"), "unsatisfied": _("不满意")}.get(satisfaction, "")
    parts = [_("联系了") if contacted else _("没人联系"), _("解决了") if solved else _("没解决"), satisfied]
    return _("，").join(part for part in parts if part)


def _answered(data: Data) -> Line:
    answer = answer_words(data["contacted"], data["solved"], data["satisfaction"])
    if data["by"] == "reporter":
        return Line(
            _("反映人评价：%(answer)s") % {"answer": answer},
            _("您的评价：%(answer)s") % {"answer": answer},
            group="talk",
        )
    said = {"seat": data["seat"], "answer": answer}
    return Line(_("%(seat)s回访：%(answer)s") % said, _("%(seat)s电话回访：%(answer)s") % said, group="talk")


def _unanswered(data: Data) -> Line:
    return Line(_("到期没有评价，请%(to_seat)s回访") % data + _vacant(data), _("还没等到您的评价，会有人打电话问您"))


def _reopened(data: Data) -> Line:
    said = {"round": data["round"], "seat": data["to_seat"]}
    return Line(_("第 %(round)s 次重办，交给%(seat)s") % said + _vacant(data), _("重新办理，交给%(seat)s") % said)


def _closed(data: Data) -> Line:
    words = _("不予受理，已告知去向") if data["result"] == "declined" else _("办结")
    return Line(words, words)


def _nudged(data: Data) -> Line:
    if data["by"] == "reporter":
        return Line(_("反映人催办"), _("您催了一次，已转告经办人"), group="talk")
    if data["by"] == "supervisor":
        return Line(_("%(seat)s督办") % data, _("%(seat)s在督办") % data)
    return Line(_("%(seat)s催%(to)s") % data)


def _late(data: Data) -> Line:
    clocks = {"sign": _("没签收"), "arrive": _("没到场"), "finish": _("没办完")}
    words = _("%(seat)s超时%(what)s，已提醒") % {"seat": data["seat"], "what": clocks.get(data["clock"], "")}
    return Line(words, _("比约定的时间晚了，我们已经催办") if data["clock"] == "finish" else "", "late")


def _climbed(data: Data) -> Line:
    words = _("超时升级，%(to_seat)s督办") % data
    return Line(words + _vacant(data), words, "late")


def _scored(data: Data) -> Line:
    if data["by_caller"]:
        return Line(_("吹哨人给%(unit)s打 %(points)s 分") % data)
    return Line(_("%(unit)s给吹哨人打 %(points)s 分") % data)


def _told(data: Data) -> Line:
    return Line(_("%(seat)s告诉反映人") % data, _("%(seat)s告诉您") % data, group="talk")


_LINES: dict[str, Callable[[Data], Line]] = {
    "CaseOpened": _opened,
    "CaseSigned": _signed,
    "CaseMoved": _moved,
    "WhistleBlown": _whistled,
    "UnitArrived": _arrived,
    "PartFinished": _part,
    "AskMade": _asked,
    "AskDecided": _decided,
    "CallBackAnswered": _answered,
    "CallBackUnanswered": _unanswered,
    "CaseReopened": _reopened,
    "CaseClosed": _closed,
    "CaseNudged": _nudged,
    "DutyOverdue": _late,
    "DutyEscalated": _climbed,
    "UnitScored": _scored,
    "ReporterTold": _told,
    "WordsAdded": lambda data: Line(_("反映人补充"), _("您补充了"), group="talk"),
    "ContactRevealed": lambda data: Line(_("%(seat)s查看了反映人的电话") % data),
    "CaseOverdue": lambda data: Line(_("超过了办理时限"), "", "late"),
    "CaseResumed": lambda data: Line(_("%(seat)s恢复办理") % data, _("恢复办理")),
    "CaseClockSet": lambda data: Line(_("工作日历已更新，时限已定")),
    "LadderEmpty": lambda data: Line(_("超时没有上级岗位可以升级"), "", "late"),
}


def event_words(name: str, data: Data) -> str:
    """What an event says in one sentence for staff; empty for events of other subjects."""
    make = _LINES.get(name)
    return make(data).staff if make else ""
