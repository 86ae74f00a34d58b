"""One sentence for each event of a case: for staff, and for the reporter behind the link."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.domains.cases.values import RESULTS

Data = dict[str, Any]


class Line(NamedTuple):
    """A sentence for staff, one for the reporter (empty: not shown to them), its tone and group."""

    staff: str
    reporter: str = ""
    tone: str = ""
    group: str = ""


def line(name: str, data: Data) -> Line:
    """What an event says; empty for events of other subjects."""
    make = _LINES.get(name)
    return make(data) if make else Line("")


def pick(words: Any) -> str:
    """A pair of Chinese and English words in the reader's language."""
    zh, en = [*words, ""][:2]
    return en if (get_language() or "").startswith("en") and en else zh


def _vacant(data: Data) -> str:
    return _("（%(seats)s空缺，已报）") % {"seats": _("、").join(data["vacant"])} if data.get("vacant") else ""


def _opened(data: Data) -> Line:
    if data.get("started"):
        words = _("%(by)s发起，送到%(seat)s") % {"by": data["seat"], "seat": data["to_seat"]}
        return Line(words + _vacant(data), words)
    sent = _("收到反映，送到%(seat)s") % {"seat": data["to_seat"]}
    return Line(sent + _vacant(data), sent, group="talk")


def _signed(data: Data) -> Line:
    words = _("%(seat)s签收") % {"seat": data["seat"]}
    return Line(words, words)


def _stage(data: Data) -> dict[str, str]:
    return {"stage": pick(data["stage_words"])}


def _moved(data: Data) -> Line:
    said = {"seat": data["seat"], "act": pick(data["act_words"]), "to": data["to_seat"]}
    asked = not data["to_seat"] and data.get("asks_reporter", True)
    if data["act"] == "joint_done":
        words = _("各方处置完毕，请反映人评价") if asked else _("各方处置完毕，进入“%(stage)s”") % _stage(data)
        return Line(words, _("各方处置完毕，请您评价") if asked else words, group="site")
    if asked:
        return Line(_("%(seat)s：%(act)s，请反映人评价") % said, _("%(seat)s：%(act)s，请您评价") % said, group="site")
    if not data["to_seat"]:
        words = _("%(seat)s%(act)s，进入“%(stage)s”") % {**said, **_stage(data)}
        return Line(words, words)
    words = _("%(seat)s%(act)s，交给%(to)s") % said
    return Line(words + _vacant(data), words)


def _whistled(data: Data) -> Line:
    helpers = _("、").join(data["helpers"])
    words = _("%(seat)s吹哨：%(lead)s主办") % data
    words += _("，%(helpers)s协办") % {"helpers": helpers} if helpers else ""
    return Line(words + _vacant(data), words, group="talk")


def _arrived(data: Data) -> Line:
    words = _("%(unit)s到场，用时 %(minutes)s 分钟，离现场 %(metres)s 米") % data
    return Line(words, _("%(unit)s到了现场") % data, "" if data["on_time"] else "late", "site")


def _part(data: Data) -> Line:
    words = _("%(unit)s处置完毕") % data
    return Line(words, words, group="site")


def ask_words(kind: str, words: Sequence[str] = ("", "")) -> str:
    """What is asked for, as a noun."""
    named = {
        "return": _("退单"),
        "extend": _("延期"),
        "suspend": _("挂账"),
        "decline": _("不予受理"),
        "exclude": _("剔除"),
        "appeal": _("剔除申诉"),
    }
    return named.get(kind) or (pick(words) if words[0] else kind)


def _asked(data: Data) -> Line:
    kind = ask_words(data["kind"], data.get("kind_words") or ("", ""))
    said = {"seat": data["seat"], "kind": kind, "to": data["to_seat"]}
    if data["kind"] == "appeal":
        return Line(_("%(seat)s提出%(kind)s，等%(to)s批") % said)
    return Line(_("%(seat)s申请%(kind)s，等%(to)s批") % said)


def _decided(data: Data) -> Line:
    said = {
        "seat": data["seat"],
        "kind": ask_words(data["kind"], data.get("kind_words") or ("", "")),
        "by": data["asked_by"],
    }
    if not data["approved"]:
        return Line(_("%(seat)s没有同意%(by)s%(kind)s") % said)
    shown = _("需要多一些时间，经批准延期") if data["kind"] == "extend" else ""
    return Line(_("%(seat)s同意%(by)s%(kind)s") % said, shown)


def satisfaction_words() -> dict[str, str]:
    """How satisfied somebody may be, by key."""
    return {"satisfied": _("满意"), "basic": _("基本满意"), "unsatisfied": _("不满意")}


def answer_words(contacted: bool | None, solved: bool | None, satisfaction: str) -> str:
    """The three answers in one phrase."""
    if solved is None:
        return _("没联系上")
    satisfied = satisfaction_words().get(satisfaction, "")
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
    declined = data["result"] == "declined" and data.get("route")
    words = _("不予受理，已告知去向") if declined else pick(RESULTS.get(data["result"], RESULTS["solved"]))
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


def _noted(data: Data) -> Line:
    words = _("%(seat)s：%(act)s") % {"seat": data["seat"], "act": pick(data["act_words"])}
    if data.get("to_seat"):
        words += _("，交给%(to)s") % {"to": data["to_seat"]}
    return Line(words)


def press_words(level: str) -> str:
    """How hard an office presses, as a noun."""
    words = {"remind": _("提醒"), "urge": _("书面催办"), "list": _("挂牌督办"), "interview": _("约谈")}
    return words.get(level, level)


def _pressed(data: Data) -> Line:
    words = _("%(seat)s%(level)s") % {"seat": data["seat"], "level": press_words(data["level"])}
    return Line(words, _("%(seat)s在督办") % data, "late")


def _merged(data: Data) -> Line:
    words = _("与 %(into)s 是同一件事，并过去一起办") % data
    return Line(words, words)


def _taken(data: Data) -> Line:
    return Line(_("%(taken)s 是同一件事，并进来一起办") % data, _("又有邻居反映这件事，一起办"))


def _split(data: Data) -> Line:
    parts = data["parts"]
    words = _("分成 %(count)s 件分别办：%(parts)s") % {"count": len(parts), "parts": _("、").join(parts)}
    return Line(words, words)


def _recategorised(data: Data) -> Line:
    old, new = pick(data["from_words"]), pick(data["to_words"])
    if data["from_category"] == data["to_category"]:
        return Line(_("%(seat)s认定类别是“%(new)s”") % {"seat": data["seat"], "new": new})
    words = _("%(seat)s改了类别：%(old)s → %(new)s") % {"seat": data["seat"], "old": old, "new": new}
    words += _("，时限照新类别") if data.get("due") else ""
    return Line(words, _("类别改为“%(new)s”") % {"new": new})


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
    "NeighbourJoined": lambda data: Line(_("又一位邻居关注这件事"), _("又一位邻居关注这件事"), group="talk"),
    "WordsAdded": lambda data: Line(_("反映人补充"), _("您补充了"), group="talk"),
    "ContactRevealed": lambda data: Line(_("%(seat)s查看了反映人的电话") % data),
    "CaseOverdue": lambda data: Line(_("超过了办理时限"), "", "late"),
    "CaseResumed": lambda data: Line(
        _("%(seat)s恢复办理") % data if data.get("seat") else _("复核日期到了，接着办"), _("恢复办理")
    ),
    "CaseClockSet": lambda data: Line(_("工作日历已更新，时限已定")),
    "CaseNoted": _noted,
    "CasePressed": _pressed,
    "CaseMerged": _merged,
    "DuplicateTaken": _taken,
    "CaseSplit": _split,
    "CaseRecategorised": _recategorised,
    "CaseExcluded": lambda data: Line(_("%(seat)s：不计入考核") % data),
    "CaseConcealed": lambda data: Line(_("%(seat)s：为反映人保密") % data, _("您的信息已保密")),
    "DutyWarned": lambda data: Line(_("快到时限，已提醒%(seat)s") % data),
    "LadderEmpty": lambda data: Line(_("超时没有上级岗位可以升级"), "", "late"),
}


def event_words(name: str, data: Data) -> str:
    """What an event says in one sentence for staff; empty for events of other subjects."""
    make = _LINES.get(name)
    return make(data).staff if make else ""
