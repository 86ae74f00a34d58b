"""What the events of the log are called, for who reads it."""

from django.utils.translation import gettext as _

from linli.domains.cases.queries.sentences import Data, event_words
from linli.front import hooked


def log_words(name: str, data: Data) -> str:
    """What an event says: of a case its sentence, of other matters what it is called."""
    return event_words(name, data) or _words().get(name) or hooked.event_words(name)


def _words() -> dict[str, str]:
    return {**_figures(), **_work(), **_people(), **_notices(), **_register(), **_venues(), **_outside()}


def _figures() -> dict[str, str]:
    return {
        "AdviceNoted": _("机器的提醒和人的选择比过了"),
        "AdviceSwitched": _("开关了机器的提醒"),
        "CircularDrafted": _("起草了通报"),
        "CircularEdited": _("改了通报"),
        "CircularRefreshed": _("通报重新取了数"),
        "CircularSent": _("通报送审"),
        "CircularTakenBack": _("通报撤回送审"),
        "CircularReturned": _("通报退回修改"),
        "CircularApproved": _("批准了通报"),
        "CircularDropped": _("通报作废"),
        "IssuesMerged": _("合并了热点"),
        "IssueSplit": _("拆分了热点"),
        "ModelTrained": _("从办结的事里学会了猜类别"),
        "PeriodLocked": _("锁定了时段"),
    }


def _work() -> dict[str, str]:
    return {
        "EntryKept": _("登记了内容"),
        "EntryRevealed": _("看了加密的内容"),
        "OccurrenceCheckedIn": _("巡查到点"),
        "ProblemFound": _("巡查发现问题"),
        "ProblemLinked": _("巡查的问题立了事项"),
        "OrdersImported": _("导入了热线工单"),
        "SheetMappingKept": _("记住了一种表怎么读"),
        "RegisterImported": _("导入了登记册"),
        "WorkAsked": _("提交了后台任务"),
        "WorkCancelled": _("取消了后台任务"),
        "WorkEnded": _("后台任务结束"),
    }


def _people() -> dict[str, str]:
    return {
        "PackApplied": _("启用了治理模式包的新版"),
        "PersonAdded": _("录入了人员"),
        "PasswordRenewed": _("换了登录密码，停了双重验证"),
        "PersonErased": _("抹去了一个人的身份信息"),
        "ConsentGiven": _("本人同意公布"),
        "ConsentWithdrawn": _("本人收回同意"),
    }


def _notices() -> dict[str, str]:
    return {
        "NoticeDrafted": _("起草了公告"),
        "NoticeRevised": _("改了公告"),
        "NoticePublished": _("贴出了公告"),
        "NoticeWithdrawn": _("撤下了公告"),
        "NoticeConsentKept": _("存了公告里当事人的同意"),
        "NoticeConsentWithdrawn": _("公告里的当事人收回同意"),
    }


def _register() -> dict[str, str]:
    return {
        "MembershipChanged": _("组织成员变了"),
        "OrganizationAdded": _("登记了单位"),
        "PairingAssigned": _("结了对子"),
        "PairingReplaced": _("换了结对"),
        "PairingEnded": _("结对结束"),
        "PromiseProposed": _("提出了公示牌上的承诺"),
        "PromiseShown": _("承诺上了公示牌"),
        "PromiseTakenUp": _("承诺立了事项"),
        "ContactLogged": _("记了一次联系"),
        "ContactConfirmed": _("核实了一次联系"),
        "ContactNoteRevealed": _("看了联系的内容"),
        "OfferMade": _("报了资源"),
        "OfferRevised": _("改了资源"),
        "OfferVetted": _("审核了资源"),
        "OfferWithdrawn": _("撤回了资源"),
        "OffersImported": _("导入了资源"),
    }


def _venues() -> dict[str, str]:
    return {
        "VenueRegistered": _("登记了场所"),
        "VenueOpened": _("场所开放"),
        "VenueClosed": _("场所关闭"),
        "VenueCorrected": _("改了场所登记"),
        "VenuesImported": _("导入了场所"),
        "HandoverRecorded": _("用房移交给了场所"),
    }


def _outside() -> dict[str, str]:
    return {
        "TokenIssued": _("发了接口令牌"),
        "TokenRevoked": _("停用了接口令牌"),
        "HookMade": _("设了事件推送"),
        "HookStopped": _("停了事件推送"),
        "HookSwitchedOff": _("事件推送总是失败，停了"),
        "HookTried": _("试推了一次"),
        "DeliveryReplayed": _("重推了一次事件"),
        "WallKeyMade": _("开了大屏链接"),
        "WallKeyRevoked": _("停用了大屏链接"),
    }
