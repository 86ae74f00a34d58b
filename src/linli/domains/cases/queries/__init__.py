"""Every read about cases."""

from linli.domains.cases.queries.due import overdue_ids, unanswered_ids, unclocked_ids
from linli.domains.cases.queries.follow import follow, followed_photo, joined, mine, neighbours
from linli.domains.cases.queries.lists import case_list, category_choices, guessed_category
from linli.domains.cases.queries.page import case_page

__all__ = [
    "case_list",
    "case_page",
    "category_choices",
    "follow",
    "followed_photo",
    "guessed_category",
    "joined",
    "mine",
    "neighbours",
    "overdue_ids",
    "unanswered_ids",
    "unclocked_ids",
]
