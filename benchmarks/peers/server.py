"""A filter's server on loopback: started for a while, and what it has cost."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.peers.study import NotInstalledError

HOST = "127.0.0.1"
_PATIENCE = 120  # seconds; rspamd compiles its patterns at its first start


def program(name: str) -> str:
    """Where a program is; the folders of daemons are looked in, too.

    Raises:
        NotInstalledError: nowhere.
    """
    folders = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"))
    found = shutil.which(name, path=folders)
    if found is None:
        raise NotInstalledError(name)
    return found


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(command: Sequence[str], log: Path, ready: Callable[[], bool]) -> Iterator[int]:
    """The process id of a server that answers; it ends with the block.

    Raises:
        RuntimeError: it does not start; the message ends with what it wrote.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        patience = time.monotonic() + _PATIENCE
        while not ready():
            if process.poll() is not None or time.monotonic() > patience:
                raise RuntimeError(f"{command[0]} does not start: {log.read_text('utf-8', 'replace')[-500:]}")
            time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(port: int) -> bool:
    """Whether something listens on that port of loopback."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def cpu_seconds(pid: int) -> float:
    """CPU time that a process and its living children have used; nan where there is no /proc."""
    try:
        children = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and _parent(path) == pid]
        ticks = sum(sum(map(int, _fields(Path(f"/proc/{each}"))[11:13])) for each in (pid, *children))
    except (OSError, ValueError):
        return float("nan")
    return ticks / os.sysconf("SC_CLK_TCK")


def _parent(process: Path) -> int:
    try:
        return int(_fields(process)[1])
    except OSError:  # it has just ended
        return -1


def _fields(process: Path) -> list[str]:
    """The fields of /proc/PID/stat behind the name, which may hold spaces."""
    return (process / "stat").read_text().rpartition(")")[2].split()
