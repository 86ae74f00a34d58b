"""The part of a pack with procedures and categories, and their translation into the kernel's tables."""

from collections.abc import Iterator

from linli.backbone.packs.loader import Pack
from linli.domains.cases.values.tables import Cases, ProcedureTable, cases, translated
from linli.kernel import procedure as kernel


class CasesSection:
    """`cases:` of a pack."""

    name = "cases"
    schema = Cases

    def problems(self, pack: Pack) -> Iterator[tuple[tuple[str, ...], str]]:
        """Procedures hold together; every seat they name is a post; the fall-back category exists."""
        part = cases(pack)
        posts = set(pack.raw.get("organizations", {}).get("posts", {}))
        for key, table in part.procedures.items():
            for path, words in kernel.problems(translated(key, table)):
                yield ("procedures", key, *path), words
            for path, expression in _expressions(table):
                if expression not in ("handler", "caller") and expression.partition("@")[0] not in posts:
                    yield ("procedures", key, *path), f"没有叫“{expression.partition('@')[0]}”的岗位"
        if part.categories and part.fallback not in part.categories:
            yield ("fallback",), f"没有叫“{part.fallback}”的类别"


def _expressions(table: ProcedureTable) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, stage in table.stages.items():
        here = ("stages", key)
        if stage.duty:
            yield from (((*here, "duty", "seat"), one) for one in stage.duty.seat)
        if stage.gate and stage.gate.rating:
            yield from (((*here, "gate", "rating", "otherwise"), one) for one in stage.gate.rating.otherwise)
        for act_key, act in stage.acts.items():
            yield from (((*here, "acts", act_key, "decide"), one) for one in act.decide)
        for index, step in enumerate(stage.overdue):
            yield from (((*here, "overdue", str(index), "escalate"), one) for one in step.escalate)
