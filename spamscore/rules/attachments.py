"""Rules about attachments: what providers block, and what a file's name hides."""

from collections.abc import Iterator
from functools import cache

from spamscore import lists
from spamscore.mail import Attachment, Mail
from spamscore.rules.rule import rule

GMAIL = "support.google.com/mail/answer/6590: file types that Gmail blocks, also inside archives"
OUTLOOK = "Microsoft: blocked attachments in Outlook"
_LARGE = 25_000_000  # bytes, Gmail's limit
_MANY = 10
_BOMB = 100  # unpacked bytes for each packed byte
_DOCUMENTS = frozenset(
    ["pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "jpg", "jpeg", "png", "gif", "txt", "csv", "rtf", "odt", "zip"]
)
_FEW_WORDS = 45
_OPENED = _DOCUMENTS | {"html", "htm", "shtml", "svg", "iso", "img", "rar", "eml", "one", "jpeg"}
_PAGES = frozenset(["html", "htm", "shtml", "xhtml", "xht", "svg"])
_DISGUISED = frozenset((
    "application/x-msdownload", "application/x-elf", "text/html", "application/java-vm", "application/x-ms-shortcut",
    "application/x-mach-binary", "application/internet-shortcut",
))  # fmt: skip


@cache
def _blocked(name: str) -> frozenset[str]:
    return frozenset(lists.load(name))


@cache
def _dangerous() -> frozenset[str]:
    """Types that run or open a page; those that documents honestly carry in their names are left out."""
    return (_blocked("blocked-gmail") | _blocked("blocked-outlook") | _PAGES) - frozenset(("com", "ins", "crt", "cer"))


def _types(name: str) -> list[str]:
    """The endings of a file's name, lower-case, last first."""
    return name.lower().rstrip(". ").split(".")[:0:-1][:3]


def _names(attachment: Attachment) -> Iterator[tuple[str, str]]:
    """(name to judge, name to quote) of the file and of what an archive holds."""
    yield attachment.name, attachment.name
    for member in attachment.members[:1_000]:
        yield member, f"{attachment.name} → {member}"


def _with(**fields: object) -> dict[str, object]:
    """An example: a short mail with one attachment."""
    return {"source": "Hello, see the file.", "attachments": (Attachment(**fields),)}  # type: ignore[arg-type] # field by name


@rule(
    "attachment-blocked-gmail",
    title="A file is of a type that Gmail blocks",
    advice="Put the file on your site and link to the page that explains it.",
    points=3,
    source=GMAIL,
    fires=[_with(name="setup.exe"), _with(name="files.zip", members=("docs/readme.txt", "docs/run.js"))],
    quiet=[
        _with(name="exe.pdf"),
        _with(name="photos.zip", members=("a.jpg", "b.jpg")),
        _with(name="notes about .exe files.txt"),
    ],
)
def attachment_blocked_gmail(mail: Mail) -> Iterator[str]:
    """Gmail refuses the whole message, whatever else it says."""
    yield from _blocked_names(mail, _blocked("blocked-gmail"))


@rule(
    "attachment-blocked-outlook",
    title="A file is of a type that Outlook blocks",
    advice="Send another format, such as PDF, or link to the file.",
    points=1.5,
    source=OUTLOOK,
    fires=[_with(name="shortcut.url"), _with(name="script.py")],
    quiet=[_with(name="report.pdf"), _with(name="setup.exe"), _with(name="py.txt")],
)
def attachment_blocked_outlook(mail: Mail) -> Iterator[str]:
    """Outlook hides such files from its reader; what Gmail blocks too is reported there."""
    yield from _blocked_names(mail, _blocked("blocked-outlook") - _blocked("blocked-gmail"), inside=False)


def _blocked_names(mail: Mail, types: frozenset[str], *, inside: bool = True) -> Iterator[str]:
    for attachment in mail.attachments:
        for name, quote in _names(attachment) if inside else ((attachment.name, attachment.name),):
            if _types(name)[:1] and _types(name)[0] in types:
                yield quote


@rule(
    "attachment-double-ending",
    title="A file's name ends twice, to look like a document",
    advice="Name the file by what it is.",
    points=3,
    source="MITRE ATT&CK T1036.007, double file extension",
    fires=[_with(name="invoice.pdf.exe"), _with(name="a.zip", members=("scan.jpg .scr",))],
    quiet=[_with(name="report.2026.pdf"), _with(name="backup.tar.gz"), _with(name="jquery.min.js")],
)
def attachment_double_ending(mail: Mail) -> Iterator[str]:
    """Programs hide the last ending, and the reader opens what he takes for a document."""
    for attachment in mail.attachments:
        for name, quote in _names(attachment):
            types = [each.strip() for each in _types(name)]
            if len(types) > 1 and types[0] in _dangerous() and types[1] in _DOCUMENTS:
                yield quote


@rule(
    "attachment-turned-name",
    title="A file's name is turned around by an invisible character",
    advice="Remove direction marks from the file's name.",
    points=3,
    source="MITRE ATT&CK T1036.002, right-to-left override",
    fires=[_with(name="invoice\u202efdp.exe"), _with(name="a.zip", members=("photo\u202egpj.scr",))],
    quiet=[_with(name="\u05d7\u05e9\u05d1\u05d5\u05e0\u05d9\u05ea.pdf"), _with(name="invoice.pdf")],
)
def attachment_turned_name(mail: Mail) -> Iterator[str]:
    """An override shows the letters after it backwards, so that exe.fdp reads as pdf.exe the other way round."""
    for attachment in mail.attachments:
        yield from (quote for name, quote in _names(attachment) if "\u202e" in name or "\u202d" in name)


@rule(
    "attachment-false-type",
    title="A file is not what its name or type says",
    advice="Attach the file under its real type and ending.",
    points=2.5,
    source="MITRE ATT&CK T1036.008, masquerading of file types; magic bytes by file(1)",
    fires=[_with(name="invoice.pdf", declared_type="application/pdf", actual_type="application/x-msdownload"),
           _with(name="photo.jpg", declared_type="image/jpeg", actual_type="text/html")],
    quiet=[_with(name="photo.jpg", declared_type="image/png", actual_type="image/jpeg"), _with(name="page.html", actual_type="text/html"),
           _with(name="report.docx", declared_type="application/octet-stream", actual_type="application/zip")],
)  # fmt: skip
def attachment_false_type(mail: Mail) -> Iterator[str]:
    """A program or page under a document's name is meant to be opened by mistake; pictures mixed up are honest slips."""
    for attachment in mail.attachments:
        if attachment.actual_type in _DISGUISED and (_types(attachment.name) or [""])[0] in _DOCUMENTS - {"txt"}:
            yield f"{attachment.name} is {attachment.actual_type}"


@rule(
    "attachment-encrypted",
    title="An archive is locked with a password",
    advice="Share the file by a link with access control instead.",
    points=1.5,
    source=GMAIL + "; password-protected archives cannot be scanned",
    fires=[_with(name="files.zip", actual_type="application/zip", members=("a.doc",), encrypted=True)],
    quiet=[_with(name="files.zip", actual_type="application/zip", members=("a.doc",)),
           _with(name="payslip.pdf", actual_type="application/pdf", encrypted=True)],
)  # fmt: skip
def attachment_encrypted(mail: Mail) -> Iterator[str]:
    """A lock whose key stands in the mail keeps out only the scanner; locked PDFs are usual for payslips."""
    yield from (each.name for each in mail.attachments if each.encrypted and each.actual_type != "application/pdf")


@rule(
    "attachment-macros",
    title="An Office file holds macros",
    advice="Send the document without macros, or as PDF.",
    points=2,
    source=GMAIL + "; Microsoft blocks macros of files from the internet since 2022",
    fires=[_with(name="offer.docm", macros=True), _with(name="offer.xls", macros=True)],
    quiet=[_with(name="offer.docx"), _with(name="macro.txt")],
)
def attachment_macros(mail: Mail) -> Iterator[str]:
    """Macros are programs; most that arrive by mail are malicious."""
    yield from (each.name for each in mail.attachments if each.macros)


@rule(
    "attachment-bomb",
    title="An archive unpacks to a huge size",
    advice="Attach less, or link to the file.",
    points=2,
    source="CWE-409, handling of highly compressed data",
    fires=[_with(name="a.zip", members=("a.bin",), size=50_000, ratio=900.0)],
    quiet=[
        _with(name="a.zip", members=("log.txt",), size=50_000, ratio=20.0),
        _with(name="a.zip", size=900, ratio=300.0),
    ],
)
def attachment_bomb(mail: Mail) -> Iterator[str]:
    """Scanners give up on such archives, and then nobody has looked inside."""
    for each in mail.attachments:
        if each.ratio > _BOMB and each.ratio * each.size > _LARGE:
            yield f"{each.name}: {each.ratio:,.0f} times its size"


@rule(
    "attachment-web-page",
    title="A web page is attached",
    advice="Link to the page, or put its content into the mail.",
    points=1.5,
    source="Microsoft and Barracuda reports: HTML and SVG files as phishing pages",
    fires=[_with(name="statement.html", actual_type="text/html"), _with(name="voice.shtml"), _with(name="scan.svg")],
    quiet=[_with(name="statement.pdf"), _with(name="html.txt"), _with(name="logo.png")],
)
def attachment_web_page(mail: Mail) -> Iterator[str]:
    """A page opened from a file has no address that a reader or a filter could check."""
    yield from (each.name for each in mail.attachments if (_types(each.name) or [""])[0] in _PAGES)


@rule(
    "attachment-too-large",
    title="The attachments are large or many",
    advice="Link to large files; keep the whole message below 25 MB.",
    points=0.5,
    source=GMAIL + "; 25 MB for the whole message, encoded",
    fires=[_with(name="film.mp4", size=30_000_000),
           {"source": "Hi", "attachments": tuple(Attachment(f"{n}.pdf", size=9) for n in range(12))}],
    quiet=[_with(name="film.mp4", size=3_000_000), {"source": "Hi", "attachments": (Attachment("a.pdf"), Attachment("b.pdf"))}],
)  # fmt: skip
def attachment_too_large(mail: Mail) -> Iterator[str]:
    """Providers refuse the message, and readers on the road do not load it."""
    size = sum(each.size for each in mail.attachments)
    files = [each for each in mail.attachments if not each.declared_type.startswith("image/")]
    if size * 4 // 3 > _LARGE or len(files) > _MANY:
        yield f"{len(mail.attachments)} files, {size / 1e6:.1f} MB"


@rule(
    "attachment-alone",
    title="Hardly a word stands beside the attachment",
    advice="Say who you are, what the file is and why the reader gets it.",
    points=1,
    source="Malware and invoice fraud come so; points by our own hit rates (no honest mail of our samples)",
    fires=[{"source": "See attached.", "attachments": (Attachment("invoice.pdf"),)}],
    quiet=[{"source": "<p>See <a href='https://a.example/o'>your order</a></p>", "attachments": (Attachment("invoice.pdf"),)},
           {"source": "word " * 60, "attachments": (Attachment("invoice.pdf"),)},
           {"source": "Hi", "attachments": (Attachment("smime.p7s"),)}],
)  # fmt: skip
def attachment_alone(mail: Mail) -> Iterator[str]:
    """A file that nobody explains asks to be opened out of curiosity."""
    if len(mail.words) < _FEW_WORDS and not any(link.url.known for link in mail.links[:20]):
        yield from (each.name for each in mail.attachments if (_types(each.name) or [""])[0] in _OPENED)
