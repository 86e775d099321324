"""A site outside, played by a server on this machine: names and plugs of the test's own, every check in force."""

from __future__ import annotations

import datetime as dt
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rapport.kernel.outbound.fetching import Line

ADDRESS = "93.184.216.34"
Answer = bytes | Callable[[socket.socket], None]


def page(
    body: bytes, more: str = "", kind: str = "text/html; charset=utf-8", status: str = "200 OK"
) -> bytes:
    """An answer with its length."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def moved(to: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return page(b"", f"Location: {to}\r\n", status=status)


def packed(body: bytes) -> bytes:
    """An answer packed with gzip."""
    return page(gzip.compress(body), "Content-Encoding: gzip\r\n")


def chunk(body: bytes) -> bytes:
    """One chunk of a body without a length."""
    return b"%x\r\n%s\r\n" % (len(body), body)


CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"


def endless(first: bytes, again: bytes, pause: float = 0.0) -> Callable[[socket.socket], None]:
    """An answer that begins and does not end."""

    def speak(connection: socket.socket) -> None:
        connection.sendall(first)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            connection.sendall(again)
            time.sleep(pause)

    return speak


@dataclass
class Outside:
    """What the site was asked, whom the names were asked, where was dialled."""

    line: Line
    asked: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    dialled: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def site(
    answers: Mapping[str, Answer],
    *,
    names: Mapping[str, list[str]] | None = None,
    certificate: Path | None = None,
) -> Iterator[Outside]:
    """A site that answers by path; every name leads to it unless `names` says otherwise."""
    listening = socket.create_server(("127.0.0.1", 0))
    here = listening.getsockname()

    def look_up(host: str, _port: int) -> list[str]:
        outside.looked_up.append(host)
        return (names or {}).get(host, [ADDRESS])

    def dial(address: str, port: int, seconds: float) -> socket.socket:
        outside.dialled.append((address, port))
        return socket.create_connection(here, timeout=seconds)

    def trusting() -> ssl.SSLContext:
        context = ssl.create_default_context()
        if certificate is not None:
            context.load_verify_locations(certificate)
        return context

    outside = Outside(Line(look_up, dial, trusting))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=speak, args=(connection,), daemon=True).start()

    def speak(plain: socket.socket) -> None:
        with suppress(OSError), plain:
            connection = plain
            if certificate is not None:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(certificate)
                connection = context.wrap_socket(plain, server_side=True)
            with connection:
                said = connection.recv(65_536).decode("latin-1")
                _verb, _, rest = said.partition(" ")
                if not rest:
                    return  # no request, but somebody who left, or another protocol
                outside.asked.append(said)
                answer = answers.get(rest.partition(" ")[0], b"")
                if isinstance(answer, bytes):
                    connection.sendall(answer)
                else:
                    answer(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield outside
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def certificate_for(name: str, file: Path, *, days: int = 30) -> Path:
    """A certificate of a name that vouches for itself, with its key; negative days make one that has run out."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=60))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return file
