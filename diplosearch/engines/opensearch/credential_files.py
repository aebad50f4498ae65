"""Files in which operators keep credentials: secrets, tokens, client certificates."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ...errors import UsageError

_MOST_BYTES = 65_536
"""Bytes of a file at most; tokens have a few thousand. A guess."""


def read_secret(path: str, given_by: str) -> str:
    """Return what a file holds, without white space around it.

    ``given_by`` names the option or variable with the path, for messages.

    Raises :class:`UsageError`, which repeats nothing of the file, where it cannot be read,
    is empty, or holds what cannot be sent.
    """
    try:
        if not Path(path).is_file():
            raise FileNotFoundError("no such file")
        with Path(path).open("rb") as file:
            found = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"{given_by}={path!r} cannot be read ({why}); name a file that holds the "
            "secret alone"
        ) from error
    text = ""
    if len(found) <= _MOST_BYTES:
        with suppress(UnicodeDecodeError):
            text = found.decode("utf-8").strip()
    if not text or not text.isprintable():
        raise UsageError(
            f"{given_by}={path!r} is empty or holds more than a secret; name a file that "
            "holds the secret alone"
        )
    return text


class TokenFile:
    """A file with a bearer token that is replaced now and then, as tokens expire."""

    def __init__(self, path: str) -> None:
        """Read the file; raises :class:`UsageError` as :func:`read_secret` does."""
        self._path = path
        self._token = self._read()

    def _read(self) -> str:
        token = read_secret(self._path, "token_file")
        if not token.isascii():
            raise UsageError(
                f"token_file={self._path!r} holds characters that cannot be sent; write "
                "it anew"
            )
        return token

    def read(self) -> str:
        """Return the token as the file has it now, or the last one that could be read."""
        with suppress(UsageError):
            self._token = self._read()
        return self._token


def check_client_certificate(certificate: str, key: str) -> None:
    """Check that a client certificate and its key can be used.

    Args:
        certificate: path of a file in PEM form.
        key: path of its key; "" where that stands in the same file.

    Raises :class:`UsageError` where a file is missing, they do not belong together, or the
    key is encrypted, since nobody can be asked for its password.
    """
    import ssl

    for option, path in (("client_cert", certificate), ("client_key", key)):
        if path and not Path(path).is_file():
            raise UsageError(f"{option}={path!r}: no such file; name one in PEM form")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_cert_chain(certificate, key or None, password=_give_no_password)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"client_cert={certificate!r} cannot be used with its key "
            f"({getattr(error, 'reason', None) or error}); name a certificate and its key "
            "in PEM form, the key without a password"
        ) from error


def _give_no_password() -> str:
    """Return no password, so that nobody is asked for one at a terminal."""
    return ""
