"""URLs as browsers read them; registrable domains."""

import publicsuffixlist
import pytest

from spamscore.placeholders import VALUE
from spamscore.urls import registrable, split

HOSTS = {
    "HTTP://ExAmple.COM./x": "example.com",
    "ht\ntp://a.example/": "a.example",
    "http:\\\\bad.test\\p": "bad.test",
    "//cdn.example/a": "cdn.example",
    "http:/one.example": "one.example",
    "https:one.example/a": "one.example",
    "www.example.com/a": "www.example.com",
    "http://a:b@c.example@d.example/": "d.example",
    "http://a%2eexample": "a.example",
    "http://ｅxample.com": "example.com",
    "http://münchen.example/": "xn--mnchen-3ya.example",
    "mailto:a@b.example": "",
    "example.com/path": "",
    "#top": "",
    "": "",
    ":": "",
}
ADDRESSES = ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.0.1"]


@pytest.mark.parametrize(("href", "host"), HOSTS.items())
def test_host_is_the_one_a_browser_opens(href, host):
    assert split(href).host == host


@pytest.mark.parametrize("written", ADDRESSES)
def test_numbers_for_hosts_are_addresses(written):
    url = split(f"http://{written}:8080/x")
    assert (url.host, url.ip, url.port, url.domain, url.written_host) == ("127.0.0.1", True, "8080", "", written)


def test_ipv6_is_an_address_and_a_name_with_digits_is_not():
    assert split("http://[::1]:80/").ip
    assert not split("http://4.example.com/").ip


def test_parts():
    url = split("https://user@www.example.co.uk:8443/a/b?c=d&e#f")
    assert (url.scheme, url.userinfo, url.host, url.port) == ("https", "user", "www.example.co.uk", "8443")
    assert (url.path, url.query, url.fragment) == ("/a/b", "c=d&e", "f")
    assert (url.domain, url.label) == ("example.co.uk", "example")


@pytest.mark.parametrize("scheme", ["java\tscript", " JavaScript"])
def test_scheme_is_read_through_disguise(scheme):
    assert split(scheme + ":alert(1)").scheme == "javascript"


def test_international_names_show_their_letters():
    url = split("https://xn--mnchen-3ya.example/")
    assert url.idn
    assert url.unicode_host == "münchen.example"
    assert not split("https://example.com").idn
    assert split("https://xn--\ud800-.example/").unicode_host


@pytest.mark.parametrize(
    ("href", "known"),
    [
        (VALUE, False),
        (f"https://{VALUE}/x", False),
        (f"https://{VALUE}.example.com/", False),
        (f"https://example.com/{VALUE}", True),
    ],
)
def test_a_host_that_a_template_fills_in_is_not_known(href, known):
    assert split(href).known is known


def test_registrable_agrees_with_the_library():
    library = publicsuffixlist.PublicSuffixList()
    hosts = (
        "example.com a.b.example.co.uk www.ck a.www.ck foo.bar.ck x.github.io github.io com a.xn--55qx5d.cn shop.xn--p1ai b.c.kobe.jp"
        " city.kobe.jp a.city.kobe.jp foo.unlisted localhost x.s3.amazonaws.com"
    )
    for host in hosts.split():
        assert registrable(host) == (library.privatesuffix(host) or ""), host


@pytest.mark.parametrize(
    "href",
    ["http://[", "http://" + "a." * 50_000, "\ud800", "x" * 100_000, "http://xn--a/", "http://0x/", "http://09.1/"],
)
def test_no_input_raises(href):
    url = split(href)
    assert isinstance(url.unicode_host, str)
    assert registrable(url.host) == url.domain or url.ip
