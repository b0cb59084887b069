"""``python -m benchmarks.peers``: spamscore beside the open filters on the same mails, as one table."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.peers import figures
from benchmarks.peers.bogofilter import Bogofilter
from benchmarks.peers.ours import Ours
from benchmarks.peers.rspamd import Rspamd
from benchmarks.peers.spamassassin import SpamAssassin
from benchmarks.peers.study import MAILBOX, NotInstalledError, Peer, Study, study
from benchmarks.peers.tfidf import TfIdf
from spamscore.training import card, corpora, duplicates
from spamscore.training.table import measured

PEERS: dict[str, Callable[[], Peer]] = {
    "spamassassin": SpamAssassin, "rspamd": Rspamd, "bogofilter": Bogofilter, "tfidf": TfIdf,
}  # fmt: skip


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with index.jsonl and an archive a corpus")
    parser.add_argument("--mails", type=int, default=800, help=f"how many beside the mailbox {MAILBOX} (default 800)")
    parser.add_argument("--peers", default=",".join(PEERS), help="who stands beside spamscore (default: %(default)s)")
    parser.add_argument("--card", type=Path, help="Markdown file whose part between the peers' marks is written anew")
    parser.add_argument("--json", type=Path, help="the same figures for programs")
    parser.add_argument("--cache", type=Path, help="folder that keeps the measured mails between runs")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1, help="processes for measuring and for fitting our own models")
    arguments = parser.parse_args(argv)
    unknown = set(arguments.peers.split(",")) - set(PEERS)
    if unknown:
        parser.error(f"--peers takes {', '.join(PEERS)}, not {', '.join(sorted(unknown))}")
    return arguments


def main(argv: list[str] | None = None) -> int:
    """Judge, print the table, write it where it is wanted; the exit code."""
    arguments = _arguments(argv)
    try:
        samples = corpora.read_corpora(arguments.corpora)
    except OSError as error:
        print(f"benchmarks.peers: {error}", file=sys.stderr)
        return 2
    samples = duplicates.grouped(samples, duplicates.copies(samples, jobs=arguments.jobs, cache=arguments.cache))
    numbers = duplicates.regrouped(measured(samples, jobs=arguments.jobs, cache=arguments.cache), samples)
    asked = study(samples, numbers, mails=arguments.mails, seed=arguments.seed)
    found = []
    for peer in (Ours(arguments.jobs), *(PEERS[name]() for name in arguments.peers.split(","))):
        found += answered(peer, asked)
    text = f"{_note(asked, arguments.seed)}\n{figures.table(found)}"
    print(text)
    if arguments.json:
        arguments.json.write_text(
            json.dumps({"seed": arguments.seed, "mails": len(asked.samples), "rows": found}, indent=1)
        )
    if arguments.card:
        card.write(arguments.card, text, between=card.marks("peers", "python -m benchmarks.peers"))
    return 0


def answered(peer: Peer, asked: Study) -> list[figures.Row]:
    """The rows of a peer; one that says so where it is not installed."""
    start = time.monotonic()
    try:
        rows = figures.rows(peer.name, peer.judge(asked), asked)
    except NotInstalledError:
        rows = [figures.missing(peer.name, peer.package)]
    print(f"{peer.name}: {time.monotonic() - start:.0f} s", file=sys.stderr)
    return rows


def _note(asked: Study, seed: int) -> str:
    spam = int(asked.column("spam").sum())
    messages = [one for one, each in zip(asked.samples, asked.forms, strict=True) if not one.spam and "whole" in each]
    own = sum(one.corpus == MAILBOX for one in messages)
    return (
        f"{len(asked.samples)} modern mails ({len(asked.samples) - spam} ham, {spam} spam; seed {seed}): all of the one "
        f"mailbox ({MAILBOX}), the others drawn by corpus and label. *whole*: the message as it came, less what other filters wrote "
        f"into its header (a body has none; {own} of the {len(messages)} honest ones are the mailbox's); "
        "*bare*: the HTML alone, to filters under MIME headers only; *wrapped*: that HTML under clean From, To, Subject, "
        "Date and Message-ID at example.com. Everything offline. FPR, recall and what is flagged are at the peer's own "
        "threshold: SpamAssassin 5, rspamd 6 (`add header`), spamscore 5 points; of the trained ones where 1 % of honest "
        "modern mail of the other folds lies. They are trained for each fold on the mails that our left-out model has seen, "
        "message and bare body, corpus marks masked and receiving-side headers left out, as for ours. Honest templates: "
        "bodies that came without a message, receipts apart. In brackets 95 % intervals, senders and campaigns drawn as a "
        "whole.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
