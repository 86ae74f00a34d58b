"""What webhooks are called on pages: events, groups of them, faults."""

from django.utils.translation import gettext as _

from linli.backbone.refusals import sentence
from linli.backbone.webhooks.rules import PING
from linli.journeys.event_leaves_by_hook import GROUPS
from linli.kernel.refusal import Refusal


def group_words(group: str) -> str:
    """What a group of events is about."""
    return {
        "cases": _("事项"),
        "duties": _("待办和例行任务"),
        "organizations": _("组织和岗位"),
        "places": _("辖区和楼门码"),
        "insights": _("热点和通报"),
    }[group]


def event_words(name: str) -> str:
    """What an event is called."""
    words = {
        PING: _("试推"),
        "CaseOpened": _("新到一件"),
        "CaseSigned": _("签收了"),
        "CaseMoved": _("到了下一步"),
        "WhistleBlown": _("吹哨了"),
        "UnitArrived": _("单位到场"),
        "PartFinished": _("单位处置完毕"),
        "CallBackAnswered": _("回访有结果"),
        "CaseReopened": _("没解决，重办"),
        "CaseOverdue": _("超过时限"),
        "CasePressed": _("督办了"),
        "CaseRecategorised": _("改了类别"),
        "CaseMerged": _("并案了"),
        "CaseSplit": _("拆成几件"),
        "CaseClosed": _("办结了"),
        **_duty_words(),
        **_register_words(),
        **_insight_words(),
    }
    return words.get(name, name)


def _duty_words() -> dict[str, str]:
    return {
        "DutyWarned": _("待办快到时限"),
        "DutyOverdue": _("待办超过时限"),
        "DutyEscalated": _("待办超时，报给上级岗位"),
        "OccurrenceOpened": _("例行任务派出"),
        "OccurrenceDone": _("例行任务做完"),
        "OccurrenceMissed": _("例行任务没做"),
    }


def _register_words() -> dict[str, str]:
    return {
        "SeatCreated": _("设了岗位"),
        "PersonAppointed": _("岗位有人任职"),
        "AppointmentEnded": _("岗位离任，可能空缺"),
        "BodyFounded": _("成立组织"),
        "BodyDissolved": _("组织撤销"),
        "FoundingStepDone": _("组建走完一步"),
        "CoverageChanged": _("组织覆盖的地方变了"),
        "CompoundRegistered": _("小区登记变了"),
        "DoorsIssued": _("楼门发了码"),
        "DoorRotated": _("楼门换了码"),
        "DoorRevoked": _("楼门码停用"),
        "TerritoryImported": _("导入辖区"),
        "BoundariesImported": _("导入边界"),
    }


def _insight_words() -> dict[str, str]:
    return {
        "IssueFound": _("新出现热点"),
        "IssueGrew": _("热点突然变多"),
        "IssueTaken": _("热点要立专项"),
        "IssueLinked": _("热点立了专项"),
        "IssueClosed": _("热点平息"),
        "CircularIssued": _("发了通报"),
    }


def group_choices() -> dict[str, list[tuple[str, str]]]:
    """The events of each group, for a form."""
    return {group: [(name, event_words(name)) for name in names] for group, names in GROUPS.items()}


def fault_words(error: str) -> str:
    """What went wrong, in words where the house has some."""
    if error.startswith("hook"):
        return sentence(Refusal(error.replace(" ", "_")))
    return _fault_kinds().get(error.partition(":")[0], error)


def _fault_kinds() -> dict[str, str]:
    late = _("对方 5 秒内没有应答")
    return {
        "ConnectError": _("连不上对方"),
        "ConnectTimeout": late,
        "ReadTimeout": late,
        "WriteTimeout": late,
        "PoolTimeout": late,
        "RemoteProtocolError": _("对方没好好应答就断了"),
        "ReadError": _("对方没好好应答就断了"),
        "gaierror": _("找不到这个地址"),
        "Forbidden": _("这个地址在内部网络里，不推"),
    }
