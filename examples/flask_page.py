"""A page of search in a Flask application.

pip install diplosearch flask
flask --app "flask_page:make_app('index')" run
"""

from __future__ import annotations

from flask import Flask, request

import diplosearch

PAGE = """<!doctype html><meta charset="utf-8"><title>News</title>
<form><input name="q" value="{query}" autofocus> <button>Search</button></form>
{results}"""


def make_app(location: str) -> Flask:
    """Return an application that searches the index at ``location``."""
    app = Flask(__name__)
    index = diplosearch.open(location)  # threads may share it

    @app.get("/")
    def search() -> str:
        from markupsafe import escape

        query = request.args.get("q", "")
        results = index.search(query, limit=10) if query else ()
        # to_html escapes what comes from documents.
        found = "".join(
            f"<h2>{escape(hit.title)}</h2><p>{hit.to_html()}</p>" for hit in results
        )
        return PAGE.format(query=escape(query), results=found)

    return app
