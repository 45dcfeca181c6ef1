"""An installation on this machine, started from the very files in `deploy/`.

The files are copied into a folder, with other places and ports in them and nothing else changed;
what systemd would do is done here: start what a unit says, with the environment it says.
"""

import datetime as dt
import http.client
import os
import shlex
import signal
import ssl
import subprocess
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from ipaddress import ip_address
from pathlib import Path

import psutil
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from forum.settings import ROOT
from tests.databases import server_in
from tests.faults.processes import free_port

HOST = "127.0.0.1"
# Debian keeps some servers where only root looks by itself.
SEARCHED = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
SOCKETS = ("sockets@1", "sockets@2")
_DEPLOY = ROOT / "deploy"
_SECONDS_TO_START = 60


class Installation:
    """What runs on one machine: nginx, Redis, pages, a worker, and two processes of sockets."""

    def __init__(self, folder: Path, database_url: str) -> None:
        """Render the files; nothing runs yet."""
        self.folder = folder
        self.port, self._redis_port, plain = free_port(), free_port(), free_port()
        self.address = f"https://{HOST}:{self.port}"
        self.secret_key = "of a test, and only of a test: 32 signs"
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        places = {
            "/opt/quartiersforum": str(ROOT),
            "/etc/quartiersforum.env": f"{folder}/quartiersforum.env",
            "/etc/letsencrypt/live/forum.example.org": str(folder),
            "/var/lib/quartiersforum": f"{folder}/data",
            "/run/quartiersforum": f"{folder}/quartiersforum",
            "--config deploy/": f"--config {folder}/",
            "listen 80;": f"listen {HOST}:{plain};",
            "listen 443 ssl http2;": f"listen {HOST}:{self.port} ssl http2;",
            "listen [::]:80;": "",
            "listen [::]:443 ssl http2;": "",
            "https://forum.example.org": self.address,
            "redis://127.0.0.1:6379": f"redis://{HOST}:{self._redis_port}",
            "postgresql+psycopg://quartiersforum@/quartiersforum": database_url,
            "FORUM_SECRET_KEY=": f"FORUM_SECRET_KEY={self.secret_key}",
        }
        unused = set(places)
        for source in _DEPLOY.iterdir():
            words = source.read_text()
            for place, here in places.items():
                if place in words:
                    unused.discard(place)
                    words = words.replace(place, here)
            (folder / source.name.removesuffix(".example")).write_text(words)
        assert not unused, f"deploy/ no longer says {unused}"
        for name in ("quartiersforum", "quartiersforum-sockets-1", "quartiersforum-sockets-2"):
            (folder / name).mkdir()
        (folder / "data").mkdir()
        _certify(folder)
        self._write_nginx()

    def _write_nginx(self) -> None:
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/nginx-{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;\n" if os.geteuid() == 0 else ""
        (self.folder / "nginx-main.conf").write_text(
            f"{user}daemon off;\nworker_processes 2;\npid {self.folder}/nginx.pid;\n"
            f"error_log {self.folder}/nginx.log;\n"
            "events { worker_connections 4096; }\n"
            f"http {{\naccess_log off;\n{temporary}include {self.folder}/nginx.conf;\n}}\n"
        )

    def start_all(self) -> None:
        """Start everything, and wait until pages and sockets answer."""
        self.start_redis()
        for unit in ("web", "worker", *SOCKETS):
            self.start_unit(unit)
        self._start("nginx", ["nginx", "-e", "stderr", "-c", f"{self.folder}/nginx-main.conf"])
        self._wait_for_answer("/readyz", 200)
        self._wait_for_answer("/socket.io/?EIO=4&transport=polling", 401)

    def start_redis(self) -> None:
        """Start Redis, which keeps nothing."""
        command = ["redis-server", "--port", str(self._redis_port), "--bind", HOST]
        self._start("redis", [*command, "--save", "", "--appendonly", "no"])

    def start_unit(self, name: str) -> None:
        """Start what a unit of systemd says, as ``web`` or ``sockets@1``."""
        template, _, instance = name.partition("@")
        unit = f"quartiersforum-{template}{'@' if instance else ''}.service"
        said: dict[str, str] = {}
        for line in (self.folder / unit).read_text().splitlines():
            key, _, value = line.partition("=")
            said[key] = value.replace("%i", instance)
        name_of, _, value = said["Environment"].partition("=")
        self._start(name, shlex.split(said["ExecStart"]), {name_of: value})

    def kill_worker(self, name: str) -> None:
        """Kill a process that answers requests, in the middle of whatever it does."""
        children = psutil.Process(self._running[name].pid).children()
        children[0].kill()
        children[0].wait(10)

    def kill(self, name: str) -> None:
        """Kill a process without warning (SIGKILL: no code of ours runs)."""
        process = self._running.pop(name)
        assert process.poll() is None, f"{name} had ended by itself: {self.said(name)}"
        process.kill()
        process.wait(10)

    def stop(self, name: str, seconds: float) -> int:
        """Stop a process politely, and return its status. Raises `subprocess.TimeoutExpired`."""
        process = self._running.pop(name)
        process.terminate()
        try:
            return process.wait(seconds)
        finally:
            _kill_tree(process)

    def close(self) -> None:
        """Leave nothing behind, whatever happened."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            _kill_tree(process)

    def said(self, name: str) -> str:
        """Return the end of what a process has said."""
        return (self.folder / f"{name}.log").read_text(errors="replace")[-2000:]

    def _start(
        self, name: str, command: list[str], environment: Mapping[str, str] | None = None
    ) -> None:
        with (self.folder / f"{name}.log").open("ab") as output:
            self._running[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, "PATH": SEARCHED, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def _wait_for_answer(self, path: str, status: int) -> None:
        deadline, had = time.monotonic() + _SECONDS_TO_START, ""
        while time.monotonic() < deadline:
            connection = http.client.HTTPSConnection(
                HOST, self.port, timeout=5, context=trusting(self.folder)
            )
            with closing(connection), suppress(OSError, http.client.HTTPException):
                connection.request("GET", path, headers={"Origin": self.address})
                answer = connection.getresponse()
                had = f"{answer.status} {answer.read()[:200]!r}"
                if answer.status == status:
                    return
            time.sleep(0.2)
        logs = "\n".join(f"{name}: {self.said(name)}" for name in self._running)
        raise AssertionError(f"{path}: {had}\n{logs}")


def _kill_tree(process: subprocess.Popen[bytes]) -> None:
    with suppress(psutil.NoSuchProcess):
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
    process.kill()
    process.wait(10)


def trusting(folder: Path) -> ssl.SSLContext:
    """Return what trusts the certificate of the installation in this folder, and no other."""
    return ssl.create_default_context(cafile=str(folder / "fullchain.pem"))


def _certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


class PostgreSQL:
    """A server of its own, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        """Start it; its files are in `folder`."""
        self._server = server_in(folder)

    def url(self) -> str:
        """Return the address of its first database."""
        uri: str = self._server.get_uri("postgres")
        return uri.replace("postgresql://", "postgresql+psycopg://")

    def kill(self) -> None:
        """Kill it with everybody who works for it."""
        first = psutil.Process(self._server.get_pid())
        for process in (first, *first.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        first.wait(10)

    def start(self) -> None:
        """Start it again; it repairs itself from its log."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stop it."""
        self._server.cleanup()
