"""Approvals: the run of pytest that compares scores with the approved ones, and keeps those that are new."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from spamscore.report import Report


class Approvals:
    """What one run of pytest saw of tests and their mails; the files are written when it ends."""

    def __init__(self, config: pytest.Config) -> None:
        """Nothing seen yet."""
        self.config, self.update = config, bool(config.getoption("--spamscore-update"))
        self.in_ci = os.environ.get("CI", "").lower() not in ("", "0", "false")
        self.taken: dict[str, dict[str, Any]] = {}  # id of a test → name of its mail → what to keep, None: as it was
        self.files: dict[str, str] = {}  # id of a test → its file
        self.passed, self.said = set[str](), list[str]()
        # only a run that saw every test of a file may say that one is gone
        partly = any("::" in each for each in config.args) or config.getoption("lf", default=False)
        self.whole = not partly and not config.getoption("collectonly", default=False)

    def begin(self, node: Any) -> "Callable[..., Report]":
        """What a test calls with its mails; a test that is run again starts anew."""
        self.taken[node.nodeid] = {}

        def spam_snapshot(mail: Any, name: str = "", **context: Any) -> "Report":
            __tracebackhide__ = True
            return self._compare(node, mail, name, **context)

        return spam_snapshot

    def _compare(self, node: Any, mail: Any, name: str, **context: Any) -> "Report":
        __tracebackhide__ = True
        from spamscore.integrations import outgoing, snapshot_files, snapshots

        mails = self.taken[node.nodeid]
        name = name or f"mail {len(mails) + 1}"
        if name in mails:
            raise ValueError(f"two mails of one test are named {name!r}: give each its own name")
        report, file = outgoing.report(mail, **context), snapshot_files.file_of(node.path)
        approved = snapshot_files.read(file).get(_test(node.nodeid), {}).get(name)
        changed = approved is None or snapshots.changes(approved, report)
        wanted = self.update or (approved is None and not self.in_ci)
        mails[name] = snapshots.entry(report) if changed and wanted else None
        if changed and not wanted:
            advice = f"run `pytest --spamscore-update {node.nodeid}` and commit {snapshot_files.shown(file)}"
            raise AssertionError(snapshots.complaint(name, approved, report, advice))
        return report

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Take note of a test that exists, whether it will run or not."""
        self.files[item.nodeid] = str(item.path)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A run that could not collect everything says nothing of what is gone."""
        self.whole = self.whole and not report.failed

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take note of a test that ran to its end: a mail that it did not show is no longer its mail."""
        if report.when == "call" and report.passed:
            self.passed.add(report.nodeid)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """What one process of pytest-xdist saw."""
        taken, files, whole = getattr(node, "workeroutput", {}).get("spamscore", ({}, {}, False))
        self.taken, self.files, self.whole = self.taken | taken, self.files | files, self.whole and whole

    def pytest_sessionfinish(self) -> None:
        """Keep what is new and, with `--spamscore-update`, drop what no test uses."""
        if hasattr(self.config, "workeroutput"):  # under pytest-xdist the one above writes
            self.config.workeroutput["spamscore"] = (self.taken, self.files, self.whole)
            return
        if not (self.update or any(entry for mails in self.taken.values() for entry in mails.values())):
            return
        from spamscore.integrations import snapshot_files

        tests = [Path(file) for file in sorted(set(self.files.values()))]
        for test in tests:
            ids = [each for each, where in self.files.items() if where == str(test)]
            taken = {_test(each): self.taken.get(each, {}) for each in ids}
            over = {_test(each) for each in ids if self.update and each in self.passed}
            self.said += snapshot_files.keep(test, taken, over, whole=self.update and self.whole)
        if self.update and self.whole:
            self.said += snapshot_files.drop_forsaken(tests)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say which files were written."""
        terminalreporter.write("".join(f"spamscore: {line}\n" for line in self.said))


def _test(nodeid: str) -> str:
    return nodeid.partition("::")[2]
