"""The sample data of examples/preflight: one command on this machine alone judges all nine causes."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

import spamscore
from spamscore.cause import NAMES
from spamscore.readiness import JUDGES
from tests.commandline import ran

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "preflight"


def needed(*modules: str) -> None:
    """Skip, and say loudly what goes untested, where a module is not there."""
    for name in modules:
        parent = name.rpartition(".")[0]
        if (parent and find_spec(parent) is None) or find_spec(name) is None:
            pytest.skip(
                f"THE NINE CAUSES ARE NOT TRIED TOGETHER: {name} is not there; pip install 'spamscore[dns,audience]'"
            )


def test_the_sample_mail_is_fine_and_whole():
    found = spamscore.preflight(FOLDER / "newsletter.eml")
    assert found["content"].status == "ok"
    assert found["content"].advice == ()
    assert found["content"].would_check == ""


def test_its_signature_verifies_with_the_key_in_the_sample_zone():
    needed("dkim", "dns")
    import dkim
    import dns.name
    import dns.zone

    world = dns.zone.from_text((FOLDER / "world.zone").read_text("utf-8"), origin=".", relativize=False)

    def record(name: bytes, **_: object) -> bytes:
        return b"".join(world.get_rdataset(dns.name.from_text(name.decode()), "TXT")[0].strings)

    raw = (FOLDER / "newsletter.eml").read_bytes()
    assert dkim.verify(raw, dnsfunc=record)
    assert not dkim.verify(raw.replace(b"radishes", b"radisches"), dnsfunc=record)


def test_with_the_sender_asked_four_causes_are_judged():
    needed("dkim", "dns", "checkdmarc", "spamscore.sender")
    spec = spec_from_file_location("nine_causes", FOLDER / "nine_causes.py")
    example = module_from_spec(spec)
    spec.loader.exec_module(example)
    with example.served() as nameserver:
        done = ran("preflight", *example.SENDER, "--nameserver", nameserver, "--bulk", "--format", "json")
    assert done.status == 0, done.err
    found = {each["name"]: each for each in json.loads(done.out)["causes"]}
    assert {name for name in NAMES if found[name]["status"] == "ok"} == {"content", *JUDGES["sender"]}
    assert "The DKIM signature of garden-shop.example verifies." in found["authentication"]["evidence"]
    assert all(found[name]["status"] == "not_checked" for name in JUDGES["audience"])


def test_one_command_judges_all_nine():
    needed("dkim", "dns", "checkdmarc", "sqlalchemy", "spamscore.sender", "spamscore.audience")
    from spamscore import audience

    if not hasattr(audience.Audience, "causes"):
        pytest.skip("THE NINE CAUSES ARE NOT TRIED TOGETHER: spamscore.audience gives no causes yet")
    command = [sys.executable, str(FOLDER / "nine_causes.py"), "--format", "json", "--fail-on", "never"]
    ran = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert [each["name"] for each in found["causes"]] == list(NAMES)
    assert [each["name"] for each in found["causes"] if each["status"] == "not_checked"] == []
    assert all(each["evidence"] for each in found["causes"])
    assert found["causes"][-1]["status"] == "problem"  # the planned list holds who bounced and who complained
    assert any("planned: 6 are suppressed" in each for each in found["causes"][-1]["evidence"])
