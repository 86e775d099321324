"""Other sites are asked as if they meant harm: bounded, checked, and told nothing (quality 4)."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
from django.conf import settings

from rapport.kernel.outbound.fetching import DIRECT, Line, dial, fetch, resolve
from rapport.kernel.outbound.rules import (
    BYTES,
    REDIRECTS,
    SECONDS,
    BadAddress,
    Bounds,
    InnerAddress,
    TooMuch,
    TooSlow,
    Unreachable,
    Unreadable,
)
from tests.kernel import outside
from tests.kernel.outside import CHUNKED, chunk, endless, moved, packed, page, site

pytestmark = pytest.mark.pure

HTML = ("text/html",)
SOON = Bounds(seconds=0.4)


def refused(answers: dict[str, outside.Answer], kind: type[Unreachable], bounds: Bounds = SOON) -> float:
    """That the page at / is refused for this reason; gives how long that took."""
    with site(answers) as there:
        begun = time.monotonic()
        with pytest.raises(kind) as wrong:
            fetch("http://example.com/", types=HTML, bounds=bounds, line=there.line)
        assert type(wrong.value) is kind
        return time.monotonic() - begun


def test_a_page_is_fetched() -> None:
    """From the address its name was checked at; the other side learns who asks, and nothing else."""
    with site({"/a?b=c": page(b"<p>Hello", "Set-Cookie: a=b\r\n")}) as there:
        came = fetch("http://EXAMPLE.com/a?b=c#d", types=HTML, line=there.line)
        again = fetch("http://example.com/a?b=c", types=HTML, line=there.line)
    assert (came.url, came.status, came.type, came.charset, came.data) == (
        "http://example.com/a?b=c", 200, "text/html", "utf-8", b"<p>Hello",
    )  # fmt: skip
    assert again == came
    assert there.dialled == [(outside.ADDRESS, 80)] * 2
    assert there.asked[0] == there.asked[1]
    assert there.asked[0].split("\r\n") == [
        "GET /a?b=c HTTP/1.1", "Host: example.com", f"User-Agent: Rapport (+{settings.PUBLIC_URL})",
        "Accept: text/html", "Accept-Encoding: gzip", "Connection: close", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        packed(b"<p>Hello"),
        CHUNKED + chunk(b"<p>He") + chunk(b"llo") + b"0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Hello",
        b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Hello",
        b"HTTP/1.1 100 Continue\r\n\r\n" + page(b"<p>Hello"),
    ],
)
def test_however_it_is_sent(answer: bytes) -> None:
    """Packed, in chunks, without a length, after a word in between."""
    with site({"/": answer}) as there:
        assert fetch("http://example.com", types=HTML, line=there.line).data == b"<p>Hello"


# Where one is led


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"], ["10.0.0.1"], ["::1"], ["169.254.169.254"], ["100.64.0.1"], ["::ffff:8.8.8.8"],
        ["64:ff9b::808:808"], ["2002:808:808::1"], ["fe80::1%eth0"], ["224.0.1.1"],
        [outside.ADDRESS, "127.0.0.1"], ["2606:4700::1111", "fd00::1"],
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_asked(addresses: list[str]) -> None:
    """Also where only one of its addresses does: nobody is dialled."""
    with site({"/": page(b"secret")}, names={"example.com": addresses}) as there, pytest.raises(InnerAddress):
        fetch("http://example.com/", types=HTML, line=there.line)
    assert (there.dialled, there.asked) == ([], [])


def test_a_name_is_asked_once() -> None:
    """What it means the next time (DNS rebinding) is nobody's business: one goes to the address that was checked."""
    answers = iter([[outside.ADDRESS], ["127.0.0.1"]])
    with site({"/": page(b"one")}) as there:
        line = Line(lambda host, port: next(answers), there.line.dial)
        assert fetch("http://example.com/", types=HTML, line=line).data == b"one"
    assert there.dialled == [(outside.ADDRESS, 80)]
    assert next(answers) == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("move", "kind"),
    [
        ("http://127.0.0.1/", BadAddress),
        ("http://inner.example.org/", InnerAddress),
        ("//[::1]/", BadAddress),
        ("file:///etc/passwd", BadAddress),
        ("http://example.com:8080/", BadAddress),
        ("http://mara:secret@example.com/", BadAddress),
        ("/\x01", BadAddress),
    ],
)
def test_a_redirect_that_leads_inside_is_not_followed(move: str, kind: type[Unreachable]) -> None:
    names = {"inner.example.org": ["192.168.0.1"]}
    with site({"/": moved(move)}, names=names) as there, pytest.raises(kind):
        fetch("http://example.com/", types=HTML, line=there.line)
    assert len(there.dialled) == 1


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
def test_redirects_are_followed(status: str) -> None:
    """Each looked up and checked anew."""
    answers = {"/": moved("/b", status), "/b": moved("http://www.example.com/c"), "/c": page(b"here")}
    with site(answers) as there:
        came = fetch("http://example.com/", types=HTML, line=there.line)
    assert (came.url, came.data) == ("http://www.example.com/c", b"here")
    assert there.looked_up == ["example.com", "example.com", "www.example.com"]


def test_redirects_have_an_end() -> None:
    """Three are followed, a fourth is not."""
    answers: dict[str, outside.Answer] = {f"/{n}": moved(f"/{n + 1}") for n in range(9)}
    with site(answers | {"/3": page(b"here")}) as there:
        assert fetch("http://example.com/0", types=HTML, line=there.line).data == b"here"
    with site(answers) as there, pytest.raises(Unreadable, match="as a site should"):
        fetch("http://example.com/0", types=HTML, line=there.line)
    assert len(there.asked) == REDIRECTS + 1


# Time and size


@pytest.mark.parametrize(
    "answer",
    [
        endless(b"", b"", pause=0.05),
        endless(b"HTTP/1.1 200 OK\r\nContent-Type: te", b"x", pause=0.05),
        endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x", pause=0.05),
        endless(CHUNKED, chunk(b"x"), pause=0.05),
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.05),
    ],
)
def test_whoever_drips_is_left(answer: outside.Answer) -> None:
    """Silence, a head a byte at a time, a body a byte at a time, words in between: one deadline for all."""
    assert refused({"/": answer}, TooSlow) < 2


def test_redirects_share_the_time() -> None:
    def late(connection: socket.socket) -> None:
        time.sleep(0.15)
        connection.sendall(moved("/"))

    assert refused({"/": late}, TooSlow, Bounds(seconds=0.4, redirects=99)) < 2


def test_a_name_server_that_does_not_answer() -> None:
    """Is not waited for."""

    def deaf(host: str, port: int) -> list[str]:
        time.sleep(3)
        return []

    begun = time.monotonic()
    with pytest.raises(TooSlow):
        fetch("http://example.com/", types=HTML, bounds=SOON, line=Line(deaf))
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "answer",
    [
        page(b"x" * (BYTES + 1)),
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 300000000\r\n\r\n",
        endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x" * 50_000),
        endless(CHUNKED, chunk(b"x" * 50_000)),
        endless(CHUNKED, chunk(b"x") * 9_000),
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000),
        packed(bytes(BYTES + 1)),
        packed(bytes(100 << 20)),
    ],
)
def test_whoever_does_not_end_is_left(answer: outside.Answer) -> None:
    """Long, said to be long, without end in any manner, and what unpacks to a hundred times its size."""
    refused({"/": answer}, TooMuch, Bounds(seconds=8))


def test_what_is_just_large_enough_is_read() -> None:
    with site({"/": page(b"x" * BYTES), "/packed": packed(bytes(BYTES))}) as there:
        assert len(fetch("http://example.com/", types=HTML, line=there.line).data) == BYTES
        assert len(fetch("http://example.com/packed", types=HTML, line=there.line).data) == BYTES


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"\0" * 99, b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/9\r\n\r\n", b"<p>no head",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        page(b"x", kind="video/mp4"), page(b"x", kind=""), page(b"x", kind="text/html\xff; =;"),
        page(b"\0\1", "Content-Encoding: br\r\n"), page(b"no gzip", "Content-Encoding: gzip\r\n"),
        page(b"", status="302 Found").replace(b"text/html", b"text/none"),
    ],
)  # fmt: skip
def test_what_says_nothing_is_refused(answer: bytes) -> None:
    """Other protocols, heads without end, types nobody asked for, packings nobody knows: one kind of refusal."""
    refused({"/": answer}, Unreadable, Bounds(seconds=5))


def test_nobody_there() -> None:
    """No such name, and nobody who answers."""

    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def closed(address: str, port: int, seconds: float) -> socket.socket:
        tried.append(address)
        raise ConnectionRefusedError

    tried: list[str] = []
    many = [f"93.184.216.{number}" for number in range(9)]
    lines = (Line(unknown), Line(lambda host, port: []), Line(lambda host, port: many, closed))
    for line in lines:
        with pytest.raises(Unreadable):
            fetch("http://example.com/", types=HTML, line=line)
    assert tried == many[:4]


def test_the_second_address_is_tried() -> None:
    with site({"/": page(b"here")}) as there:

        def half(address: str, port: int, seconds: float) -> socket.socket:
            if address == "93.184.216.1":
                raise TimeoutError
            return there.line.dial(address, port, seconds)

        line = Line(lambda host, port: ["93.184.216.1", outside.ADDRESS], half)
        assert fetch("http://example.com/", types=HTML, line=line).data == b"here"


# TLS


def test_the_certificate_is_that_of_the_name(tmp_path: Path) -> None:
    """One that vouches for another name, has run out, or that nobody vouches for ends it: nothing is asked."""
    good = outside.certificate_for("example.com", tmp_path / "good.pem")
    with site({"/": page(b"safe")}, certificate=good) as there:
        assert fetch("https://example.com/", types=HTML, line=there.line).data == b"safe"
        assert there.dialled == [(outside.ADDRESS, 443)]
        with pytest.raises(Unreadable):
            fetch("https://other.org/", types=HTML, line=there.line)
        with pytest.raises(Unreadable):
            fetch("https://example.com/", types=HTML, line=Line(there.line.resolve, there.line.dial))
    assert len(there.asked) == 1
    old = outside.certificate_for("example.com", tmp_path / "old.pem", days=-1)
    with site({"/": page(b"safe")}, certificate=old) as there, pytest.raises(Unreadable):
        fetch("https://example.com/", types=HTML, line=there.line)
    assert there.asked == []


def test_a_server_that_does_not_speak_tls_is_left(tmp_path: Path) -> None:
    with site({"/": endless(b"", b"", pause=0.05)}) as there, pytest.raises(Unreachable):
        fetch("https://example.com/", types=HTML, bounds=SOON, line=there.line)


# As it is


def test_without_a_line_of_its_own_it_goes_straight() -> None:
    """The system's names and plugs, ten seconds, one megabyte, three redirects: nothing a deployment can loosen."""
    assert (DIRECT.resolve, DIRECT.dial) == (resolve, dial)
    assert (SECONDS, BYTES, REDIRECTS) == (10, 1 << 20, 3)
    assert Bounds() == Bounds(SECONDS, BYTES, REDIRECTS)
    assert resolve("127.0.0.1", 80) == ["127.0.0.1"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        address, port = server.getsockname()
        dial(address, port, 1.0).close()
