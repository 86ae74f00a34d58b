"""What a viewer may do with a case now, in order, each allowed or explained; and what the stage still needs."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from linli.backbone.refusals import sentence
from linli.domains.cases.models import Case
from linli.domains.cases.queries.sentences import pick
from linli.domains.cases.queries.standing import act_words, parts_of, procedure_of, stage_words
from linli.domains.cases.values import ActOption, AskRow, NeedRow
from linli.domains.duties.values import DutyInfo, DutyRole, DutyState
from linli.kernel.procedure import Offer, Part, Standing, joint_needs, offers
from linli.kernel.refusal import Refusal
from linli.ui.timewords import day_beside

# Acts whose refusal is worth a sentence of its own; the others are simply not offered.
EXPLAINED = ("return", "extend")


def act_options(
    case: Case, duty: DutyInfo | None, standing: Standing, deciding: bool, duties: tuple[DutyInfo, ...], seats: set[int]
) -> tuple[ActOption, ...]:
    """The viewer's acts: one of them primary; forbidden ones only where the reason helps."""
    if not case.open:
        return ()
    found: list[ActOption] = []
    base = f"/cases/{case.number}/acts/"
    if supervised(duties, seats):
        found.append(ActOption("supervise", _("去督办"), f"{base}supervise/", True, icon="bell-ringing"))
    if duty is not None and not standing.signed and duty.state == DutyState.OPEN:
        found.append(ActOption("sign", _("签收"), f"{base}sign/", not found and not deciding, icon="check"))
    for offer in offers(procedure_of(case).stage(case.stage), standing):
        option = _option(case, offer, standing, base)
        if option is not None:
            found.append(option)
    return _with_one_primary(found, deciding, duty is not None)


def supervised(duties: tuple[DutyInfo, ...], seats: set[int]) -> bool:
    """Whether a late duty of the case has climbed to one of these seats."""
    return any(
        one.role == DutyRole.SUPERVISE and one.state == DutyState.OPEN and one.seat_id in seats for one in duties
    )


def _option(case: Case, offer: Offer, standing: Standing, base: str) -> ActOption | None:
    act = offer.act
    office = "office" in act.by and standing.role not in act.by
    if not office and (standing.done or (act.does == "resume") != standing.paused):
        return None
    if (offer.code and act.key not in EXPLAINED) or (act.does == "prove" and not standing.proofs):
        return None
    why = ""
    if offer.code:
        if offer.code == "sign_first":
            return None
        why = sentence(Refusal(offer.code))
    return ActOption(
        act.key,
        pick(act_words(case, case.stage, act.key)),
        f"{base}{act.key}/",
        act.primary,
        not offer.code,
        why,
        act.icon,
    )


def _with_one_primary(found: list[ActOption], deciding: bool, holding: bool) -> tuple[ActOption, ...]:
    """The first thing to do first: for who has no duty here only what supervises or what the pack calls primary."""
    allowed = [option for option in found if option.allowed]
    order = ("supervise", "sign", "arrive")
    first = next((option for key in order for option in allowed if option.key == key), None)
    first = first or next((option for option in allowed if option.primary), None)
    first = first or (allowed[0] if allowed and holding else None)
    chosen = None if deciding else first
    return tuple(
        ActOption(one.key, one.title, one.url, one is chosen, one.allowed, one.why, one.icon)
        for one in sorted(found, key=lambda one: one is not first)
    )


def panel(
    case: Case,
    duty: DutyInfo | None,
    standing: Standing,
    duties: tuple[DutyInfo, ...],
    asks: tuple[AskRow, ...],
    options: tuple[ActOption, ...],
) -> tuple[str, tuple[NeedRow, ...]]:
    """The heading of the acts panel and what the stage still needs."""
    if not case.open:
        return _("这件事已经办结"), ()
    if asks:
        return "", ()
    needs = _needs(case, duties)
    missing = sum(not need.met for need in needs)
    if duty is not None and standing.role in ("lead", "helper") and needs:
        return (_("处置完毕还差 %(count)s 样") % {"count": missing} if missing else _("各方都办完了")), needs
    if duty is not None or any(option.primary for option in options):
        return _turn_words(case, duty, standing), needs
    return (_("等反映人评价"), ()) if case.rate_by is not None else (_("不在这个岗位手里，可以看进展"), needs)


def _turn_words(case: Case, duty: DutyInfo | None, standing: Standing) -> str:
    if duty is not None and duty.review_on is not None:
        return _("挂账，%(date)s再看") % {"date": day_beside(duty.review_on, localtime())}
    if not standing.signed:
        return _("先签收，再办理")
    return _("这一步：%(stage)s") % {"stage": pick(stage_words(case, case.stage))}


def _needs(case: Case, duties: tuple[DutyInfo, ...]) -> tuple[NeedRow, ...]:
    gate = procedure_of(case).stage(case.stage).arrival
    if gate is None:
        return ()
    parts = [
        Part(
            "lead" if one.role == DutyRole.LEAD else "helper",
            one.arrived_at is not None,
            one.state == DutyState.DONE,
            one.state == DutyState.CANCELLED,
        )
        for one in parts_of(case, duties)
    ]
    titles = {"arrived": _("都到场"), "finished": _("都写了处置记录")}
    return tuple(
        NeedRow(titles[key], have == want, _("%(have)s / %(want)s") % {"have": have, "want": want})
        for key, have, want in joint_needs(gate, parts)
    )
