"""The commands of the command line, each imported when it is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module

import click

COMMANDS: Mapping[str, str] = {
    "rebuild": "commands.rebuild",
    "sync": "commands.sync",
    "search": "commands.search",
    "batch": "commands.batch",
    "watch": "commands.watch",
    "tag": "commands.documents.edit",
    "update": "commands.documents.edit",
    "delete": "commands.documents.edit",
    "similar": "commands.similar",
    "show": "commands.documents.show",
    "timeline": "commands.timeline",
    "entities": "commands.entities",
    "who": "commands.who",
    "export": "commands.export",
    "serve": "commands.serve",
    "mcp": "commands.mcp",
    "stats": "commands.stats",
    "evaluate": "commands.evaluate",
    "check": "commands.check",
    "recover": "commands.recover",
    "copy": "commands.copy_and_merge",
    "merge": "commands.copy_and_merge",
    "repl": "repl.cli_command",
    "demo": "repl.cli_command",
    "completion": "commands.completion",
}
"""The module of each command, which has a function of the command's name."""


class CommandTable(MutableMapping[str, click.Command]):
    """Commands by name. What is not called is not imported, so that a start is quick."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        """Take the modules of commands by name, relative to this package."""
        self._modules = dict(modules)
        self._imported: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        """Return a command; raise :class:`KeyError` where there is none."""
        if name not in self._imported:
            module = import_module(f".{self._modules[name]}", __spec__.parent)
            self._imported[name] = getattr(module, name)
        return self._imported[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._modules.setdefault(name, "")
        self._imported[name] = command

    def __delitem__(self, name: str) -> None:
        del self._modules[name]
        self._imported.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)
