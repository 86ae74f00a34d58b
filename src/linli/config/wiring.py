"""The one table of who listens to which event, which sections a pack has, and what runs by itself."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from linli.adapters import exports, uploads
from linli.backbone import audit, events, jobs
from linli.backbone.facts.rebuilding import RebuildKind
from linli.backbone.packs import registry
from linli.backbone.packs.about import AboutSection
from linli.backbone.periodic import forget_old_keys, run_each
from linli.backbone.values import SYSTEM
from linli.backbone.webhooks import commands as hooks
from linli.backbone.webhooks import sending
from linli.backbone.works import commands as works
from linli.backbone.works import kinds, running
from linli.domains.cases import projections as case_figures
from linli.domains.cases import reactions as cases
from linli.domains.cases.commands import ask_desk_to_call, fall_overdue
from linli.domains.cases.commands.asks import resume_suspended
from linli.domains.cases.commands.clock import set_missing_clock
from linli.domains.cases.commands.gates import pass_gate
from linli.domains.cases.management.hotline import ImportKind
from linli.domains.cases.pack import CasesSection, HotlineSection
from linli.domains.cases.projections import words as case_words
from linli.domains.cases.queries import overdue_ids, unanswered_ids, unclocked_ids
from linli.domains.cases.queries.due import cases_stranded, gate_ids, review_ids
from linli.domains.cases.queries.exports import CaseListing
from linli.domains.duties import projections as round_figures
from linli.domains.duties import reactions as rounds
from linli.domains.duties.commands import climb, fall_due
from linli.domains.duties.commands.overdue import climbing_ids, due_ids, warn, warning_ids
from linli.domains.duties.commands.routines import coming, ended_ids, miss_occurrence, open_occurrence
from linli.domains.duties.pack import CalendarSection, RoutinesSection
from linli.domains.duties.queries.exports import InboxListing
from linli.domains.exchange import reactions as exchange
from linli.domains.exchange.pack import OffersSection
from linli.domains.insights import reactions as insights
from linli.domains.insights.commands import close_issue, draft_circular, note_issue, train_model
from linli.domains.insights.management.circulars import PaperKind
from linli.domains.insights.management.training import TrainingKind
from linli.domains.insights.pack import AdviceSection, CircularsSection, HotSection, InsightsSection
from linli.domains.insights.projections import issues
from linli.domains.insights.queries.advice import hot_is_off
from linli.domains.insights.queries.circulars import due_circulars
from linli.domains.insights.queries.issues import quiet_ids, telling_ids
from linli.domains.organizations.pack import OrganizationsSection
from linli.domains.organizations.queries.seats import seat_held
from linli.domains.organizations.queries.viewers import viewer_again
from linli.domains.people import commands as people
from linli.domains.places import projections as door_figures
from linli.domains.places.pack import ServicesSection, TerritorySection
from linli.domains.publishing import reactions as publishing
from linli.domains.publishing.pack import NoticesSection
from linli.domains.venues import reactions as venues
from linli.domains.venues.pack import VenuesSection
from linli.journeys import (
    dissolved_body_ends_offers,
    event_leaves_by_hook,
    found_problem_opens_case,
    issue_opens_rectification,
    promise_stands_on_card,
)

log = logging.getLogger(__name__)

# A worker knows a task when its module is imported: deliveries stand with the events, the rest stands below.
DELIVERIES, LONG_WORK, HOOKS = jobs.deliver, running.carry_on, sending.send
# Seconds that telling may take of a worker at once.
SLICE = 2.0
# Slow listeners rest so many times as long as they took, so that a storm of reports, and not what may wait, has the
# machine.
REST = 3.0

exports.register(CaseListing(), InboxListing())
REBUILDS = (case_figures.rebuild, round_figures.rebuild, door_figures.rebuild)
LONG_KINDS: tuple[kinds.Kind, ...] = (
    exports.ExportKind(),
    ImportKind(),
    PaperKind(),
    RebuildKind(REBUILDS),
    TrainingKind(),
)
kinds.register(*LONG_KINDS, again=viewer_again)

registry.register(
    AboutSection(), TerritorySection(), ServicesSection(), OrganizationsSection(), CalendarSection(), CasesSection()
)
registry.register(
    RoutinesSection(), HotlineSection(), VenuesSection(), InsightsSection(), CircularsSection(), AdviceSection()
)
registry.register(HotSection(), NoticesSection(), OffersSection())

registry.check_live(cases_stranded)
people.keep_while(seat_held)

HEARD: dict[str, list[events.Listener]] = {
    "CaseOpened": [cases.tell_holder, cases.index_new_case, insights.place_report],
    "CaseMoved": [cases.tell_holder, promise_stands_on_card.show_promise_of_case, cases.index_case],
    "WhistleBlown": [cases.tell_called, cases.index_case],
    "UnitArrived": [cases.tell_caller],
    "PartFinished": [cases.tell_caller],
    "AskMade": [cases.tell_decider, cases.index_case],
    "AskDecided": [cases.tell_asker, cases.index_case],
    "CallBackUnanswered": [cases.tell_holder, cases.index_case],
    "CaseReopened": [cases.tell_holder, cases.index_case],
    "WordsAdded": [cases.tell_present_holders, cases.index_case],
    "CaseNudged": [cases.tell_present_holders],
    "CaseNoted": [cases.tell_next, cases.index_case],
    "CaseResumed": [cases.tell_resumed, cases.index_case],
    "CaseMerged": [cases.index_case],
    "CaseSplit": [cases.index_case],
    "CasePressed": [cases.tell_pressed],
    "CaseRecategorised": [cases.tell_recategorised, insights.judge_category, cases.index_case],
    "CaseClosed": [
        cases.settle_parents,
        promise_stands_on_card.show_promise_of_case,
        insights.judge_route,
        cases.index_case,
    ],
    "DutyWarned": [events.about("case", cases.tell_near_holder)],
    "DutyOverdue": [events.about("case", cases.tell_late_holder), events.about("occurrence", rounds.tell_late)],
    "DutyEscalated": [events.about("case", cases.tell_supervisor), events.about("case", cases.index_case)],
    "OccurrenceMissed": [rounds.tell_missed],
    "PromiseProposed": [promise_stands_on_card.open_case_of_promise],
    **{name: [insights.tell_of_circular] for name in insights.CODES},
    **{name: [insights.tell_of_issue] for name in insights.ISSUE_CODES},
    "IssueTaken": [issue_opens_rectification.open_case_of_issue],
    "ProblemFound": [found_problem_opens_case.open_case_of_problem],
    "NoticeDrafted": [publishing.tell_publishers],
    "OfferMade": [exchange.tell_vetters],
    "OffersImported": [exchange.tell_vetters_of_sheet],
    "OfferVetted": [exchange.tell_makers],
    "TerritoryImported": [venues.follow_territory],
    "BodyDissolved": [dissolved_body_ends_offers.take_offers_back],
    "TokenRevoked": [event_leaves_by_hook.end_hooks_of_token],
    "HookSwitchedOff": [event_leaves_by_hook.tell_hook_keeper],
}
for name in event_leaves_by_hook.EVENTS:
    HEARD.setdefault(name, []).append(event_leaves_by_hook.queue_hooks)
# Indexing and grouping take longer than telling: nobody waits for a notice because of them.
events.listen(HEARD, slow=(cases.index_new_case, cases.index_case, insights.place_report))


def _over(seconds: float) -> Callable[[], bool]:
    """Whether so much time has passed since: other jobs want their turn."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


@app.periodic(cron="* * * * * *")
@app.task(name="deliveries", queueing_lock="deliveries")
def deliveries(timestamp: int) -> None:
    """Every second: tell listeners what happened."""
    jobs.deliver_waiting(until=_over(SLICE), rest=lambda took: time.sleep(REST * took))


@app.periodic(cron="* * * * *")
@app.task(name="clocks", queueing_lock="clocks")
def clocks(timestamp: int) -> None:
    """Every minute: which rounds ended undone, what fell due, what climbs, whose call-back stays unanswered."""
    now = datetime.now(UTC)
    run_each(ended_ids(now), lambda one: miss_occurrence(actor=SYSTEM, occurrence_id=one, now=now))
    run_each(due_ids(now), lambda one: fall_due(actor=SYSTEM, duty_id=one, now=now))
    run_each(climbing_ids(now), lambda one: climb(actor=SYSTEM, duty_id=one, now=now))
    run_each(overdue_ids(now), lambda one: fall_overdue(actor=SYSTEM, case_id=one, now=now))
    run_each(unanswered_ids(now), lambda one: ask_desk_to_call(actor=SYSTEM, case_id=one, now=now))
    run_each(review_ids(now), lambda one: resume_suspended(actor=SYSTEM, case_id=one, now=now))
    run_each(gate_ids(now), lambda one: pass_gate(actor=SYSTEM, case_id=one, now=now))
    run_each(warning_ids(now), lambda one: warn(actor=SYSTEM, duty_id=one, now=now))
    run_each(unclocked_ids(), lambda one: set_missing_clock(actor=SYSTEM, case_id=one, now=now))


@app.periodic(cron="* * * * *")
@app.task(name="routines", queueing_lock="routines")
def open_rounds(timestamp: int) -> None:
    """Every minute: the dates of routines whose window is open and that were not yet given to a seat."""
    now = timezone.localtime()
    due = coming(now)
    run_each(range(len(due)), lambda at: open_occurrence(actor=SYSTEM, one=due[at], now=now))


@app.periodic(cron="* * * * * */2")
@app.task(name="figures", queueing_lock="figures")
def figures(timestamp: int) -> None:
    """Every two seconds: fold facts and door openings into their tallies; of a great many, some at a time."""
    for fold in (door_figures.fold_scans, case_figures.fold, round_figures.fold, door_figures.fold):
        over = _over(SLICE)
        while fold() and not over():
            pass


@app.periodic(cron="* * * * *")
@app.task(name="seals", queueing_lock="seals")
def seals(timestamp: int) -> None:
    """Every minute: seal the finished events into the hash chain."""
    over = _over(10 * SLICE)
    while audit.seal_batch(datetime.now(UTC)) and not over():
        pass


@app.periodic(cron="17 3 * * *")
@app.task(name="housekeeping", queueing_lock="housekeeping")
def housekeeping(timestamp: int) -> None:
    """Every night: forget old keys and deliveries, and results whose time is over; index cases that were not."""
    forget_old_keys(datetime.now(UTC))
    case_words.mend()
    works.purge_results(datetime.now(UTC))
    uploads.purge(datetime.now(UTC))
    hooks.purge_deliveries(datetime.now(UTC))


@app.periodic(cron="40 0 * * *")
@app.task(name="circulars", queueing_lock="circulars")
def circulars(timestamp: int) -> None:
    """Every night: draft the circulars whose period is over."""
    now = timezone.localtime()
    due = due_circulars(now)

    def draft(at: int) -> int:
        kind, place_id, start, end = due[at]
        return draft_circular(actor=SYSTEM, kind=kind, place_id=place_id, start=start, end=end, now=now)

    run_each(range(len(due)), draft)


@app.periodic(cron="20 2 * * *")
@app.task(name="training", queueing_lock="training")
def training(timestamp: int) -> None:
    """Every night: learn from what was handled, where there is enough of it."""
    run_each([0], lambda _one: train_model(actor=SYSTEM, now=datetime.now(UTC)))


@app.periodic(cron="50 2 * * *")
@app.task(name="issues", queueing_lock="issues")
def group_issues(timestamp: int) -> None:
    """Every night: group what was said anew, tell what became hot, close what is quiet."""
    now = datetime.now(UTC)
    gather_issues(now)
    run_each(quiet_ids(now), lambda one: close_issue(actor=SYSTEM, issue_id=one, now=now))


def gather_issues(now: datetime) -> int:
    """Group what was said anew and tell what became hot, unless that is switched off; how many issues were told."""
    if hot_is_off():
        return 0
    issues.rebuild(now)
    found = telling_ids()
    run_each(found, lambda one: note_issue(actor=SYSTEM, issue_id=one, now=now))
    return len(found)


@app.periodic(cron="* * * * * */20")
@app.task(name="stalled", queueing_lock="stalled", pass_context=True)
async def stalled(context: Any, timestamp: int) -> None:
    """Every twenty seconds: put back the jobs of workers that have not been heard of for half a minute; one that waits
    already is ended, as the one that waits does the same."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)


@app.periodic(cron="*/5 * * * *")
@app.task(name="purge", queueing_lock="purge", pass_context=True)
async def purge(context: Any, timestamp: int) -> None:
    """Every five minutes: forget jobs that ended three days ago."""
    await context.app.job_manager.delete_old_jobs(nb_hours=72)
