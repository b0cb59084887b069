"""rspamd's rules by a worker on loopback: its own configuration, without DNS, lists, learning and statistics."""

import http.client
import json
import math
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.peers.server import HOST, answers, cpu_seconds, free_port, program, serving
from benchmarks.peers.study import Judged, Study

BORDER = 6.0  # `add header` in the configuration that Debian ships
# What asks DNS or a server, keeps a memory, or judges the connection that a mail came by; here there is none.
_OFF = """
antivirus arc asn bayes_expiry bimi clickhouse dcc dkim dkim_signing dmarc elastic external_services fuzzy_check greylist
hfilter history_redis metadata_exporter metric_exporter mx_check neural p0f ratelimit rbl redis replies reputation
rspamd_update spamtrap spf surbl url_redirector
""".split()
_FILES = {
    "local.d/options.inc": 'dns { nameserver = ["127.0.0.1:9"]; timeout = 0.01s; retransmits = 1; }\n',
    "override.d/logging.inc": 'type = "console"; level = "error";\n',
    "override.d/actions.conf": f"add_header = {BORDER}; greylist = null;\n",
    # the mails were not sent today, and that is all that this rule says
    "override.d/headers_group.conf": 'symbols { "DATE_IN_PAST" { weight = 0.0; } }\n',
    **{f"override.d/worker-{name}.inc": "enabled = false; count = -1;\n" for name in ("controller", "proxy", "fuzzy")},
    **{f"override.d/{name}.conf": "enabled = false;\n" for name in _OFF},
}


class Rspamd:
    """Rules as Debian ships them."""

    name = "rspamd, offline rules"
    package = "rspamd"

    def judge(self, study: Study) -> Judged:
        """Points of every mail."""
        daemon, port, pieces = program("rspamd"), free_port(), study.pieces()
        with tempfile.TemporaryDirectory() as folder:
            room = Path(folder)
            configured(room, port)
            places = [f"--var={name}={room}" for name in ("LOCAL_CONFDIR", "DBDIR", "RUNDIR", "LOGDIR")]
            command = [daemon, "--no-fork", "--insecure", "--config=/etc/rspamd/rspamd.conf", *places]
            with serving(command, room / "log", lambda: answers(port)) as pid:
                _asked(port, b"Subject: warm\n\nThe first mail is slow.\n")
                before = cpu_seconds(pid)
                scores = [_asked(port, form.message) for _, _, form in pieces]
                spent = cpu_seconds(pid) - before
        return Judged(study.scattered(scores), np.full(len(study.samples), BORDER), 1000 * spent / len(pieces))


def configured(room: Path, port: int) -> None:
    """Write what differs from the shipped configuration into a folder."""
    files = _FILES | {"override.d/worker-normal.inc": f'bind_socket = "{HOST}:{port}"; count = 1;\n'}
    for name, text in files.items():
        (room / name).parent.mkdir(exist_ok=True)
        (room / name).write_text(text)


def _asked(port: int, message: bytes) -> float:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("POST", "/checkv2", body=message)
        return points(connection.getresponse().read())
    except (OSError, http.client.HTTPException):
        return math.nan
    finally:
        connection.close()


def points(answer: bytes) -> float:
    """The points in rspamd's answer; nan where it skipped the mail or failed.

    >>> points(b'{"is_skipped": false, "score": 7.2, "required_score": 15.0}')
    7.2
    """
    try:
        found = json.loads(answer)
    except ValueError:
        return math.nan
    if not isinstance(found, dict) or found.get("is_skipped") or "score" not in found:
        return math.nan
    return float(found["score"])
