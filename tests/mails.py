"""Mails for property tests: hypothesis strategies for bodies, messages, and what is neither."""

from email.message import EmailMessage

from hypothesis import strategies as st

WORDS = (
    "hello", "your", "order", "invoice", "meeting", "free", "winner", "click", "here", "Viagra", "gr\u00fcn", "\u4f60\u597d", "p\u0430ypal",
    "inv\u200boice", "{{ name }}", "*|FNAME|*", "$1,000,000", "!!!", "ACT NOW", "unsubscribe", "12 Orchard Lane", "100%",
)  # fmt: skip
HOSTS = (
    "www.example.com",
    "shop.example",
    "192.0.2.7",
    "bit.ly",
    "xn--e1aybc.test",
    "{{ host }}",
    "user@evil.test",
    "",
)
TAGS = ("p", "div", "td", "table", "b", "span", "font", "center", "h1", "li", "style", "script", "form", "x-y")
STYLES = (
    "",
    "display:none",
    "font-size:0",
    "color:#fff;background:#fff",
    "opacity:0",
    "left:-9999px;position:absolute",
    ";;:{}",
)
# What breaks parsers: cut tags, stray quotes, control characters, lone surrogates, comments that never end.
SHARDS = (
    "<",
    "</",
    "<!--",
    "-->",
    "<a href=",
    '"',
    "'",
    "&",
    "&#x0;",
    "&#xd800;",
    "]]>",
    "<![if !mso]>",
    "\x00",
    "\ud83d",
    "{%",
    "}}",
    "<%=",
)

texts = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
_paths = st.text("abcXYZ019/?=&%.#-_ ", max_size=30)


@st.composite
def links(draw: st.DrawFn) -> str:
    """An <a> with a made-up target and text."""
    scheme = draw(st.sampled_from(("https://", "http://", "mailto:", "javascript:", "data:text/html,", "", "//")))
    target = scheme + draw(st.sampled_from(HOSTS)) + "/" + draw(_paths)
    return f'<a href="{target}">{draw(st.one_of(texts, st.sampled_from(HOSTS)))}</a>'


@st.composite
def images(draw: st.DrawFn) -> str:
    """An <img>, perhaps a pixel, perhaps without an alt."""
    side = draw(st.sampled_from(("", ' width="1" height="1"', ' width="600"', ' width="100%" height="auto"')))
    alt = draw(st.one_of(st.just(""), texts.map(lambda words: f' alt="{words}"')))
    return f'<img src="https://{draw(st.sampled_from(HOSTS))}/i.png"{side}{alt}>'


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags, styles = st.sampled_from(TAGS), st.sampled_from(STYLES)
    return st.builds(
        lambda tag, style, parts: f'<{tag} style="{style}">{"".join(parts)}</{tag}>',
        tags,
        styles,
        st.lists(inner, max_size=4),
    )


pieces = st.recursive(st.one_of(texts, links(), images()), _wrapped, max_leaves=12)
html = st.lists(pieces, max_size=6).map(lambda parts: f"<html><body>{''.join(parts)}</body></html>")
shards = st.lists(st.one_of(st.sampled_from(SHARDS), texts, links(), st.text(max_size=20)), max_size=20).map("".join)
bodies = st.one_of(html, shards, texts, st.text())


@st.composite
def messages(draw: st.DrawFn) -> EmailMessage:
    """A whole message that Python's own library wrote, with one or two bodies and perhaps an attachment."""
    mail = EmailMessage()
    mail["From"] = draw(
        st.sampled_from(("Garden Shop <news@shop.example>", "a@example.com", '"Pay, Pal" <x@evil.test>'))
    )
    mail["To"] = "reader@example.org"
    mail["Subject"] = " ".join(draw(texts).split()) or "none"
    if draw(st.booleans()):
        mail["List-Unsubscribe"] = "<https://shop.example/u>, <mailto:u@shop.example>"
    mail.set_content(draw(texts))
    if draw(st.booleans()):
        mail.add_alternative(draw(html), subtype="html", cte=draw(st.sampled_from(("base64", "quoted-printable"))))
    if draw(st.booleans()):
        name = draw(st.sampled_from(("a.pdf", "invoice.pdf.exe", "r\u202efdp.scr", "x.zip")))
        mail.add_attachment(draw(st.binary(max_size=60)), maintype="application", subtype="octet-stream", filename=name)
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"part-{number}")  # or the library rolls dice
    return mail


_fields = st.sampled_from((
    b"From: =?utf-8?B?\xff\xfe?= <a@b@c>\n", b"Subject: \xe4\xf6 =?x?q?=zz?=\n", b"Content-Type: text/html; charset=nonsense\n",
    b'Content-Type: multipart/mixed; boundary="b"\n', b"Content-Transfer-Encoding: base64\n", b"MIME-Version: 1.0\n",
    b"Content-Type: message/rfc822\n", b"\n", b"--b\n", b"--b--\n", b" folded\r\n", b"Content-Disposition: attachment; filename*=utf-8''%ff\n",
))  # fmt: skip
broken = st.lists(
    st.one_of(_fields, st.binary(max_size=80), bodies.map(lambda body: body.encode("utf-8", "replace"))), max_size=12
).map(b"".join)
raw = st.one_of(broken, st.binary(max_size=400), messages().map(lambda mail: mail.as_bytes()))
anything = st.one_of(bodies, raw)
