"""All regular expressions of the package, their calls, and hard texts for them."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import regex

import diplosearch

PACKAGE = Path(diplosearch.__file__).parent
LIBRARIES = {"re", "regex"}
METHODS = {"match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn"}
_WHOLE = ("fullmatch", "match")
_CONSTANTS = importlib.import_module("re._constants")
_PARSER = importlib.import_module("re._parser")


@dataclass(slots=True)
class Expression:
    """A compiled pattern, its module and name, and the methods that are called on it."""

    pattern: Any
    where: str
    methods: set[str] = field(default_factory=set)

    @property
    def method(self) -> str:
        """The most expensive method that is used: one that tries every offset, if any."""
        anywhere = self.methods - set(_WHOLE)
        return min(anywhere) if anywhere else min(self.methods, default="search")

    def run(self, text: str) -> None:
        """Apply the pattern to a text as the package does."""
        given: Any = text if isinstance(self.pattern.pattern, str) else text.encode()
        if self.method in ("sub", "subn"):
            getattr(self.pattern, self.method)(given[:0], given)
        elif self.method == "finditer":
            for _ in self.pattern.finditer(given):
                pass
        else:
            getattr(self.pattern, self.method)(given)


def modules() -> Iterator[tuple[ModuleType, ast.Module]]:
    """Yield every module of the package with its syntax tree."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        if parts[-1] != "__main__":
            yield importlib.import_module(name), ast.parse(path.read_text(encoding="utf-8"))


@cache
def expressions() -> dict[str, Expression]:
    """Return all patterns of the package by module and name, in their order."""
    found: dict[int, Expression] = {}
    loose: list[Expression] = []
    for module, tree in modules():
        short = module.__name__.removeprefix("diplosearch.")
        by_name = dict([*_patterns_of(module), *_patterns_called(module, tree)])
        for name, pattern in by_name.items():
            found.setdefault(id(pattern), Expression(pattern, f"{short}.{name}"))
        for name, method in _calls(tree):
            for own_name, pattern in by_name.items():
                if own_name.partition("[")[0].partition("(")[0] == name:
                    found[id(pattern)].methods.add(method)
        loose += _inline(tree, short)
    every = [*found.values(), *loose]
    return {one.where: one for one in sorted(every, key=lambda one: one.where)}


def _patterns_of(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Yield the patterns that are a module's names, or that its cached functions return."""
    for name, value in vars(module).items():
        if _is_pattern(value):
            yield name, value
        elif isinstance(value, (tuple, list)):
            for number, one in enumerate(value):
                for item in one if isinstance(one, tuple) else (one,):
                    if _is_pattern(item):
                        yield f"{name}[{number}]", item
        elif isinstance(value, dict):
            for key, one in value.items():
                if _is_pattern(one):
                    yield f"{name}[{key}]", one
        elif hasattr(value, "cache_info") and value.__module__ == module.__name__:
            signature = inspect.signature(value)
            if "Pattern" in str(signature.return_annotation) and not signature.parameters:
                made = value()
                for number, one in enumerate(made if isinstance(made, tuple) else (made,)):
                    if _is_pattern(one):
                        yield f"{name}()[{number}]", one


def _patterns_called(module: ModuleType, tree: ast.Module) -> Iterator[tuple[str, Any]]:
    """Yield the patterns of calls with constants, such as ``words_pattern("a", "b")``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        function: Any = vars(module).get(node.func.id)
        given = [one.value for one in node.args if isinstance(one, ast.Constant)]
        if given and len(given) == len(node.args) and hasattr(function, "cache_info"):
            made = function(*given)
            if _is_pattern(made):
                yield f"{node.func.id}({', '.join(map(str, given))})", made


def _is_pattern(value: object) -> bool:
    return isinstance(value, (re.Pattern, regex.Pattern))


def _calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the name and the method of each call such as ``_NAME.search(…)``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            value = node.value
            while isinstance(value, (ast.Call, ast.Subscript)):
                value = value.func if isinstance(value, ast.Call) else value.value
            if isinstance(value, ast.Name) and value.id not in LIBRARIES:
                yield value.id, node.attr


def _inline(tree: ast.Module, short: str) -> Iterator[Expression]:
    """Yield the patterns of calls such as ``re.search("…", text)``."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in METHODS
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in LIBRARIES
        ):
            pattern = _written(node.args[0])
            library = {"re": re, "regex": regex}[node.func.value.id]
            where = f"{short}:{node.lineno}"
            yield Expression(library.compile(pattern), where, {node.func.attr})


def _written(node: ast.expr) -> str:
    """Return a pattern as it is written, with a letter for each inserted value."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(one.value) if isinstance(one, ast.Constant) else "x" for one in node.values
        )
    assert isinstance(node, ast.Constant), ast.unparse(node)
    return str(node.value)


def pattern_names() -> dict[str, list[str]]:
    """Return the names that each module gives to patterns of its own, by module.

    A name with several patterns, such as a table of them, is listed once. Equal patterns
    are one object, which :func:`expressions` lists once.
    """
    found = {}
    for module, tree in modules():
        own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        own |= {
            name.id
            for node in tree.body
            if isinstance(node, (ast.Assign, ast.AnnAssign))
            for name in ast.walk(node)
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
        }
        names = {
            name.partition("[")[0].partition("(")[0] for name, _ in _patterns_of(module)
        }
        called = [name for name, _ in _patterns_called(module, tree)]
        found[module.__name__] = [*sorted(names & own), *called]
    return found


def compiled_calls() -> dict[str, int]:
    """Return how often ``compile`` of a library is called in each module."""
    return {
        module.__name__: sum(
            isinstance(node, ast.Attribute)
            and node.attr == "compile"
            and isinstance(node.value, ast.Name)
            and node.value.id in LIBRARIES
            for node in ast.walk(tree)
        )
        for module, tree in modules()
    }


def units(expression: Expression, random: Random) -> list[str]:
    """Return the units whose repetitions are hard texts for a pattern.

    Its own letters, what it would match, and what it would nearly match.
    """
    source = expression.pattern.pattern
    text = source if isinstance(source, str) else source.decode("latin-1")
    try:
        parsed = _PARSER.parse(text, expression.pattern.flags & ~re.DEBUG)
    except re.error:
        # The syntax of the other library is not parsed: its literal characters.
        letters = re.sub(r"\\\w(?:\{\w+\})?|[^\w\s.,'’-]", " ", text).split()
        matches = [" ".join(random.sample(letters, min(3, len(letters)))) for _ in range(3)]
        return _hard([*letters[:4], *matches, "Aa ", "A.", "ANKARA, ", "1", "'", "\u0301"])
    return _hard([_example(parsed, random) for _ in range(6)])


def _hard(examples: list[str]) -> list[str]:
    """Return units made of texts that a pattern matches."""
    made = [" ", "a", "A", "1", "."]
    for example in examples:
        made += [example, example[:-1], example[:1], example[-1:], example[:-1] + "\n"]
        made += [example.replace(" ", ""), example + " "]
    return [one for one in dict.fromkeys(made) if one]


def _example(parsed: Any, random: Random) -> str:
    """Return a text that a parsed pattern matches, without its lookarounds."""
    made = []
    for operation, value in parsed:
        name = str(operation)
        if name == "LITERAL":
            made.append(chr(value))
        elif name == "NOT_LITERAL":
            made.append("x" if chr(value) != "x" else "y")
        elif name == "ANY":
            made.append(random.choice("a .1"))
        elif name == "IN":
            made.append(_member(value, random))
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, inner = value
            count = random.choice([low, low + 1, min(int(high), low + 3)])
            made += [_example(inner, random) for _ in range(min(count, int(high)))]
        elif name == "SUBPATTERN":
            made.append(_example(value[-1], random))
        elif name == "ATOMIC_GROUP":
            made.append(_example(value, random))
        elif name == "BRANCH":
            made.append(_example(random.choice(value[1]), random))
    return "".join(made)


def _member(members: Any, random: Random) -> str:
    """Return a letter of a set."""
    if str(members[0][0]) == "NEGATE":
        return random.choice("ab1 .-")
    operation, value = random.choice(members)
    name = str(operation)
    if name == "RANGE":
        return chr(random.randint(*value))
    if name == "CATEGORY":
        kind = str(value)
        known = {"DIGIT": "1", "SPACE": " ", "WORD": "a"}
        letter = next((one for key, one in known.items() if kind.endswith(key)), "a")
        return letter if "NOT" not in kind else "-"
    return chr(value)
