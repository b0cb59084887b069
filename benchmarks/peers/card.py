"""The peers' part of the model card."""

from pathlib import Path

START, END = "<!-- peers: written by python -m benchmarks.peers -->", "<!-- end of peers -->"


def write(path: Path, text: str) -> None:
    """Put the text between the peers' marks of a Markdown file.

    Raises:
        ValueError: the file has no such marks.
    """
    card = path.read_text(encoding="utf-8")
    before, start, rest = card.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"{path} has no place for the peers: add the lines {START!r} and {END!r}")
    path.write_text(f"{before}{START}\n\n{text}\n{END}{after}", encoding="utf-8")
