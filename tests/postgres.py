"""Is there a PostgreSQL here? Then the tests get a cluster of their own, gone when they end; nobody's server is touched."""

import functools
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

# A crash of the machine may lose a test's data, so nothing waits for the disk.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "150",
    "max_wal_size": "512MB",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running PostgreSQL on 127.0.0.1; ``user`` has no password."""

    port: int

    def url(self, database: str = "postgres") -> str:
        """A DATABASE_URL of one database of this cluster."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template1") -> str:
        """The DATABASE_URL of a new database, empty unless ``template`` is not."""
        name = f"t{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def migrated_database(self) -> str:
        """The DATABASE_URL of a new database with every table and no row."""
        return self.new_database(_migrated(self))


@functools.cache
def _migrated(cluster: Cluster) -> str:
    """The name of a database migrated once, to be copied: migrating takes seconds."""
    url = cluster.new_database()
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tenure.project.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return url.rpartition("/")[2]


def programs() -> Path | None:
    """The folder with PostgreSQL's newest ``initdb`` and ``pg_ctl``, or None."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return versions[0] if versions else None


def _as_postgres(command: list[str]) -> None:
    """Run a command; as the user postgres when we are root, because PostgreSQL refuses to run as root."""
    user = "postgres" if os.geteuid() == 0 else None
    done = subprocess.run(command, user=user, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr or done.stdout}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def start(root: Path, binaries: Path) -> Cluster:
    """Make a cluster in ``root`` and start it on a free port of 127.0.0.1."""
    if os.geteuid() == 0:
        os.chown(root, pwd.getpwnam("postgres").pw_uid, -1)
    data, cluster = root / "data", Cluster(_free_port())
    make = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"]
    _as_postgres([str(binaries / "initdb"), "-D", str(data), *make])
    options = " ".join(f"-c {name}={value}" for name, value in FAST.items())
    options += f" -c listen_addresses=127.0.0.1 -c port={cluster.port} -c unix_socket_directories={root}"
    _as_postgres([str(binaries / "pg_ctl"), "-D", str(data), "-l", str(root / "log"), "-o", options, "-w", "start"])
    return cluster


def stop(root: Path, binaries: Path) -> None:
    """Stop the cluster in ``root`` at once."""
    _as_postgres([str(binaries / "pg_ctl"), "-D", str(root / "data"), "-m", "immediate", "-w", "stop"])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL of this test run's own; skips in a plain word where none is installed."""
    binaries = programs()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    root = Path(tempfile.mkdtemp(prefix="tenure-pg-", dir="/tmp"))
    try:
        cluster = start(root, binaries)
        try:
            yield cluster
        finally:
            stop(root, binaries)
    finally:
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres) -> str:
    """The DATABASE_URL of an empty database."""
    return postgres.new_database()


@pytest.fixture
def migrated_url(postgres) -> str:
    """The DATABASE_URL of a database with every table and no row."""
    return postgres.migrated_database()
