"""The first run, when there is no index yet: offers to build one."""

from __future__ import annotations

from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import PathCompleter

from ...errors import DiplosearchError
from ...highlighting.control_characters import one_line
from ...messages import count, translate, translate_written, write_number
from ..errors import describe
from ..output.progress import shown_progress
from ..output.screen import Screen

_SEEDS = "seeds"
"""The sample corpus, offered where it is there."""


def offer_to_build(location: str, gazetteer: str | None, screen: Screen) -> bool:
    """Build an index of a folder that the user types; return whether one was built."""
    screen.write(
        translate("There is no index in {location} yet.", location=one_line(location))
    )
    default = _SEEDS if Path(_SEEDS).exists() else ""
    if default:
        screen.write(
            translate(
                "Press Enter to build one from {folder}, or name a folder or file.",
                folder=default,
            )
        )
    else:
        screen.write(translate("Name a folder or a file of documents to build one from."))
    screen.write(translate("Ctrl-D leaves without one."))
    prompt: PromptSession[str] = PromptSession(completer=PathCompleter(expanduser=True))
    while True:
        try:
            label = translate("Documents")
            typed = prompt.prompt(f"{label} [{default}]: " if default else f"{label}: ")
        except (EOFError, KeyboardInterrupt):
            screen.write(
                translate("Nothing was built; diplosearch rebuild FOLDER does it, too.")
            )
            return False
        source = typed.strip() or default
        if source and _build(source, location, gazetteer, screen):
            return True


def _build(source: str, location: str, gazetteer: str | None, screen: Screen) -> bool:
    from ...entities.provider import Resources
    from ...index.rebuild import rebuild

    try:
        with shown_progress(is_quiet=False) as progress:
            index = rebuild(
                Path(source).expanduser(),
                location,
                resources=Resources(gazetteer=gazetteer),
                progress=progress,
                jobs=None,
            )
    except KeyboardInterrupt:
        screen.write(translate("Stopped; no index was built."))
        return False
    except (DiplosearchError, OSError) as error:
        screen.write(f"diplosearch: {translate_written(describe(error))}")
        return False
    with index:
        report = index.report
    skipped = report.skipped_count
    told = count(report.documents, "document")
    if skipped:
        told += ", " + translate("{number} left out", number=write_number(skipped))
    screen.write(translate("Built from {documents}.", documents=told))
    return True
