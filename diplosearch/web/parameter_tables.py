"""The parameters of each resource."""

from __future__ import annotations

from ..engines.ranking import HALF_LIFE, MOST_DAYS
from ..model import FACETS, STEPS
from .labels import KINDS
from .parameters import PAGE, QUERY, RESTRICTIONS, Parameter

PER_PAGE = 10
LISTED = 50
"""Entities of a page of their list."""

SIMILAR = 5
RELATED = 12

_LIMIT = Parameter(
    name="limit", kind="number", default=PER_PAGE, least=1, most=100, meaning="how many"
)
SEARCH = (
    QUERY,
    *RESTRICTIONS,
    Parameter(
        name="sort",
        kind="choice",
        choices=("score", "date", "recent"),
        default="score",
        meaning="the best first, the newest, or the best with recent ones before others",
    ),
    Parameter(
        name="group",
        kind="choice",
        choices=("story",),
        meaning="one passage of each story",
    ),
    Parameter(
        name="half_life",
        kind="number",
        default=int(HALF_LIFE),
        least=1,
        most=MOST_DAYS,
        meaning="with sort=recent: days after which half of what is new is gone",
    ),
    Parameter(
        name="facet",
        is_list=True,
        default=(),
        most_characters=40,
        meaning="what to count among all matching passages: "
        f"{', '.join(FACETS)}, or a field of your own",
    ),
    Parameter(name="full", kind="flag", default=False, meaning="whole passages"),
    _LIMIT,
    PAGE,
)
DEFAULTS = {one.name: one.default for one in SEARCH}
"""A search that asks for nothing."""

TIMELINE = (
    QUERY,
    *RESTRICTIONS,
    Parameter(
        name="by",
        kind="choice",
        choices=STEPS,
        default="month",
        meaning="how long each step of the timeline is",
    ),
)
ID = Parameter(
    name="id", is_required=True, most_characters=2000, meaning="the id of a document"
)
DOCUMENT = (
    ID,
    Parameter(name="q", default="", meaning="a query, whose words are marked"),
    Parameter(
        name="translate",
        kind="flag",
        default=True,
        meaning="whether its words are marked in the other language as well",
    ),
)
SIMILAR_DOCUMENTS = (
    ID,
    Parameter(
        name="limit",
        kind="number",
        default=SIMILAR,
        least=1,
        most=100,
        meaning="how many documents",
    ),
)
ENTITY = (
    Parameter(
        name="id",
        is_required=True,
        most_characters=300,
        meaning="the id of an entity, or a name such as country:Çin",
    ),
    Parameter(
        name="limit",
        kind="number",
        default=RELATED,
        least=1,
        most=100,
        meaning="how many related entities",
    ),
)
ENTITIES = (
    Parameter(
        name="q",
        default="",
        most_characters=300,
        meaning="the beginning of a word in the name",
    ),
    Parameter(name="kind", kind="choice", choices=tuple(KINDS), meaning="only this kind"),
    Parameter(
        name="limit",
        kind="number",
        default=LISTED,
        least=1,
        most=500,
        meaning="how many entities",
    ),
    Parameter(
        name="page",
        kind="number",
        default=1,
        least=1,
        most=1000,
        meaning="the page, from 1",
    ),
)
COMPLETION = (
    Parameter(
        name="q",
        default="",
        most_characters=2000,
        meaning="a query up to where it is being typed",
    ),
    Parameter(name="limit", kind="number", default=8, least=1, most=50, meaning="how many"),
)
ABOUT: tuple[Parameter, ...] = ()
