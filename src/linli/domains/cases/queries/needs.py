"""What an act needs, for its form."""

from django.utils.translation import gettext as _

from linli.backbone.packs.registry import version
from linli.backbone.values import Viewer
from linli.domains.cases.access import case_seen
from linli.domains.cases.models import Case
from linli.domains.cases.queries.facts import proofs_missing
from linli.domains.cases.queries.follow import photo_file
from linli.domains.cases.queries.lists import category_title
from linli.domains.cases.queries.sentences import pick
from linli.domains.cases.queries.standing import place_ids, procedure_of
from linli.domains.cases.queries.whistle import kind_words, length_words
from linli.domains.cases.values.forms import ActNeeds, CategoryChoice
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.duties.queries import duties_of
from linli.domains.duties.values import DutyRole, DutyState
from linli.domains.organizations.queries import occupied_under
from linli.kernel.procedure import Act, Stage
from linli.kernel.refusal import NotFound


def act_needs(viewer: Viewer, number: str, act_key: str) -> ActNeeds:
    """The needs of an act of a case's stage; NotFound when the stage has no such act."""
    case = case_seen(viewer, number)
    procedure = procedure_of(case)
    act = procedure.stage(case.stage).acts.get(act_key)
    if act is None:
        raise NotFound("act")
    target = procedure.stages.get(act.to or "")
    desks = tuple(target.duty.seats) if target and target.duty else ()
    within = target.arrival.within if target and target.arrival else {}
    routes = cases_part(version(case.pack_version)).routes
    return ActNeeds(
        needs=(*act.needs, *act.choose),
        place_ids=tuple(place_ids(case)),
        routes=tuple((key, pick((words.zh, words.en))) for key, words in routes.items()),
        kinds=tuple((kind, _aside(kind_words(kind), length_words(str(length)))) for kind, length in within.items()),
        form=act.form,
        steps=_steps(case, procedure.stage(case.stage)),
        seats=_seats(case, act) if "seat" in act.choose else (),
        categories=_categories(case) if "category" in act.choose else (),
        category=category_title(case.category) if "category" in act.choose else "",
        desks=desks,
    )


def _aside(words: str, more: str) -> str:
    return _("%(words)s（%(more)s）") % {"words": words, "more": more}


def _steps(case: Case, stage: Stage) -> tuple[tuple[str, str], ...]:
    """The steps of evidence still to be proven, each with what it takes."""
    if stage.gate is None:
        return ()
    missing = proofs_missing(case, stage)
    takes = {"note": _("写说明"), "photo": _("附照片")}
    return tuple(
        (one.key, _aside(pick(one.words), _("、").join(takes.get(need, need) for need in one.needs)))
        for one in stage.gate.steps
        if one.key in missing
    )


def _categories(case: Case) -> tuple[CategoryChoice, ...]:
    """The categories of the case's pack, the one it was guessed to have first; not the one somebody chose."""
    found = [
        CategoryChoice(
            key,
            pick((one.title.zh, one.title.en)),
            length_words(str(one.limits.get(case.urgency, one.limit))),
            one.words,
            key == case.category,
        )
        for key, one in cases_part(version(case.pack_version)).categories.items()
        if key != case.category or not case.category_chosen
    ]
    return tuple(sorted(found, key=lambda one: not one.now))


def _seats(case: Case, act: Act) -> tuple[tuple[str, str], ...]:
    """The occupied seats of the posts an act names, under the same community or street, but not who holds the case."""
    near = case.community_id or case.street_id or case.place_id
    posts = {one.partition("@")[0] for one in act.seats}
    holding = {
        one.seat_id for one in duties_of("case", case.pk) if (one.role, one.state) == (DutyRole.MAIN, DutyState.OPEN)
    }
    return tuple((str(seat.id), seat.title) for seat in occupied_under(near, posts) if seat.id not in holding)


def viewed_photo(viewer: Viewer, number: str, photo_id: int) -> str:
    """The stored file of a picture of a case the viewer may see."""
    return photo_file(case_seen(viewer, number), photo_id)
