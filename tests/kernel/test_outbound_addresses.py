"""Which addresses outside are asked: tables (quality 4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.kernel.outbound.rules import BadAddress, is_outside, target

pytestmark = pytest.mark.pure

OUTSIDE = """
1.1.1.1 8.8.8.8 93.184.216.34 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255
198.20.0.0 203.0.112.255 223.255.255.255
2606:4700::1111 2a00:1450::200e 2001:200::1 2003::1 2400:cb00::1 2620:0:2d0:200::7
""".split()

NO_NUMBERS = ["", " ", "1.1.1.1 ", "eight"]
INSIDE = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.1.2.3 127.255.255.255
169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.31.196.1
192.52.193.1 192.88.99.1 192.168.0.1 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1
224.0.1.1 232.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b::7f00:1 64:ff9b::8.8.8.8
64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1
2001:db8::1 2002:7f00:1::1 2002:0808:0808::1 2620:4f:8000::1 3ffe::1 3fff::1 4000::1 5f00::1 fc00::1
fd00:ec2::254 fe80::1 fe80::1%eth0 2606:4700::1111%eth0 fec0::1 ff02::1 ff0e::1
localhost 1 127.1 0x7f.0.0.1 010.0.0.1 1.1.1.1.1 1.1.1.1/32
""".split()


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_open_net_is_outside(address: str) -> None:
    assert is_outside(address)


@pytest.mark.parametrize("address", [*INSIDE, *NO_NUMBERS])
def test_everything_else_is_not(address: str) -> None:
    """Inner, shared, documentation, multicast, reserved; whatever carries another address within; what is none."""
    assert not is_outside(address)


TARGETS = {
    "http://example.com": "http://example.com/",
    "https://EXAMPLE.com:443/A?b=C#d": "https://example.com/A?b=C",
    "http://example.com:80/": "http://example.com/",
    "  https://example.com/a ": "https://example.com/a",
    "https://example.com./a": "https://example.com/a",
    "https://bücher.example.org/ä?ö=ü": "https://xn--bcher-kva.example.org/%C3%A4?%C3%B6=%C3%BC",
    "https://example.com/100%/%41?q=%&r=%zz": "https://example.com/100%25/%41?q=%25&r=%25zz",
    "https://example.com?q=1": "https://example.com/?q=1",
    "https://a_b.example.com/{x}": "https://a_b.example.com/%7Bx%7D",
    "https://example.xn--p1ai/": "https://example.xn--p1ai/",
}


@pytest.mark.parametrize("url", TARGETS)
def test_an_address_is_written_in_one_way(url: str) -> None:
    """And writing it so again changes nothing."""
    assert target(url).url == TARGETS[url]
    assert target(TARGETS[url]).url == TARGETS[url]


NO_SIGNS = [
    "http://example.com/a b",
    "http://example.com/\r\nHost:x",
    "http://example.com/\tb",
    "http://exam\x00ple.com/",
    "http://example.com/" + "a" * 2_000,
    f"http://{'a' * 64}.com/",
    f"http://{'a.' * 130}com/",
    "",
]
REFUSED = """
ftp://example.com/ file:///etc/passwd gopher://example.com/ javascript:alert(1) data:text/html,x //example.com/
/path example.com http:example.com http:///path http://
http://example.com:8080/ https://example.com:80/ http://example.com:443/ http://example.com:0/
http://example.com:99999/ http://example.com:x/
http://mara@example.com/ http://mara:secret@example.com/ http://@example.com/
http://127.0.0.1/ http://127.1/ http://2130706433/ http://0x7f000001/ http://0x7f.1/ http://0177.0.0.1/
http://8.8.8.8/ http://[::1]/ http://[::ffff:127.0.0.1]/ http://[::1 http://1.2.3.4.5/
http://127。0。0。1/ http://１２７.0.0.1/ http://⑯⑨。②⑤④。⑯⑨。②⑤④/
http://localhost/ http://localhost./ http://a.localhost/ http://printer/ http://printer.local/ http://a.internal/
http://metadata.google.internal/ http://router.lan/ http://x.home.arpa/ http://a.onion/ http://a.test/
http://a.invalid/ http://a.example/ http://a.corp/
http://-a.com/ http://a-.com/ http://a..com/ http://.com/ http://a.b1/ http://exa%6dple.com/ http://a.com%00.org/
http://example.com\\@127.0.0.1/ http://exa*mple.com/
""".split()


@pytest.mark.parametrize("url", [*REFUSED, *NO_SIGNS])
def test_other_forms_are_refused(url: str) -> None:
    """Other schemes and ports, names with passwords, numbers in any disguise, inner names, signs no address has."""
    with pytest.raises(BadAddress, match="not the address of a page"):
        target(url)


@pytest.mark.parametrize(
    ("move", "url"),
    [
        ("/c", "https://example.com/c"),
        ("c", "https://example.com/a/c"),
        ("?q", "https://example.com/a/b?q"),
        ("//other.org/", "https://other.org/"),
        ("http://other.org", "http://other.org/"),
    ],
)
def test_a_redirect_is_read_from_where_it_stands(move: str, url: str) -> None:
    assert target(move, base=target("https://example.com/a/b")).url == url


@pytest.mark.parametrize("move", ["//127.0.0.1/", "http://[::1]/", "file:///etc/passwd", "http://a@b.org/"])
def test_a_redirect_is_checked_like_the_first(move: str) -> None:
    with pytest.raises(BadAddress):
        target(move, base=target("https://example.com/a/b"))


@given(st.text(max_size=60))
def test_whatever_is_written_gives_an_address_or_a_refusal(words: str) -> None:
    """And an address holds nothing but plain signs, so that nobody writes a second line into a request."""
    for url in (words, f"http://example.com/{words}", f"https://{words}.com/?{words}"):
        try:
            found = target(url)
        except BadAddress:
            continue
        assert found.url.isascii() and found.url.isprintable() and " " not in found.url
        assert target(found.url) == found
