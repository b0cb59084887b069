"""The examples for frameworks do what they say: run as they stand, against the sink that they speak of."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_smtp_sink import sink

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("with_*.py"))
LIBRARY = {"with_flask_mail": "flask_mail", "with_fastapi_mail": "fastapi_mail"}
__all__ = ("sink",)  # pytest finds a fixture by its name in the module


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_one_mail_is_sent_and_one_is_not(example, sink):
    pytest.importorskip(LIBRARY.get(example.stem, "smtplib"))
    running = sink("--format", "json", "--fail-on", "never")
    paths = {"PYTHONPATH": str(ROOT), "MAIL_PORT": str(running.port)}
    ran = subprocess.run(
        [sys.executable, example], env={**os.environ, **paths}, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    sent, _, refused = ran.stdout.partition("\nnot sent: ")
    assert sent == "sent"
    assert refused.startswith("spam: ")
    assert "[link-ip-address]" in refused
    _, out, _ = running.end()
    (report,) = [json.loads(line) for line in out.splitlines()]
    assert report["verdict"] != "spam"
    assert "from news@shop.example to ann@customer.example" in report["file"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_it_is_short_and_says_what_it_shows(example):
    source = example.read_text("utf-8")
    assert source.count("\n") <= 40
    assert "is not sent" in str(ast.get_docstring(ast.parse(source)))
