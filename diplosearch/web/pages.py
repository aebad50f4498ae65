"""Pages made of templates."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from ..highlighting.control_characters import show_controls
from ..messages import count, interface, translate, write_number
from . import labels
from .interface import Interface
from .parameter_tables import DEFAULTS

STATIC = {
    "web.css": "text/css; charset=utf-8",
    "web.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""The files that pages load, with their types."""


def render_page(template: str, shown: Interface, content: Mapping[str, Any]) -> str:
    """Return a page of a template, with the words and addresses of an interface."""
    page = _environment().get_template(f"{template}.html")
    return page.render(ui=shown, version=_version(), template=template, **content)


@cache
def read_static(name: str) -> bytes:
    """Return a file of ``STATIC``."""
    return files(__spec__.parent or "").joinpath("data", name).read_bytes()


@cache
def _version() -> str:
    """Return what changes when a file that pages load does."""
    digest = hashlib.blake2b(digest_size=6)
    for name in STATIC:
        digest.update(read_static(name))
    return digest.hexdigest()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_read_template),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = _plain
    environment.globals.update(
        say=translate,
        count=count,
        number=write_number,
        size=_write_size,
        labels=labels,
        defaults=DEFAULTS,
    )
    return environment


def _read_template(name: str) -> str:
    return files(__spec__.parent or "").joinpath("data", name).read_text("utf-8")


def _finalize(value: Any) -> Any:
    """Return a value for a page; control characters of a text are made visible."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return show_controls(value)
    return value


def _write_size(size: int) -> str:
    """Return bytes in a unit that leaves few digits: ``54.8 MB``."""
    value, unit = float(size), "B"
    for unit in ("B", "kB", "MB", "GB"):  # noqa: B007
        if value < 1000:
            break
        value /= 1000
    written = f"{value:.0f}" if unit == "B" else f"{value:.1f}"
    return f"{written.replace('.', ',') if interface() == 'tr' else written} {unit}"


def _plain(value: str) -> str:
    """Return a text in one line."""
    return show_controls(" ".join(value.split()))
