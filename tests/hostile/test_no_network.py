"""Nothing is fetched at run time, neither by us nor by our dependencies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from paths import REPOSITORY

GUARD = """
import os, sys

EVENTS = {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname",
          "socket.gethostbyaddr", "socket.sendto", "socket.sendmsg", "urllib.Request"}

def refuse(event, args):
    # A library looks whether there is IPv6 by binding to this machine alone.
    if event not in EVENTS or event == "socket.bind" and "::1" in args[1]:
        return
    with open(os.environ["NETWORK_LOG"], "a") as log:
        print(event, args[1:] or args, file=log)
    raise PermissionError(f"{event}: the network is off")

sys.addaudithook(refuse)
"""
"""The start-up code of every Python process, also of the workers of a rebuild."""

PROGRAM = """
import importlib, pkgutil, sys
import diplosearch
for one in pkgutil.walk_packages(diplosearch.__path__, "diplosearch."):
    if not one.name.endswith("__main__"):
        try:
            importlib.import_module(one.name)
        except ImportError as error:  # an extra that is not installed
            print("passed over", one.name, error)
from diplosearch.engines.registry import DISK_ENGINES
from diplosearch.evaluation.retrieval import evaluate
corpus, folder, questions = sys.argv[1:]
for engine in DISK_ENGINES:
    try:
        index = diplosearch.rebuild(corpus, f"{folder}/{engine}", engine=engine, jobs=2)
    except diplosearch.errors.MissingExtraError:
        continue
    with index:
        hits = index.search("Çin Dışişleri Bakanı Wang Yi misspeled", facets=("person",))
        assert hits
        hits[0].explain()
        hits[0].to_html()
        list(index.entities(limit=5))
        index.sync(corpus)
assert diplosearch.recognize("Çin'in başkenti Pekin")
try:
    print(evaluate(questions))
except diplosearch.errors.MissingExtraError as error:
    print("passed over", error)
print("DONE")
"""


def run(program: str, folder: Path, *arguments: object) -> tuple[str, str]:
    """Return the output of a program without network, and its network calls."""
    (folder / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    log = folder / "network"
    log.touch()
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(folder), str(REPOSITORY))),
            "NETWORK_LOG": str(log),
        },
        timeout=300,
        check=False,
    )
    return done.stdout + done.stderr, log.read_text(encoding="utf-8")


@pytest.mark.slow
def test_importing_indexing_searching_and_evaluating_open_no_socket(
    tmp_path: Path, seeds: Path
) -> None:
    """All of the package is imported and used from end to end with the network off."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for path in sorted(seeds.rglob("*.txt"))[:4]:
        (corpus / path.name).write_bytes(path.read_bytes())
    (corpus / "page.html").write_text(
        "<html><body><article><p>The ministers signed an agreement in Astana on Monday, "
        "and spoke about trade.</p></article></body></html>",
        encoding="utf-8",
    )
    questions = tmp_path / "questions"
    (questions / "qrels").mkdir(parents=True)
    rows = [
        {"_id": "d1", "text": "Bakan Ankara'da konuştu."},
        {"_id": "d2", "text": "Hava."},
    ]
    (questions / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (questions / "queries.jsonl").write_text('{"_id": "q1", "text": "bakan"}')
    (questions / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n")
    written, calls = run(PROGRAM, tmp_path, corpus, tmp_path, questions)
    assert "DONE" in written, written
    assert calls == ""


ASKING = 'import socket; socket.create_connection(("example.invalid", 80))'
STARTING = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {ASKING!r}])"


@pytest.mark.parametrize("program", [ASKING, STARTING])
def test_a_socket_would_be_seen(tmp_path: Path, program: str) -> None:
    """A program that resolves a host name is detected, and so is one that it starts."""
    _, calls = run(program, tmp_path)
    assert calls.startswith("socket.getaddrinfo")
