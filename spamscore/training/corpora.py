"""Sample: a labelled mail with what is known of its origin; readers for the corpora and for a user's own mail."""

import csv
import hashlib
import json
import mailbox
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLASSIC = ("enron-spam", "ling-spam", "spamassassin", "trec07p")  # written before mail had media queries
NOISY = ("phishing_pot",)  # its own card: spam traps' mail, 5–10 % of it genuine newsletters and notices
_SUBJECT_AND_TEXT = ("enron-spam", "ling-spam")  # no message of theirs has another header: judged as bodies
_BODIES = (".html", ".htm", ".txt", ".mjml")


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled mail."""

    id: str
    content: str | bytes  # a body, or a whole message
    spam: bool
    corpus: str
    source: str  # who published it: what is left out together
    group: str  # sender or campaign: never split
    kind: str = ""
    language: str = ""
    year: int | None = None

    @property
    def classic(self) -> bool:
        """Whether it comes from a corpus of before 2010."""
        return self.corpus in CLASSIC

    @property
    def noisy(self) -> bool:
        """Whether its corpus is known to hold wrong labels."""
        return self.corpus in NOISY


def read_corpora(folder: Path, *, classic_limit: int = 1200) -> list[Sample]:
    """The samples of a folder with ``index.jsonl`` and one archive a corpus, sorted by id.

    Args:
        folder: where ``index.jsonl`` and ``<corpus>.tar.xz`` lie.
        classic_limit: mails taken of each classic corpus and label, chosen by hash: they weigh little anyway.

    Raises:
        FileNotFoundError: there is no ``index.jsonl``.
    """
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with (folder / "index.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows[row["corpus"]].append(row)
    samples: list[Sample] = []
    for corpus, found in sorted(rows.items()):
        chosen = _limited(found, classic_limit) if corpus in CLASSIC else found
        samples += _from_archive(folder / f"{corpus}.tar.xz", {row["file"]: row for row in chosen})
    return sorted(samples, key=lambda sample: sample.id)


def _limited(rows: list[dict[str, Any]], limit: int) -> list[dict[str, Any]]:
    chosen: list[dict[str, Any]] = []
    for label in ("ham", "spam"):
        same = [row for row in rows if row["label"] == label]
        chosen += sorted(same, key=lambda row: hashlib.sha256(row["file"].encode()).digest())[:limit]
    return chosen


def _from_archive(path: Path, rows: dict[str, dict[str, Any]]) -> Iterator[Sample]:
    with tarfile.open(path) as archive:
        for member in archive:
            name = member.name.removeprefix("./")
            stream = archive.extractfile(member) if name in rows else None
            if stream is not None:
                yield _sample(rows[name], stream.read())


def _sample(row: dict[str, Any], raw: bytes) -> Sample:
    content = raw if row["file"].endswith(".eml") else raw.decode("utf-8", "replace")
    if row["corpus"] in _SUBJECT_AND_TEXT:
        content = raw.decode("utf-8", "replace").partition("\n\n")[2]
    source = f"{row['corpus']}/{row['source']}"
    if row["corpus"] == "phishing_pot":  # one source over four years: time is its only inner border
        source = f"{row['corpus']}/{max(2023, row['year'] or 2023)}"
    return Sample(row["file"], content, row["label"] == "spam", row["corpus"], source, f"{row['corpus']}/{row['group']}",
                  row["kind"] or "", row["language"] or "", row["year"])  # fmt: skip


def read_own(ham: Iterable[Path], spam: Iterable[Path]) -> list[Sample]:
    """A user's own labelled mail: folders of files, Maildirs, mbox files; each path is a source of its own.

    Raises:
        ValueError: a path holds no mail.
    """
    samples = []
    for paths, is_spam in ((ham, False), (spam, True)):
        for path in paths:
            found = list(_contents(path))
            if not found:
                raise ValueError(
                    f"{path} holds no mail: give a folder, a Maildir or an mbox file (tables go to --table)"
                )
            samples += [_own(path, name, content, spam=is_spam) for name, content in found]
    return samples


def read_table(path: Path) -> list[Sample]:
    """Labelled mail of a CSV or JSONL file with the columns ``label`` (ham or spam) and ``html``, ``text`` or ``message``.

    Raises:
        ValueError: a row has no such label or content.
    """
    return [_labelled(path, number, row) for number, row in enumerate(_table_rows(path), 1)]


def _table_rows(path: Path) -> Iterator[Any]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # one mail can be longer than csv's 128 kB
    with path.open(encoding="utf-8", newline="") as lines:
        if path.suffix == ".csv":
            yield from csv.DictReader(lines)
            return
        for number, line in enumerate(filter(str.strip, lines), 1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise ValueError(f"{path}, row {number} is no JSON: {error}") from error


def _labelled(path: Path, number: int, row: Any) -> Sample:
    fields = row if isinstance(row, dict) else {}
    label, message = fields.get("label"), fields.get("message")
    content = message or fields.get("html") or fields.get("text")
    if label not in ("ham", "spam") or not isinstance(content, str):
        raise ValueError(f"{path}, row {number}: needs label (ham or spam) and html, text or message, all of them text")
    return _own(
        path, f"{number}", content.encode("utf-8", "surrogateescape") if message else content, spam=label == "spam"
    )


def _own(path: Path, name: str, content: str | bytes, *, spam: bool) -> Sample:
    return Sample(f"{path}/{name}", content, spam, path.name, str(path), f"{path}/{name}")


def _contents(path: Path) -> Iterator[tuple[str, str | bytes]]:
    if (path / "cur").is_dir():
        for key, message in mailbox.Maildir(path, create=False).iteritems():
            yield str(key), message.as_bytes()
    elif path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file():
                raw = file.read_bytes()
                yield str(file.relative_to(path)), raw.decode("utf-8", "replace") if file.suffix in _BODIES else raw
    elif path.is_file():
        for number, posted in enumerate(mailbox.mbox(path, create=False)):
            yield str(number), posted.as_bytes()
