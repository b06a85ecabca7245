"""Private instances of PostgreSQL and Valkey (or Redis), in a folder of one's own and without being root."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from zaffre.cli.shared import Failed

_PATIENCE = 60
_DEBIAN = Path("/usr/lib/postgresql")
# Whoever lends a machine a process for a moment does not want it written to disk ten times a second.
_FLEETING = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Instance:
    """A server as a child process. It can be stopped, killed, and started again with what it has kept."""

    def __init__(self, folder: Path, *, is_durable: bool = True):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._is_durable = is_durable
        self._user = _lend(folder)
        self.port = _kept(folder / "port", lambda: str(_free_port()))
        self._password = _kept(folder / "password", lambda: secrets.token_urlsafe(24))
        self.process: subprocess.Popen | None = None

    def start(self) -> "Instance":
        """Start, and wait until it answers; raises `Failed`."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                self.process = self._spawn(self._command())
            time.sleep(0.05)
            if self._is_ready():
                return self
        raise Failed(f"{type(self).__name__} did not start; see {self.folder / 'log'}")

    def stop(self) -> None:
        """End it as one should."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """What a power cut does: no last words, of its children neither."""
        self._end(signal.SIGKILL)

    def _end(self, sent: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            send = os.killpg if sent is signal.SIGKILL else os.kill
            send(self.process.pid, sent)
            self.process.wait()
        self.process = None

    def _spawn(self, command: Sequence[str]) -> subprocess.Popen:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                command, stdout=log, stderr=log, user=self._user, cwd=self.folder, start_new_session=True
            )

    def _run(self, command: Sequence[str]) -> None:
        done = subprocess.run(command, capture_output=True, text=True, user=self._user, cwd=self.folder)
        if done.returncode:
            raise Failed(f"{command[0]} failed: {done.stderr.strip()}")


class PostgreSQL(Instance):
    """A cluster with one database, `zaffre`, of the user `zaffre`; it listens on 127.0.0.1 alone."""

    def url(self, name: str = "zaffre") -> str:
        return f"postgresql://zaffre:{self._password}@127.0.0.1:{self.port}/{name}"

    def start(self) -> "PostgreSQL":
        is_new = not (self.folder / "data" / "PG_VERSION").exists()
        if is_new:
            words = ("-D", str(self.folder / "data"), "-U", "zaffre", "-E", "UTF8", "--locale=C.UTF-8")
            self._run([_program("initdb"), *words, "-A", "scram-sha-256", "--pwfile", str(self.folder / "password")])
        super().start()
        if is_new:
            self.run("postgres", "CREATE DATABASE zaffre")
        return self

    def run(self, name: str, statement: str) -> str:
        """What psql prints for a statement on the database `name`."""
        command = [_program("psql"), "-AtqX", "-v", "ON_ERROR_STOP=1", "-d", self.url(name), "-c", statement]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise Failed(f"psql: {done.stderr.strip()}")
        return done.stdout.strip()

    def _command(self) -> list[str]:
        told = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"]
        told += () if self._is_durable else _FLEETING
        options = [word for one in told for word in ("-c", one)]
        return [_program("postgres"), "-D", str(self.folder / "data"), "-p", self.port, *options]

    def _is_ready(self) -> bool:
        command = [_program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", self.port, "-t", "5"]
        return subprocess.run(command).returncode == 0


class Valkey(Instance):
    """A Valkey, or a Redis where there is none."""

    @property
    def url(self) -> str:
        return f"valkey://:{self._password}@127.0.0.1:{self.port}/0"

    def _command(self) -> list[str]:
        path = self.folder / "server.conf"
        keeps = "yes" if self._is_durable else "no"
        # The password is not for the list of processes, which everybody on the machine can read.
        path.write_text(
            f"bind 127.0.0.1\nport {self.port}\ndir {self.folder}\nrequirepass {self._password}\n"
            f'save ""\nappendonly {keeps}\n'
        )
        path.chmod(0o600)
        if self._user is not None:
            shutil.chown(path, self._user)
        return [_program("valkey-server", "redis-server"), str(path)]

    def _is_ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", int(self.port)), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password}\r\n".encode())
                return connection.makefile("rb").readline() == b"+OK\r\n"
        except OSError:
            return False


def _program(*names: str) -> str:
    """The path of the first of the programs that there is."""
    newest_first = sorted(_DEBIAN.glob("*/bin"), key=lambda path: -float(path.parent.name))
    for name in names:
        found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(map(str, newest_first)))
        if found:
            return found
    raise Failed(f"{' or '.join(names)} is not installed. On Debian: apt-get install postgresql redis-server")


def _lend(folder: Path) -> str | None:
    """Whom the processes run as: root gives them, and the folder, to somebody else, as PostgreSQL insists."""
    if os.getuid() != 0:
        return None
    names = {line.split(":")[0] for line in Path("/etc/passwd").read_text().splitlines()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    test = subprocess.run(["test", "-x", str(folder)], user=user, cwd="/")
    if test.returncode:
        raise Failed(f"the user {user} may not enter {folder}; give a --home such as /var/lib/zaffre")
    return user


def _kept(path: Path, make) -> str:
    """What the file says; it is made, and readable by its owner alone, where there is none."""
    if not path.exists():
        path.write_text(make())
        path.chmod(0o600)
        if os.getuid() == 0:
            shutil.chown(path, path.parent.owner())
    return path.read_text()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
