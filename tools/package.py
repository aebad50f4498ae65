"""Builds the sdist and the wheel, with a README that an index of packages can show.

The README links to files beside it, which an index does not have. Where the address of
the repository is known its links lead there, and the package names the pages of the
project; otherwise links become plain words, and pictures are left out.

    python -m tools.package                              without an address
    python -m tools.package --url https://host/owner/repository

The address is given here and nowhere else: the workflow that publishes knows its own.
Needs the extra ``dev``, and no network.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import diplosearch

ROOT = Path(__file__).resolve().parents[1]

_LINK = re.compile(r"(!?)\[((?:[^\][]|\n)*)\]\((?!\w+:|#)([^)\s]+)\)")
_MADE = re.compile(r"\.git|\.venv.*|\..*_cache|\.hypothesis|__pycache__|.*\.egg-info")
_FENCED = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)
_PAGES = {
    "Source": "",
    "Documentation": "/blob/{tag}/docs/index.md",
    "Changelog": "/blob/{tag}/CHANGELOG.md",
    "Issues": "/issues",
}
"""By the label of a link of the project: what follows the address; those of GitHub."""


def write_absolute(page: str, url: str | None, tag: str) -> str:
    """Return a Markdown page whose relative links lead to ``tag`` of a repository.

    Without ``url`` links are replaced by their words, and pictures left out. What stands
    in blocks of code stays as it is.
    """

    def replaced(link: re.Match[str]) -> str:
        picture, words, target = link.groups()
        if url is None:
            return "" if picture else words
        return f"{picture}[{words}]({url}/{'raw' if picture else 'blob'}/{tag}/{target})"

    parts = _FENCED.split(page)
    parts[::2] = [_LINK.sub(replaced, part) for part in parts[::2]]
    return "".join(parts)


def write_project_urls(setup: str, url: str, tag: str) -> str:
    """Return a ``setup.cfg`` that names the pages of the project at ``url``."""
    rows = [
        f"    {label} = {url}{page.format(tag=tag)}\n" for label, page in _PAGES.items()
    ]
    head = "[metadata]\n"
    return setup.replace(head, f"{head}project_urls =\n{''.join(rows)}", 1)


def copy_tree(target: Path) -> None:
    """Copy the repository to ``target``, without what was made in it."""
    made = {"build", "dist", "mutants"}

    def find_made(folder: str, names: list[str]) -> set[str]:
        found = {name for name in names if _MADE.fullmatch(name)}
        return found | made.intersection(names) if Path(folder) == ROOT else found

    shutil.copytree(ROOT, target, ignore=find_made)


def build(out: Path, url: str | None = None) -> None:
    """Write the sdist and the wheel of this tree to the folder ``out``.

    Raises :class:`subprocess.CalledProcessError` where it cannot be built.
    """
    tag = f"v{diplosearch.__version__}"
    with tempfile.TemporaryDirectory(prefix="diplosearch-package-") as folder:
        # Building writes into the tree, which others may read or build meanwhile.
        copy = Path(folder, "copy")
        copy_tree(copy)
        _run_build(copy, folder, "--sdist")
        (archive,) = Path(folder).glob("*.tar.gz")
        with tarfile.open(archive) as file:
            # Python before 3.11.4 has none.
            filters: dict[str, Any] = (
                {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
            )
            file.extractall(folder, **filters)
        tree = archive.with_name(archive.name.removesuffix(".tar.gz"))
        readme, setup = tree / "README.md", tree / "setup.cfg"
        page = write_absolute(readme.read_text(encoding="utf-8"), url, tag)
        readme.write_text(page, encoding="utf-8")
        if url is not None:
            named = write_project_urls(setup.read_text(encoding="utf-8"), url, tag)
            setup.write_text(named, encoding="utf-8")
        # The wheel is built from the sdist, as whoever takes the sdist does.
        _run_build(tree, out, "--sdist", "--wheel")


def _run_build(tree: Path, out: Path | str, *kinds: str) -> None:
    command = [sys.executable, "-m", "build", "--no-isolation", *kinds]
    subprocess.run(
        [*command, "--outdir", str(out), str(tree)], check=True, stdout=subprocess.DEVNULL
    )


def main() -> None:
    """Build into ``dist/``, and say what was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--url", help="address of the repository; left out unless given")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="default: dist/")
    given = parser.parse_args()
    build(given.out, given.url.rstrip("/") if given.url else None)
    for path in sorted(given.out.glob(f"diplosearch-{diplosearch.__version__}*")):
        print(path)


if __name__ == "__main__":
    main()
