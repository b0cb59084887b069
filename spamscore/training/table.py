"""Table: every sample, in each of its forms, as numbers: features, n-gram buckets, rules fired."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import numpy.typing as npt

from spamscore import assets, features, markup, ngrams
from spamscore.mail import Mail, read
from spamscore.rules import RULES
from spamscore.training import forms
from spamscore.training.corpora import Sample
from spamscore.training.redact import redact

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """n rows; a sample has one row as it came and one for each counterfactual form."""

    samples: tuple[Sample, ...]  # (n,) the sample of each row
    form: Array  # (n,) str: given, delivered, template, forged, altered
    values: Array  # (n, f) float32 features
    buckets: Array  # all rows' distinct n-gram buckets, one after the other
    starts: Array  # (n + 1,) where each row's buckets start
    whole: Array  # (n, r) bool: rules fired on the message
    bare: Array  # (n, r) bool: rules fired on the body alone
    has_sender: Array  # (n,) bool

    def column(self, name: str) -> Array:
        """A field of `Sample`, by row."""
        return np.array([getattr(sample, name) for sample in self.samples])

    def ngrams(self, row: int) -> Array:
        """The buckets of one row."""
        return np.asarray(self.buckets[self.starts[row] : self.starts[row + 1]])


def measured(samples: Sequence[Sample], *, seed: int = 0, jobs: int = 1, cache: Path | None = None) -> Table:
    """The table of these samples; read from ``cache`` when it was made of the same samples by the same code."""
    mark = fingerprint(samples, seed)
    path = cache / f"table-{mark[:16]}.joblib" if cache else None
    if path and path.exists():
        return joblib.load(path)  # type: ignore[no-any-return]  # our own file, made below
    rows = joblib.Parallel(n_jobs=jobs, batch_size=64)(joblib.delayed(_rows)(sample, seed) for sample in samples)
    table = _stack(samples, rows)
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        joblib.dump(table, path)
    return table


def stacked(tables: Sequence[Table]) -> Table:
    """Several tables as one, one below the other."""
    sizes = np.cumsum([0, *(len(each.buckets) for each in tables)])
    starts = [np.zeros(1, tables[0].starts.dtype)]
    starts += [each.starts[1:] + size for each, size in zip(tables, sizes, strict=False)]
    columns = {
        each.name: np.concatenate([getattr(one, each.name) for one in tables])
        for each in fields(Table) if each.name not in ("samples", "starts")
    }  # fmt: skip
    return Table(samples=sum((each.samples for each in tables), ()), starts=np.concatenate(starts), **columns)


def fingerprint(samples: Sequence[Sample], seed: int) -> str:
    """A hash of the samples, the seed, and every source file and list that the numbers depend on."""
    package = Path(assets.__file__).parent
    code = [path for path in sorted(package.rglob("*.py")) if path.parent.name not in ("cli", "training")]
    code += [
        package / "training" / name
        for name in (
            "forms.py",
            "redact.py",
            "table.py",
            "corpora.py",
            "attacks.py",
            "changes.py",
            "disguise.py",
            "edit.py",
            "honest_texts.py",
            "paraphrases.py",
        )
    ]
    found = hashlib.sha256(f"{seed}".encode())
    for path in (*code, *sorted((assets.folder("data") / "lists").glob("*.txt"))):
        found.update(path.read_bytes())
    for sample in samples:
        content = sample.content.encode("utf-8", "replace") if isinstance(sample.content, str) else sample.content
        found.update(sample.id.encode("utf-8", "replace") + hashlib.sha256(content).digest())
    return found.hexdigest()


Row = tuple[str, Array, Array, Array, Array, bool]


def _rows(sample: Sample, seed: int) -> list[Row]:
    mail = read(sample.content)
    if mail.html is not None:
        mail = replace(mail, page=markup.read_html(redact(mail.html)))
    elif mail.plain is not None:
        mail = replace(mail, page=markup.read_text(redact(mail.plain)))
    rows = [_row("given", mail)]
    if mail.html is not None and not sample.classic:
        rng = random.Random(f"{seed}/{sample.id}")
        form, change = (
            ("template", forms.template) if isinstance(sample.content, bytes) else ("delivered", forms.deliver)
        )
        clean = redact(mail.html)
        rows.append(_body_row(form, change(clean, rng)))
        form, change = ("forged", forms.forge) if sample.spam else ("altered", forms.alter)
        rows.append(_body_row(form, change(clean, rng)))
    return rows


def _body_row(form: str, html: str) -> Row:
    return _row(form, Mail(html=html, page=markup.read_html(html)))


def _row(form: str, mail: Mail) -> Row:
    bare = replace(mail, subject=None, sender=None, headers=None, attachments=(), defects=())
    fired = np.array([bool(rule(mail)) for rule in RULES])
    fired_bare = np.array([bool(rule(bare)) for rule in RULES])
    found = ngrams.buckets(ngrams.prepare(mail.text)).astype(np.int32)
    return form, features.measure(mail).astype(np.float32), found, fired, fired_bare, bool(mail.sender_domain)


def _stack(samples: Sequence[Sample], rows: list[list[Row]]) -> Table:
    flat = [(sample, row) for sample, found in zip(samples, rows, strict=True) for row in found]
    starts = np.concatenate([[0], np.cumsum([len(row[2]) for _, row in flat])])
    return Table(
        tuple(replace(sample, content="") for sample, _ in flat),  # the mail itself is not kept
        np.array([row[0] for _, row in flat]),
        np.stack([row[1] for _, row in flat]),
        np.concatenate([row[2] for _, row in flat]),
        starts,
        np.stack([row[3] for _, row in flat]),
        np.stack([row[4] for _, row in flat]),
        np.array([row[5] for _, row in flat]),
    )
