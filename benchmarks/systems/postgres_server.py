"""A PostgreSQL server in a folder, reached by a socket in it, never by network."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import SystemFailed

INSTALLED = Path("/usr/lib/postgresql")
UNPRIVILEGED = ("postgres", "nobody")
SECONDS_TO_START = 30.0


@dataclass(frozen=True, slots=True)
class Programs:
    """The two programs that are needed."""

    initdb: Path
    postgres: Path

    def version(self) -> str:
        """Return the release of the server."""
        done = subprocess.run(
            [self.postgres, "--version"], capture_output=True, text=True, check=True
        )
        return done.stdout.split()[2]


def find_programs() -> Programs:
    """Return the programs of the newest release here.

    Raises :class:`SystemFailed` if none are installed.
    """
    installed = [path for path in INSTALLED.glob("*/bin") if path.parent.name.isdigit()]
    folders = sorted(installed, key=lambda path: -int(path.parent.name))
    if (on_path := shutil.which("initdb")) is not None:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        programs = Programs(folder / "initdb", folder / "postgres")
        if programs.initdb.is_file() and programs.postgres.is_file():
            return programs
    raise SystemFailed(
        "no PostgreSQL server is installed; on Debian: apt install postgresql"
    )


class PostgresServer:
    """A server over ``folder``; it refuses to run as root, so root starts it as another."""

    def __init__(self, programs: Programs, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._data = folder / "data"
        self._log = folder / "log"
        self._user = _unprivileged_user()
        self._process: subprocess.Popen[bytes] | None = None
        self.socket_folder = folder
        self.owner = "benchmarks"

    def create(self) -> None:
        """Make an empty cluster in the folder, which becomes the server's own."""
        if self._user is not None:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        self._folder.chmod(0o700)
        made = subprocess.run(
            [
                self._programs.initdb,
                f"--pgdata={self._data}",
                f"--username={self.owner}",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            capture_output=True,
            text=True,
            errors="replace",
            **self._as_user(),
        )
        if made.returncode:
            raise SystemFailed(f"initdb failed: {_last_line(made.stderr)}")

    def start(self) -> None:
        """Start the server, a child of this process, and wait until it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self._programs.postgres,
                    "-D",
                    self._data,
                    "-k",
                    self.socket_folder,
                    "-c",
                    "listen_addresses=",
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self._as_user(),
            )
        status = self._data / "postmaster.pid"
        deadline = time.monotonic() + SECONDS_TO_START
        while not (status.exists() and status.read_text().rstrip().endswith("ready")):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                reason = _last_line(self._log.read_text(errors="replace"))
                raise SystemFailed(f"the server did not start: {reason}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server and wait for its end."""
        if self._process is None:
            return
        if self._process.poll() is None:
            # PostgreSQL's fast shutdown: open sessions are ended, files are sound.
            self._process.send_signal(signal.SIGINT)
        self._process.wait()
        self._process = None

    def _as_user(self) -> dict[str, Any]:
        """Return how :mod:`subprocess` is to run the programs."""
        given: dict[str, Any] = {"cwd": self._folder}
        if self._user is not None:
            given |= {
                "user": self._user.pw_uid,
                "group": self._user.pw_gid,
                "extra_groups": [],
            }
        return given


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Return the user to become, None where this process is not root."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemFailed("PostgreSQL refuses root, and there is no user postgres or nobody")


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it printed nothing"
