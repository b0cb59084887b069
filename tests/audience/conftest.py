"""The same tests on SQLite and on a real PostgreSQL, started for this session on a loopback port."""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from spamscore.audience import Audience, open_audience

_NUMBERS = count(1)


def binaries() -> Path | None:
    """Where Debian keeps PostgreSQL's programs; installed first where that is allowed."""
    if not (found := sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))) and os.geteuid() == 0:
        if shutil.which("apt-get"):
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for command in (["apt-get", "update"], ["apt-get", "install", "-y", "postgresql"]):
                subprocess.run(command, env=environment, capture_output=True, check=False, timeout=600)
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def as_postgres(*command: str | Path) -> None:
    """Run one of its programs as somebody who is not root, which it refuses to be."""
    words = list(map(str, command))
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(words, cwd="/", capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr + done.stdout


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server of our own, without the database's name."""
    programs = binaries()
    if programs is None:
        pytest.skip("NOT TESTED ON POSTGRESQL: Debian's package postgresql is missing and cannot be installed here")
    folder = Path("/tmp") / f"spamscore-postgres-{os.getpid()}"  # pytest's own folders are closed to other users
    folder.mkdir(mode=0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    try:
        as_postgres(programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
        as_postgres(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        yield f"postgresql://postgres@127.0.0.1:{port}"
        as_postgres(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'audience.db'}"
    server = request.getfixturevalue("postgres")
    name = f"test{next(_NUMBERS)}"
    engine = create_engine(
        f"{server}/postgres".replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{server}/{name}"


@pytest.fixture
def opened(url: str) -> Iterator[Callable[..., Audience]]:
    """Opens the database, as often and with what a test likes."""
    audiences: list[Audience] = []

    def opens(**keywords: object) -> Audience:
        audiences.append(open_audience(url, **keywords))
        return audiences[-1]

    yield opens
    for audience in audiences:
        audience.close()


@pytest.fixture
def audience(opened: Callable[..., Audience]) -> Audience:
    return opened()
