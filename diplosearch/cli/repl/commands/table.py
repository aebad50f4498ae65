"""All commands of the prompt."""

from __future__ import annotations

from functools import partial

from ....errors import UsageError
from ...layers import LAYER_NAMES
from ...nearest import find_nearest
from ..answers import Answer
from ..base import SIGN, ReplCommand
from ..filters import ENTITY_FIELDS, NAMES
from ..session import Session
from . import choices, counts, keeping, passages, upkeep
from .help import help_on, help_on_all


def find_command(name: str) -> ReplCommand:
    """Return the command called ``name``.

    Raises :class:`UsageError` that offers the nearest.
    """
    for command in COMMANDS:
        if name.casefold() in (command.name, *command.aliases):
            return command
    near = find_nearest(name, [command.name for command in COMMANDS], most=1)
    hint = f"did you mean {SIGN}{near[0]}? " if near else ""
    raise UsageError(f"no command {SIGN}{name}; {hint}{SIGN}help lists all")


def _help(_session: Session, argument: str) -> Answer:
    if argument:
        return help_on(find_command(argument.removeprefix(SIGN)))
    return help_on_all(COMMANDS)


_OFF = (choices.OFF,)
_FILTER_WORDS = (*(f"{name}:" for name in NAMES), choices.DROP, choices.OFF)

_PASSAGES = (
    ReplCommand(
        "open",
        "N",
        "the whole document",
        "Show the whole document of passage N, what was found in it marked, page by page.",
        ":open 1",
        passages.open_document,
        takes="passage",
    ),
    ReplCommand(
        "more",
        "",
        "the next passages",
        "Show the next page of passages, with the filters that the query had.",
        ":more",
        passages.turn_on,
    ),
    ReplCommand(
        "less",
        "",
        "the passages before",
        "Show the page of passages before this one.",
        ":less",
        passages.turn_back,
    ),
    ReplCommand(
        "again",
        "",
        "the last query again",
        "Ask the last query once more, with the filters as they are now.",
        ":again",
        passages.ask_again,
    ),
    ReplCommand(
        "explain",
        "N",
        "why it was found",
        "Say why passage N was found, and what each word added to its score.",
        ":explain 1",
        passages.explain,
        takes="passage",
    ),
    ReplCommand(
        "similar",
        "N",
        "documents like it",
        "Show the documents most like that of passage N, also in the other language.",
        ":similar 1",
        passages.find_similar,
        takes="passage",
    ),
)

_COUNTS = (
    ReplCommand(
        "facets",
        "[NAMES]",
        "by country, year …",
        "Count the passages of the last query by "
        f"{', '.join(counts.FACET_NAMES)}; the usual ones unless named.",
        ":facets person year",
        counts.count_facets,
        words=counts.FACET_NAMES,
    ),
    ReplCommand(
        "timeline",
        "[STEP]",
        "when it was reported",
        "Show when what answers the last query was published, by month unless STEP is "
        "year or day.",
        ":timeline year",
        counts.show_timeline,
        words=counts.STEP_NAMES,
    ),
    ReplCommand(
        "who",
        "NAME",
        "all of an entity",
        "Tell of a person, an organisation, a country or a place: how it is written, "
        "how often, from when to when, and who is named with it.",
        ":who person:Erdoğan",
        counts.tell_entity,
        ("what",),
        field="entity",
    ),
)

_CHOICES = (
    ReplCommand(
        "filter",
        "[FILTER]",
        "add, drop, list them",
        f"Add a filter by {', '.join(NAMES)}; drop it by its number or name (:filter drop "
        "2), or all (:filter off); alone, show those that there are.",
        ":filter country:Çin",
        choices.choose_filters,
        ("filters",),
        words=_FILTER_WORDS,
        takes="filter",
    ),
    ReplCommand(
        "lang",
        "tr|en|off",
        "only one language",
        "Only passages in this language from now on.",
        ":lang tr",
        partial(choices.filter_by, names=("lang",)),
        ("language",),
        words=("tr", "en", *_OFF),
    ),
    ReplCommand(
        "since",
        "DATE|off",
        "from a date on",
        "Only what is from this date on; a year or a month will do.",
        ":since 2025-01",
        partial(choices.filter_by, names=("since",)),
        words=_OFF,
        field="date",
    ),
    ReplCommand(
        "until",
        "DATE|off",
        "up to a date",
        "Only what is from before the end of this day, month or year.",
        ":until 2025",
        partial(choices.filter_by, names=("until",)),
        words=_OFF,
        field="date",
    ),
    ReplCommand(
        "source",
        "NAME|off",
        "only a source",
        "Only what this source published; a second one is let through as well.",
        ":source Xinhua",
        partial(choices.filter_by, names=("source",)),
        words=_OFF,
        field="source",
    ),
    ReplCommand(
        "entity",
        "NAME|off",
        "whom it has to name",
        "Only passages that name it, in either language; of several all.",
        ":entity country:Çin",
        partial(choices.filter_by, names=ENTITY_FIELDS),
        words=_OFF,
        field="entity",
    ),
    ReplCommand(
        "sort",
        "score|date",
        "best or newest first",
        "Show the best passages first, or the newest.",
        ":sort date",
        choices.sort,
        words=("score", "date"),
    ),
    ReplCommand(
        "translate",
        "on|off",
        "in both languages",
        "Find the words in the other language too, or only as they were typed.",
        ":translate off",
        choices.translate,
        words=("on", choices.OFF),
    ),
    ReplCommand(
        "layers",
        "NAMES",
        "what is marked",
        f"Mark {', '.join(LAYER_NAMES)}: what was asked for, and whom and what a text "
        "names.",
        ":layers match",
        choices.choose_layers,
        words=LAYER_NAMES,
    ),
)

_OTHERS = (
    ReplCommand(
        "save",
        "FILE",
        "the answer as a file",
        "Write the first hundred passages of the answer to a file, as its ending says: "
        ".json, .md, .html or .csv.",
        ":save answer.html",
        keeping.save,
        takes="path",
    ),
    ReplCommand(
        "history",
        "[WORD]",
        "lines typed before",
        "Show the last lines typed, or those that hold a word; :history clear forgets "
        "all. Ctrl-R looks for one while you type.",
        ":history Gazze",
        keeping.show_history,
        words=(keeping.CLEAR,),
    ),
    ReplCommand(
        "stats",
        "",
        "what the index holds",
        "Say what the index holds.",
        ":stats",
        upkeep.show_stats,
    ),
    ReplCommand(
        "reload",
        "",
        "take up its changes",
        "Take up what others have changed in the index.",
        ":reload",
        upkeep.reload,
    ),
    ReplCommand(
        "rebuild",
        "[FOLDER]",
        "build it anew",
        "Build the index anew, of its own documents or of those in FOLDER, which then "
        "take their place.",
        ":rebuild seeds",
        upkeep.rebuild,
        takes="path",
    ),
    ReplCommand(
        "help",
        "[COMMAND]",
        "this, or on one",
        "Say what can be typed, or what one command does.",
        ":help filter",
        _help,
        ("h", "?"),
        takes="command",
    ),
    ReplCommand(
        "quit",
        "",
        "leave, as Ctrl-D",
        "Leave; so does Ctrl-D.",
        ":quit",
        upkeep.leave,
        ("q", "exit"),
    ),
)

COMMANDS = (*_PASSAGES, *_COUNTS, *_CHOICES, *_OTHERS)
"""In the order of the help."""
