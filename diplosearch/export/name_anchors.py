"""The names on a page: each is a link to the list of the passages that hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..highlighting.control_characters import one_line
from ..messages import translate
from ..model import Entity
from .base import HitView
from .html_frame import escape
from .names import GROUP_HEADINGS, NAME_GAP, NAME_GROUPS, NameGroup, group_names


class NameAnchors:
    """Names of the hits of a page, numbered in their order; none of a fragment."""

    def __init__(self, hits: Iterable[HitView] = ()) -> None:
        self._names: dict[tuple[NameGroup, str], Entity] = {}
        self._ranks: dict[tuple[NameGroup, str], list[int]] = {}
        for hit in hits:
            for group, names in group_names(hit.passage.entities).items():
                for one in names:
                    key = group, one.name.casefold()
                    self._names.setdefault(key, one)
                    self._ranks.setdefault(key, []).append(hit.rank)
        self._numbers = {key: number for number, key in enumerate(self._names, 1)}

    def mark_hit(self, hit: HitView) -> str:
        """Return the attribute by which lists of passages find a hit."""
        return f' id="hit-{hit.rank}"' if self._names else ""

    def list_names(self, hit: HitView) -> str:
        """Return the names of a hit in a line of HTML."""
        groups = []
        for group, names in group_names(hit.passage.entities).items():
            heading = f"<b>{escape(translate(GROUP_HEADINGS[group]))}:</b>"
            listed = f" {NAME_GAP} ".join(self._write_name(group, one) for one in names)
            groups.append(f"<span>{heading} {listed}</span>")
        return " ".join(groups)

    def write(self) -> Iterator[str]:
        """Yield all names of the page in lines of HTML, with links to their passages."""
        if not self._names:
            return
        yield '<section class="index">'
        yield f"<h2>{escape(translate('Names in these passages'))}</h2>"
        for group in NAME_GROUPS:
            keys = [key for key in self._names if key[0] == group]
            if keys:
                yield f"<h3>{escape(translate(GROUP_HEADINGS[group]))}</h3>"
                yield "<ul>"
                keys.sort(key=lambda key: -len(self._ranks[key]))
                yield from map(self._write_entry, keys)
                yield "</ul>"
        yield "</section>"

    def _write_name(self, group: NameGroup, one: Entity) -> str:
        name = f"<bdi>{escape(one_line(one.name))}</bdi>"
        kind = one.type.lower()
        number = self._numbers.get((group, one.name.casefold()))
        if number is None:
            return f'<span class="{kind}">{name}</span>'
        return f'<a class="{kind}" href="#name-{number}">{name}</a>'

    def _write_entry(self, key: tuple[NameGroup, str]) -> str:
        one = self._names[key]
        links = ", ".join(f'<a href="#hit-{rank}">{rank}</a>' for rank in self._ranks[key])
        name = f'<bdi class="{one.type.lower()}">{escape(one_line(one.name))}</bdi>'
        return f'<li id="name-{self._numbers[key]}">{name} {links}</li>'
