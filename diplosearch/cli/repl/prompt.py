"""The prompt at a terminal: reads lines with completion, colours and history."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from prompt_toolkit import PromptSession
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import Condition, has_focus
from prompt_toolkit.history import History
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import ColorDepth, Output

from ...messages import count, translate
from ...text.letters import fold
from .command_spec import ReplCommand
from .completion import LineCompleter
from .session import Session
from .syntax_colours import STYLE, LineColours
from .toolbar import describe_state

_YES, _NO = ("y", "yes", "e", "evet"), ("", "n", "no", "h", "hayir")

_MENU_LINES = 6  # kept free below the prompt for completions (a guess)


class Prompt:
    """Reads lines with completion, colours, a toolbar and history."""

    def __init__(
        self,
        session: Session,
        commands: Sequence[ReplCommand],
        *,
        history: History,
        input: Input | None = None,
        output: Output | None = None,
    ) -> None:
        """Make a prompt on the terminal, or on another ``input`` and ``output``."""
        names = {name for one in commands for name in (one.name, *one.aliases)}
        self._session = session
        self._prompt: PromptSession[str] = PromptSession(
            history=history,
            completer=LineCompleter(session, commands),
            complete_in_thread=True,
            lexer=LineColours(
                lambda name: name.casefold() in names,
                lambda: session.index.own_fields() if session.is_open else (),
            ),
            style=STYLE,
            bottom_toolbar=self._toolbar,
            key_bindings=_keys(),
            color_depth=ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None,
            # An empty line keeps no room free, so that the answer above it stays in sight.
            complete_while_typing=Condition(self._is_typing),
            reserve_space_for_menu=_MENU_LINES,
            input=input,
            output=output,
        )
        self._when_shown: Callable[[], None] | None = None
        self._prompt.app.after_render += lambda _: self._notify_shown()

    def _is_typing(self) -> bool:
        return bool(self._prompt.default_buffer.text)

    def read_lines(self, when_shown: Callable[[], None] | None = None) -> Iterator[str]:
        """Yield the lines that are typed until Ctrl-D; Ctrl-C drops the line begun.

        ``when_shown`` is called when the first prompt is on the screen.
        """
        self._when_shown = when_shown
        while True:
            try:
                yield self._prompt.prompt(self._message)
            except KeyboardInterrupt:
                continue
            except EOFError:
                return

    def agree(self, question: str) -> bool:
        """Return whether the user agrees; neither Ctrl-C nor Ctrl-D nor nothing does."""
        app = self._prompt.app
        asked: PromptSession[str] = PromptSession(input=app.input, output=app.output)
        while True:
            try:
                typed = asked.prompt(f"{question} {translate('[y/N]')} ")
            except (KeyboardInterrupt, EOFError):
                return False
            answer = fold(typed.strip())
            if answer in _YES or answer in _NO:
                return answer in _YES

    def redraw(self) -> None:
        """Bring toolbar and offers up to date; may be called from any thread."""
        self._in_prompt(self._complete_again)

    def leave(self, error: BaseException) -> None:
        """Raise ``error`` where lines are read; may be called from any thread."""
        self._in_prompt(lambda: self._prompt.app.exit(exception=error))

    def _in_prompt(self, do: Callable[[], None]) -> None:
        """Call ``do`` in the thread of the prompt, if there is one at the moment."""
        loop = self._prompt.app.loop
        if loop is not None:
            with suppress(RuntimeError):  # the line ended just now
                loop.call_soon_threadsafe(do)

    def _complete_again(self) -> None:
        """Offer what could not be offered when it was typed."""
        app = self._prompt.app
        if app.is_running:
            app.invalidate()
            if self._prompt.default_buffer.text:
                self._prompt.default_buffer.start_completion()

    def _message(self) -> str:
        number = len(self._session.filters)
        filters = f" [{count(number, 'filter')}]" if number else ""
        return f"diplosearch{filters}> "

    def _toolbar(self) -> str:
        columns = self._prompt.app.output.get_size().columns
        return describe_state(self._session, columns)

    def _notify_shown(self) -> None:
        notify, self._when_shown = self._when_shown, None
        if notify is not None:
            notify()


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add(Keys.BracketedPaste)
    def paste(event: KeyPressEvent) -> None:
        """Insert pasted text as one line: a query is never more."""
        event.current_buffer.insert_text(" ".join(event.data.split()))

    @keys.add("c-c", filter=has_focus(DEFAULT_BUFFER))
    def drop(event: KeyPressEvent) -> None:
        """Clear the line, without leaving the prompt for a moment."""
        event.current_buffer.reset()

    return keys
