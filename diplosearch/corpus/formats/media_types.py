"""The endings of files by what mail and the web call their content."""

from __future__ import annotations

from ..kinds import split_name

_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
    "application/mbox": ".mbox",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
}


def ending_of(media_type: str) -> str:
    """Return the ending of files of a media type, "" for one that is not read."""
    return _ENDINGS.get(media_type.partition(";")[0].strip().lower(), "")


def name_part(name: str, media_type: str) -> str:
    """Return the name of a part with an ending by which it is read, if it can be."""
    if split_name(name)[1]:
        return name
    return f"{name}{ending_of(media_type)}"
