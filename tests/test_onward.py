"""Where a link leads in the end: only services of our lists are opened, and every way of writing the target is read."""

import pytest

from spamscore import onward, urls

PASSED_ON = {
    "google": "https://www.google.com/url?q=https%3A%2F%2Fshop.example%2Fa&sa=D",
    "amp": "https://google.com/amp/s/shop.example/a",
    "bing": "https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9zaG9wLmV4YW1wbGUvYQ&ntb=1",
    "safelinks": "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fshop.example%2Fa&data=1",
    "urldefense-2": "https://urldefense.proofpoint.com/v2/url?u=https-3A__shop.example_a&d=1",
    "urldefense-3": "https://urldefense.com/v3/__https://shop.example/a__;!!x",
    "amazon": "https://ab12.r.eu-west-1.awstrack.me/L0/https:%2F%2Fshop.example%2Fa/1/0102",
    "twice": "https://www.google.com/url?q=https%3A%2F%2Fabc.awstrack.me%2FL0%2Fhttps%3A%252F%252Fshop.example%252Fa",
}
STAYS = (
    "https://page.example/?to=https://bank.example/",
    "https://u1.ct.sendgrid.net/ls/click?upn=abc",
    "https://www.google.com/maps?q=Mill+Street",
    "https://www.bing.com/ck/a?u=a1aHR0c",
    "mailto:a@shop.example",
    "",
)


@pytest.mark.parametrize("href", PASSED_ON.values(), ids=PASSED_ON)
def test_the_page_inside_is_found(href: str) -> None:
    assert onward.destination(urls.split(href)).domain == "shop.example"


@pytest.mark.parametrize("href", STAYS)
def test_anything_else_is_the_page_itself(href: str) -> None:
    url = urls.split(href)
    assert onward.destination(url) is url
