"""What is approved of a mail, and what changed since."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spamscore.report import Report

_STEP = 0.1  # points are kept with one digit; machines differ far less than that
Entry = dict[str, Any]


def entry(report: "Report") -> Entry:
    """What is approved of a report: its verdict, its points and the rules that fired, and nothing of the mail."""
    rules = sorted({each.rule.id for each in report.findings})
    return {"verdict": report.verdict, "points": round(report.points, 1) + 0.0, "findings": rules}


def changes(approved: Entry, report: "Report") -> list[str]:
    """A line for each thing that differs between what was approved and a report; [] when nothing does."""
    now = entry(report)
    lines = []
    if approved["verdict"] != now["verdict"]:
        lines.append(f"verdict: {approved['verdict']} → {now['verdict']}")
    if abs(approved["points"] - report.points) > _STEP:
        lines.append(f"points: {approved['points']:.1f} → {now['points']:.1f}")
    before, after = set(approved["findings"]), set(now["findings"])
    lines += [f"+ {rule}" for rule in sorted(after - before)]
    return lines + [f"- {rule}" for rule in sorted(before - after)]


def complaint(name: str, approved: Entry | None, report: "Report", advice: str) -> str:
    """What a test says of a mail that is not as approved, or that nobody approved."""
    from spamscore.integrations.outgoing import page

    if approved is None:
        return f"no score of {name} was approved: {advice}"
    told = "\n  ".join([f"{name} is not as approved:", *changes(approved, report)])
    return f"{told}\n{page(report)}\nIf it is meant so, {advice}"
