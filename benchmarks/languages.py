"""`python -m benchmarks.languages`: the same mails in seven languages and more, their scores beside each other.

The mails stand in tests/parallel: a template with ``{{slots}}`` (.html or .txt) and the words for them, a table for each
language (.toml). Markup and links are the same in all; whatever differs between the scores of a row is language.
"""

import argparse
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import spamscore

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "parallel"
CARD = ROOT / "models" / "README.md"
START, END = "<!-- languages: written by python -m benchmarks.languages -->", "<!-- end of languages -->"
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")  # held by tests/test_fairness.py
HONEST = ("order", "shipping", "newsletter", "password", "invoice", "event", "donation", "note", "business")
SPAM = ("mailbox-phish", "bank-phish", "parcel-phish", "advance-fee")
MAILS = HONEST + SPAM
_SLOT = re.compile(r"\{\{(\w+)\}\}")


@cache
def words(mail: str) -> dict[str, dict[str, str]]:
    """Language → slot → text of one mail."""
    tables: dict[str, dict[str, str]] = tomllib.loads((FOLDER / f"{mail}.toml").read_text("utf-8"))
    return tables


def body(mail: str, language: str) -> str:
    """A mail in a language: every slot filled; `KeyError` names what is missing."""
    (template,) = (path for path in FOLDER.glob(f"{mail}.*") if path.suffix != ".toml")
    filled = {**words(mail)[language], "lang": language}
    return _SLOT.sub(lambda slot: filled[slot[1]], template.read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Row:
    """One mail's reports, by language."""

    mail: str
    reports: dict[str, spamscore.Report]

    @property
    def spread(self) -> float:
        """Highest less lowest score over `LANGUAGES`."""
        scores = [self.reports[language].score for language in LANGUAGES]
        return max(scores) - min(scores)

    @property
    def spread_of_points(self) -> float:
        """The same in points."""
        points = [self.reports[language].points for language in LANGUAGES]
        return max(points) - min(points)


@cache
def row(mail: str) -> Row:
    """A mail judged in every language that it is written in."""
    return Row(mail, {language: spamscore.check(body(mail, language)) for language in words(mail)})


def table() -> str:
    """Scores and points of every mail and language, in Markdown; what spam wants is bold where it is not so."""
    others = sorted({language for mail in MAILS for language in words(mail)} - set(LANGUAGES))
    columns = (*LANGUAGES, "spread", "in points", *others)
    lines = [f"| mail | {' | '.join(columns)} |", f"| --- |{' --- |' * len(columns)}"]
    for mail in MAILS:
        found = row(mail)
        seven = [_cell(mail, found.reports[language]) for language in LANGUAGES]
        more = [_cell(mail, found.reports[each]) if each in found.reports else "–" for each in others]
        middle = [f"{found.spread:.3f}", f"{found.spread_of_points:.1f}"]
        lines.append(f"| {mail} | {' | '.join([*seven, *middle, *more])} |")
    return "\n".join(lines)


def _cell(mail: str, report: spamscore.Report) -> str:
    shown = f"{report.score:.3f} ({report.points:.1f})"
    wrong = (report.verdict == "spam") != (mail in SPAM)
    return f"**{shown}**" if wrong else shown


def section() -> str:
    """What the model card says about languages."""
    within = sum(row(mail).spread <= 0.1 for mail in MAILS)
    return (
        f"{len(HONEST)} honest mails and {len(SPAM)} spams, each with the same markup and links, its words written by us "
        f"in every language: score (points, spam from {spamscore.report.THRESHOLD_POINTS}), bare HTML or text. Bold: on "
        f"the wrong side of the threshold. Spread: over the first seven languages; {within} of {len(MAILS)} are within "
        f".1.\n\n{table()}"
    )


def written(card: str) -> str:
    """The card with its section on languages made new; appended where it has none."""
    new = f"{START}\n\n{section()}\n\n{END}"
    if START not in card:
        return f"{card.rstrip()}\n\n## Languages\n\n{new}\n"
    return card[: card.index(START)] + new + card[card.index(END) + len(END) :]


def main() -> None:
    """Print the table, or write it into the card."""
    parser = argparse.ArgumentParser("benchmarks.languages", description=__doc__)
    parser.add_argument("--card", action="store_true", help="write it into models/README.md")
    parser.add_argument("--why", metavar="MAIL", choices=MAILS, help="what differs between the languages of one mail")
    given = parser.parse_args()
    if given.why:
        print(why(given.why))
    elif given.card:
        CARD.write_text(written(CARD.read_text("utf-8")), "utf-8")
    else:
        print(section())


def why(mail: str) -> str:
    """Contributions of a mail that differ most between languages, in Markdown; single words are one line."""
    sums: dict[str, dict[str, float]] = {}
    for language in LANGUAGES:
        for each in row(mail).reports[language].contributions:
            source = "words" if each.kind == "word" else each.source
            amounts = sums.setdefault(source, dict.fromkeys(LANGUAGES, 0.0))
            amounts[language] += each.points
    ranked = sorted(sums.items(), key=lambda item: min(item[1].values()) - max(item[1].values()))
    lines = [f"| {mail} | {' | '.join(LANGUAGES)} | differs by |", f"| --- |{' --- |' * (len(LANGUAGES) + 1)}"]
    for source, amounts in ranked[:15]:
        shown = " | ".join(f"{amounts[language]:+.2f}" for language in LANGUAGES)
        lines.append(f"| {source} | {shown} | {max(amounts.values()) - min(amounts.values()):.2f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
