"""The parameters of an address: what they are called, may be, and mean.

One table serves the reader of addresses, the links of pages and the OpenAPI document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from ..errors import UsageError
from ..highlighting.control_characters import one_line

Kind = Literal["text", "number", "flag", "choice"]

MOST_CHARACTERS = 20_000
"""Characters of a text; the library cuts a query itself, with a warning."""

MOST_VALUES = 64
"""Values of a parameter that may come several times, as entities of a search."""

_NUMBER = re.compile("[0-9]{1,9}")
_FLAGS = {"1": True, "true": True, "0": False, "false": False}
_SHOWN_CHARACTERS = 60  # of a wrong value in a message (a guess)


class Query(Protocol):
    """The part of an address behind the question mark."""

    def getlist(self, key: Any) -> list[str]:
        """Return the values of a name, in their order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of an address.

    An empty value is none, since forms send empty fields. ``least`` and ``most`` bound a
    number.
    """

    name: str
    meaning: str
    kind: Kind = "text"
    default: Any = None
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    most_characters: int = MOST_CHARACTERS
    is_list: bool = False
    is_required: bool = False

    def read(self, query: Query) -> Any:
        """Return the value in an address, the default where it has none.

        Raises :class:`UsageError` for a value that it cannot have.
        """
        given = query.getlist(self.name)
        if self.is_list and len(given) > MOST_VALUES:
            raise UsageError(f"{self.name}: {len(given)} given; give {MOST_VALUES}")
        is_text = self.kind == "text"
        typed = [one for one in given if (one.strip() if is_text else one)]
        if not typed:
            if self.is_required:
                raise UsageError(f"{self.name}= is missing; give {self.meaning}")
            return self.default
        if self.is_list:
            return tuple(dict.fromkeys(self._read(one) for one in typed))
        return self._read(typed[-1])

    def _read(self, typed: str) -> Any:
        if len(typed) > self.most_characters:
            raise UsageError(
                f"{self.name}: {len(typed):,} characters; give {self.most_characters:,} "
                "at most"
            )
        match self.kind:
            case "number":
                number = int(typed) if _NUMBER.fullmatch(typed) else -1
                if not self.least <= number <= self.most:
                    raise self._wrong(
                        typed, f"a whole number from {self.least} to {self.most:,}"
                    )
                return number
            case "flag":
                if typed.lower() not in _FLAGS:
                    raise self._wrong(typed, "1 or 0")
                return _FLAGS[typed.lower()]
            case "choice":
                if typed not in self.choices:
                    raise self._wrong(typed, ", ".join(self.choices))
                return typed
        return typed

    def _wrong(self, typed: str, right: str) -> UsageError:
        shown = one_line(typed)
        if len(shown) > _SHOWN_CHARACTERS:
            shown = shown[:_SHOWN_CHARACTERS] + "…"
        return UsageError(f"{self.name}={shown}: give {right}")

    def write(self, value: Any) -> list[str]:
        """Return a value as an address has it; nothing for the default."""
        if value is None or value == self.default:
            return []
        values = value if self.is_list else (value,)
        return [str(int(one)) if self.kind == "flag" else str(one) for one in values]


def read_all(parameters: Iterable[Parameter], query: Query) -> dict[str, Any]:
    """Return the value of each parameter in an address by its name.

    Raises :class:`UsageError` for a value that cannot be.
    """
    return {one.name: one.read(query) for one in parameters}


def write_all(
    parameters: Sequence[Parameter], values: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """Return values as the pairs of an address, without those that are the default."""
    return [
        (one.name, written)
        for one in parameters
        for written in one.write(values.get(one.name, one.default))
    ]


UI = Parameter(
    name="ui",
    kind="choice",
    choices=("tr", "en"),
    meaning="the language of the page; that of the browser unless given",
)
QUERY = Parameter(name="q", default="", meaning="words, phrases, operators and fields")
PAGE = Parameter(
    name="page", kind="number", default=1, least=1, most=100_000, meaning="the page, from 1"
)
RESTRICTIONS = (
    Parameter(
        name="lang", kind="choice", choices=("tr", "en"), meaning="only this language"
    ),
    Parameter(
        name="since",
        most_characters=100,
        meaning="only documents from this date on: 2025, 2025-01-29, last month",
    ),
    Parameter(
        name="until",
        most_characters=100,
        meaning="only documents up to this date, and all of it",
    ),
    Parameter(
        name="source",
        is_list=True,
        default=(),
        most_characters=1000,
        meaning="only documents of any of these sources",
    ),
    Parameter(
        name="entity",
        is_list=True,
        default=(),
        most_characters=300,
        meaning="only passages that name each of these: ids, or country:Çin",
    ),
    Parameter(
        name="field",
        is_list=True,
        default=(),
        most_characters=600,
        meaning="only documents with a value of a field, desk=Ankara, or with a tag, tag=x",
    ),
    Parameter(
        name="translate",
        kind="flag",
        default=True,
        meaning="whether words find the other language as well",
    ),
    Parameter(
        name="match",
        kind="choice",
        choices=("best", "all", "any"),
        default="best",
        meaning="passages with all words before the others, all alone, or any by score",
    ),
)


def restrict(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the restrictions of an address as keywords of :meth:`Index.search`."""
    return {
        "language": values["lang"],
        "since": values["since"],
        "until": values["until"],
        "source": values["source"] or None,
        "entities": values["entity"],
        "fields": _read_fields(values["field"]),
        "translate": values["translate"],
        "match": values["match"],
    }


def _read_fields(given: Iterable[str]) -> dict[str, list[str]]:
    """Return the values of each field that ``desk=Ankara`` names.

    Raises :class:`UsageError` for what has no value.
    """
    fields: dict[str, list[str]] = {}
    for one in given:
        name, _, value = one.partition("=")
        if not value.strip():
            raise UsageError(f"field={one[:_SHOWN_CHARACTERS]}: give it as desk=Ankara")
        fields.setdefault(name.strip(), []).append(value.strip())
    return fields
