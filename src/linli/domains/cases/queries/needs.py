"""What an act needs, for its form."""

from linli.backbone.packs.registry import version
from linli.backbone.values import Viewer
from linli.domains.cases.access import case_seen
from linli.domains.cases.queries.follow import photo_file
from linli.domains.cases.queries.standing import place_ids, procedure_of
from linli.domains.cases.queries.timeline import pick
from linli.domains.cases.queries.whistle import kind_words, length_words
from linli.domains.cases.values.forms import ActNeeds
from linli.domains.cases.values.tables import cases as cases_part
from linli.kernel.refusal import NotFound


def act_needs(viewer: Viewer, number: str, act_key: str) -> ActNeeds:
    """The needs of an act of a case's stage; NotFound when the stage has no such act."""
    case = case_seen(viewer, number)
    procedure = procedure_of(case)
    act = procedure.stage(case.stage).acts.get(act_key)
    if act is None:
        raise NotFound("act")
    target = procedure.stages.get(act.to or "")
    within = target.arrival.within if target and target.arrival else {}
    routes = cases_part(version(case.pack_version)).routes
    return ActNeeds(
        needs=(*act.needs, *act.choose),
        place_ids=tuple(place_ids(case)),
        routes=tuple((key, pick((words.zh, words.en))) for key, words in routes.items()),
        kinds=tuple((kind, f"{kind_words(kind)}（{length_words(str(length))}）") for kind, length in within.items()),
    )


def viewed_photo(viewer: Viewer, number: str, photo_id: int) -> str:
    """The stored file of a picture of a case the viewer may see."""
    return photo_file(case_seen(viewer, number), photo_id)
