"""Annotations for GitHub Actions: workflow commands that show findings in the pull request, at their lines."""

from collections.abc import Iterable, Iterator

from spamscore.cli.checked import Checked
from spamscore.cli.formats import place
from spamscore.cli.formats.levels import level, quotes, verdict_level, verdict_words
from spamscore.cli.formats.numbers import signed
from spamscore.cli.formats.place import Region
from spamscore.cli.formats.terminal import Paint, safe
from spamscore.report import Located

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def lines(results: Iterable[Checked], paint: Paint) -> Iterator[str]:
    """One command a verdict, finding and note; GitHub shows the first ten of each kind, so verdicts come first."""
    del paint  # machines see no colours
    for each in results:
        if each.report is None:
            yield command("error", each.name, None, "spamscore: not read", each.error)
            continue
        if grave := verdict_level(each):
            yield command(grave, each.name, None, f"spamscore: {each.report.verdict}", verdict_words(each, each.report))
        found = each.report.findings
        for finding, regions in zip(found, place.regions(each, found), strict=True):
            region = regions[0] if regions else None
            yield command(level(each, finding), each.name, region, _title(finding), _message(each, finding, regions))
        for note in each.notes:
            yield command("note", each.name, None, "spamscore: note", note)


def _title(found: Located) -> str:
    return f"{found.rule.title} [{found.rule.id}]"


def _message(checked: Checked, found: Located, regions: list[Region]) -> str:
    more = [f"{region.line}:{region.column}" for region in regions[1:]]
    if place.in_body(checked.name):
        more = [f"{span.line}:{span.column} of the body" for span in found.spans if span]
    parts = [
        f"{signed(found.points)} points (plus: more like spam): {quotes(found)}",
        f"Also at {', '.join(more)}." if more and regions else f"At {', '.join(more)}." if more else "",
        found.rule.why,
        found.rule.advice,
    ]
    return "\n".join(part for part in parts if part)


def command(grave: str, name: str, region: Region | None, title: str, message: str) -> str:
    """One workflow command; columns only within one line, as GitHub takes them."""
    properties: dict[str, object] = {} if name == place.STANDARD_INPUT else {"file": place.path(name)}
    if region:
        properties["line"] = region.line
        one_line = region.end_line in (None, region.line)
        if one_line:
            properties["col"] = region.column
        if region.end_line:
            properties["endLine"] = region.end_line
        if region.end_column and one_line:
            properties["endColumn"] = region.end_column
    properties["title"] = title
    told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    said = _data("\n".join(map(safe, message.split("\n"))))
    return f"::{_COMMANDS[grave]} {told}::{said}"


def _data(words: str) -> str:
    """As the runner's toolkit escapes a message."""
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    """As the runner's toolkit escapes a property."""
    return _data(safe(words)).replace(":", "%3A").replace(",", "%2C")
