"""The pre-commit hook: its pattern, and a commit in a repository that has it from a clone of this one."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests import registry

ROOT = Path(__file__).resolve().parent.parent
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def looked_at(name: str) -> bool:
    return bool(re.search(HOOK["files"], name)) and not re.search(HOOK["exclude"], name)


def test_the_pattern_knows_templates_and_leaves_the_rest_alone():
    endings = ".html .htm .mjml .eml .j2 .jinja .django .hbs .handlebars .liquid .erb .ejs .mustache .twig .gohtml .tmpl .blade.php"
    assert [each for each in endings.split() if not looked_at(f"the mails/welcome{each}")] == []
    rest = "requirements.txt app.py mail.py style.css html logo.png a.html.bak nginx.conf.j2 values.yml.tmpl".split()
    assert [each for each in rest if looked_at(f"emails/{each}")] == []


@pytest.fixture
def git(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """A function that runs git in a repository of its own; nothing of the user's configuration is heard."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") and name != "PYTHONPATH"}
    settings = {
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b.example", "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@b.example", "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip
    (tmp_path / "theirs").mkdir()

    def run(*words: str, cwd: Path = tmp_path / "theirs") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", *words],
            cwd=cwd,
            env={**known, **settings},
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )

    return run


@pytest.fixture
def theirs(git: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> Path:
    """A repository with the hook, one honest template and one that is not."""
    if git("-C", str(ROOT), "rev-parse", "HEAD").returncode:
        pytest.skip("no git repository, so there is nothing to clone")
    registry.required()
    assert git("clone", "--quiet", str(ROOT), str(tmp_path / "ours")).returncode == 0
    revision = git("rev-parse", "HEAD", cwd=tmp_path / "ours").stdout.strip()
    theirs = tmp_path / "theirs"
    hooks = [{"repo": str(tmp_path / "ours"), "rev": revision, "hooks": [{"id": "spamscore"}]}]
    (theirs / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": hooks}))
    (theirs / "requirements.txt").write_text("CLICK HERE!!! FREE MONEY http://203.0.113.7/login")
    (theirs / "the mails").mkdir()
    shutil.copy(ROOT / "examples" / "invoice.html", theirs / "the mails" / "invoice.html")
    shutil.copy(ROOT / "examples" / "spring-offer.html", theirs / "the mails" / "offer.html")
    git("init", "--quiet")
    git("add", ".")
    return theirs


def test_a_commit_is_stopped_until_the_template_is_mended(git, theirs):
    pytest.importorskip("pre_commit")
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"], cwd=theirs, capture_output=True, timeout=60, check=True
    )
    stopped = git("commit", "--message", "an offer")
    out = stopped.stdout + stopped.stderr
    assert stopped.returncode == 1, out
    assert re.search(r"spamscore\.+Failed", out)
    assert "offer.html" in out
    assert "A link shows one site and opens another" in out
    assert "requirements.txt" not in out
    git("rm", "--quiet", "--force", "the mails/offer.html")
    passed = git("commit", "--message", "an invoice")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert re.search(r"spamscore\.+Passed", passed.stdout + passed.stderr)
