"""The words and initials that organizations are found by; written with them, `rebuild()` makes the same."""

from linli.backbone.found import Row, WordIndex
from linli.domains.organizations.models import Organization
from linli.kernel.pinyin import initials
from linli.kernel.words import vector


def _words(rows: list[Row]) -> list[str]:
    return [
        vector(dict.fromkeys((name, short)), sorted(f"I{one}" for one in initials(name) | initials(short)))
        for _pk, name, short in rows
    ]


_INDEX = WordIndex(
    "organizations_organizationtext", lambda: Organization.objects.values_list("id", "name", "short_name"), _words
)
index_names, rebuild = _INDEX.write, _INDEX.rebuild
