"""The way out: whom it asks, and what it puts up with."""

import ipaddress
import time

import pytest

from forum.egress.addresses import Refused, Unreachable, is_public, parse
from forum.egress.client import MOST_BYTES, Client
from forum.egress.pages import HTML, title_of
from tests.egress.stranger import PAGE, Stranger


@pytest.mark.parametrize("path", ["/page", "/redirect/1", "/redirect/3", "/packed/well"])
def test_a_page_is_fetched_by_way_of_few_redirections(
    elsewhere: Stranger, egress_client: Client, path: str
) -> None:
    answer = egress_client.get(elsewhere.url(path), kinds=HTML)
    assert (answer.status, answer.body) == (200, PAGE)
    assert title_of(answer.body, answer.content_type) == "Höfe & Plätze"


def test_the_client_says_who_it_is_and_carries_nothing(
    elsewhere: Stranger, egress_client: Client
) -> None:
    egress_client.get(elsewhere.url("/page"), kinds=HTML)
    sent = {key.lower(): value for key, value in elsewhere.headers[0].items()}
    assert sent["user-agent"] == "Test"
    assert sent["host"] == f"127.0.0.2:{elsewhere.port}"
    assert sent.keys() & {"cookie", "authorization", "referer", "from"} == set()


@pytest.mark.parametrize(
    "path", ["/to/inside", "/to/metadata", "/to/file", "/to/port", "/to/nowhere", "/redirect/4"]
)
def test_no_redirection_leads_where_nobody_may_go(elsewhere: Stranger, path: str) -> None:
    # As in production, but for the one port and the one address of the stranger.
    client = Client(
        "Test",
        is_allowed=lambda address: str(address) == "127.0.0.2",
        ports=frozenset({80, 443, elsewhere.port}),
        seconds=2,
    )
    with pytest.raises(Refused):
        client.get(elsewhere.url(path), kinds=HTML)
    assert "/page" not in elsewhere.asked


@pytest.mark.parametrize("path", ["/slow", "/headers", "/silent"])
def test_whoever_drips_or_keeps_silent_is_left(
    elsewhere: Stranger, egress_client: Client, path: str
) -> None:
    client = Client("Test", is_allowed=egress_client.is_allowed, ports=None, seconds=1)
    started = time.monotonic()
    with pytest.raises(Unreachable):
        client.get(elsewhere.url(path), kinds=HTML)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("path", ["/huge", "/bomb"])
def test_of_an_endless_page_the_beginning_is_read(
    elsewhere: Stranger, egress_client: Client, path: str
) -> None:
    answer = egress_client.get(elsewhere.url(path), kinds=HTML)
    assert len(answer.body) <= MOST_BYTES
    assert title_of(answer.body, answer.content_type) == "Höfe & Plätze"


@pytest.mark.parametrize("path", ["/packed/badly", "/rubbish"])
def test_rubbish_is_no_answer(elsewhere: Stranger, egress_client: Client, path: str) -> None:
    with pytest.raises(Unreachable):
        egress_client.get(elsewhere.url(path), kinds=HTML)


def test_of_what_is_no_page_nothing_is_read(elsewhere: Stranger, egress_client: Client) -> None:
    assert egress_client.get(elsewhere.url("/binary"), kinds=HTML).body == b""


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "0.0.0.0", "224.0.0.1", "239.1.1.1", "255.255.255.255", "192.0.2.1"),  # noqa: S104 - an address to refuse
        *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "ff0e::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    ],
)
def test_no_address_inside_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14"])
def test_an_address_outside_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *("ftp://b.de", "file:///etc/passwd", "javascript:alert(1)", "//b.de", "b.de", ""),
        *("http://b.de:22/", "http://b.de:8080/", "http://b.de:99999/", "http://b.de:x/"),
        *("http://a@b.de/", "http://a:b@b.de/", "http://", "http://b..de/", "http://[::1]/"),
        *(
            "http://b.de/\r\nHost: x",
            "http://b.de /",
            "http://b.de\\@c.de",
            "http://" + "a" * 3_000,
        ),
    ],
)
def test_only_plain_addresses_are_asked(address: str) -> None:
    with pytest.raises(Refused):
        parse(address)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://localhost/", "http://2130706433/"]
)
def test_in_production_this_machine_is_not_asked(address: str) -> None:
    with pytest.raises((Refused, Unreachable)):
        Client("Test", seconds=2).get(address, kinds=HTML)


def test_an_address_with_umlauts_is_asked_in_ascii() -> None:
    target = parse("https://Müller.example/höfe?q=ä%20b#teil")
    assert (target.host, target.path) == ("xn--mller-kva.example", "/h%C3%B6fe?q=%C3%A4%20b")


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        ("<TITLE lang=de>Ä</TITLE>".encode("latin-1"), "text/html; charset=ISO-8859-1", "Ä"),
        ("<title>Ä</title>".encode("latin-1"), "text/html; charset=utf-8", "Ä"),
        ("<meta charset='windows-1252'><title>„Ä“</title>".encode("cp1252"), "text/html", "„Ä“"),
        ("<title>Ä</title>".encode(), "text/html; charset=punycode", "Ä"),
        ("<title>Ä</title>".encode(), "text/html; charset=utf-16-nonsense", "Ä"),
        ("<title>Ä</title>ä".encode()[:-1], "text/html", "Ä"),
        (b"<title>&lt;b&gt;\n\t fett&#0;&#x202e;&nbsp;</title>", "text/html", "<b> fett"),
        (b"<title>" + b"a" * 300 + b"</title>", "text/html", "a" * 199 + "…"),
        (b"<title> \n </title>", "text/html", ""),
        (b"<title>offen", "text/html", ""),
        (b"<title" * 80_000, "text/html", ""),
        (b"<title>" + b"a" * 400_000, "text/html", ""),
        (b"", "", ""),
    ],
)
def test_a_title_is_one_line_of_text(body: bytes, content_type: str, title: str) -> None:
    found = title_of(body, content_type)
    assert found.replace("\ufffd", "") == title
