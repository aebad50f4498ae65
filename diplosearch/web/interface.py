"""The language of a page, and the addresses that it links to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

from ..entities.gazetteer.ids import kind_of
from ..highlighting.marks import Mark
from ..model import LANGUAGES, Language
from .labels import KINDS
from .parameter_tables import DOCUMENT, ENTITIES, SEARCH, TIMELINE
from .parameters import Parameter, write_all

_CACHED_ADDRESSES = 1 << 12  # of entities, and parts of addresses (a guess)

FORMS = ("json", "csv", "html", "md", "txt")
"""Endings of addresses that tell another form of a page."""


@dataclass(frozen=True, slots=True)
class Interface:
    """The language and the addresses of one page.

    ``root`` is the path of the application, without a slash at the end. ``is_chosen``
    tells that the address names the language, as links then do as well.
    """

    root: str = ""
    language: Language = "en"
    is_chosen: bool = False
    # Addresses

    def link(
        self,
        path: str,
        parameters: Sequence[Parameter] = (),
        values: Mapping[str, Any] | None = None,
        *,
        further: Sequence[tuple[str, str]] = (),
        anchor: str = "",
    ) -> str:
        """Return an address of the application; what is the default is left out."""
        pairs = [*write_all(parameters, values or {}), *further]
        if self.is_chosen:
            pairs.append(("ui", self.language))
        query = f"?{urlencode(pairs, quote_via=_quote)}" if pairs else ""
        return f"{self.root}{path}{query}{f'#{anchor}' if anchor else ''}"

    def search(self, values: Mapping[str, Any], form: str = "") -> str:
        """Return the address of a search, in the form of an ending, a page by default."""
        return self.link(f"/search.{form}" if form else "/", SEARCH, values)

    def timeline(self, values: Mapping[str, Any], form: str = "") -> str:
        """Return the address of a timeline."""
        return self.link(f"/timeline{_ending(form)}", TIMELINE, values)

    def entities(self, values: Mapping[str, Any], form: str = "") -> str:
        """Return the address of a list of entities."""
        return self.link(f"/entities{_ending(form)}", ENTITIES, values)

    def document(
        self,
        id: str,
        values: Mapping[str, Any] | None = None,
        *,
        form: str = "",
        anchor: str = "",
    ) -> str:
        """Return the address of a document, in which the words of a query are marked."""
        chosen = {name: (values or {}).get(name) for name in ("q", "translate")}
        return self.name_address("/document", DOCUMENT, id, chosen, form, anchor)

    def entity(self, id: str, *, form: str = "") -> str:
        """Return the address of an entity."""
        return _entity_address(self, id, form)

    def name_address(
        self,
        path: str,
        parameters: Sequence[Parameter],
        id: str,
        values: Mapping[str, Any],
        form: str,
        anchor: str,
    ) -> str:
        """Return an address with an id, in its path where it fits."""
        further: list[tuple[str, str]] = []
        if _fits_path(id):
            path = f"{path}/{quote(id, safe='/:')}"
        else:
            further = [("id", id)]
        parameters = [one for one in parameters if one.name in values]
        return self.link(
            path + _ending(form), parameters, values, further=further, anchor=anchor
        )

    def mark(self, mark: Mark) -> str:
        """Return the address of a marked entity; empty for dates and sums of money."""
        return self.entity(mark.id) if kind_of(mark.id) in KINDS else ""


@lru_cache(_CACHED_ADDRESSES)
def _entity_address(interface: Interface, id: str, form: str) -> str:
    """Return the address of an entity; a page has the same ones again and again."""
    return interface.name_address("/entity", (), id, {}, form, "")


@lru_cache(_CACHED_ADDRESSES)
def _quote(value: Any, safe: str, encoding: str | None, errors: str | None) -> str:
    """Return a part of an address; those of a page are much alike."""
    return quote_plus(value, safe, encoding, errors)


def _ending(form: str) -> str:
    return f".{form}" if form else ""


def _fits_path(id: str) -> bool:
    """Tell whether an id can stand in a path.

    Browsers resolve dots between slashes and proxies join slashes; an id that ends like
    a form of a page would be taken for it.
    """
    segments = id.split("/")
    return all(one not in ("", ".", "..") for one in segments) and not any(
        id.endswith(f".{form}") for form in FORMS
    )


def choose_language(wanted: str, typed: str | None) -> Language:
    """Return the language of a page by ``Accept-Language`` and the address.

    That which the address names, else that of the browser's which it likes best, else
    English.
    """
    if typed == "tr":
        return "tr"
    if typed == "en":
        return "en"
    best: Language = "en"
    liked = 0.0
    for part in wanted.split(",")[:50]:
        name, _, weight = part.partition(";")
        language = name.strip().lower()[:2]
        try:
            weighs = float(weight.partition("=")[2]) if weight else 1.0
        except ValueError:
            weighs = 0.0
        for one in LANGUAGES:
            if one == language and weighs > liked:
                best, liked = one, weighs
    return best
