"""Masks what identifies a corpus, a list or a reader before anything learns from a mail."""

import re

_PLACEHOLDER = "{{ masked }}"  # read as a template value: neither text nor evidence
_MARKS = re.compile(
    r"phishing@pot|phishing\W{0,3}pot\b|rodrigo-?f-?p\w{0,20}|\[removed\]|(?:www\.)?(?:example|baddomain)\.(?:com|org|net)"
    r"|\(?\b555\)?[-. ]\d{3}[-. ]?\d{4}|\b(?:industrypack|osst)[-_ ]?(?:devel|users)?\b|\[spam\]|\blists\.sourceforge\.net"
    r"|\bsourceforge(?:\.net)?\b|lfdr\.de|\blinux1394\S{0,20}|\blinaro-mm-sig\S{0,20}|\blinux-ntb\b|\bclang-built-linux\b|\bopen-iscsi\b",
    re.I,
)
# What a list's software puts under every post, as text or HTML; cut from there to the end of the body.
_FOOTER = re.compile(
    r"(?:_{20,80}(?:\s|<[^<>]{0,200}>|&nbsp;){0,12}(?:[\w.@-]{2,60}\s){1,4}(?:mailing )?list\b"
    r"|(?:--\s{0,4})?(?:<[^<>]{0,300}>|\s){0,12}You received this message because you are subscribed to the Google).*",
    re.S | re.I,
)
_QUICK = ("phishing", "rodrigo", "[removed]", "example.", "baddomain", "555", "industrypack", "osst", "[spam]",
          "sourceforge", "lfdr", "linux1394", "linaro", "linux-ntb", "clang-built", "open-iscsi", "mailing list", "google group")  # fmt: skip


def redact(source: str) -> str:
    """The source with redaction marks, list names and list footers masked; usually returned as it is.

    >>> redact("Dear phishing@pot, pay now")
    'Dear {{ masked }}, pay now'
    """
    low = source.lower()
    if not any(mark in low for mark in _QUICK):
        return source
    return _MARKS.sub(_PLACEHOLDER, _FOOTER.sub(" ", source))
