"""Encrypted pages: asked at the address that was checked, by the name that they must prove."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from typing_extensions import override

from forum.egress.addresses import Unreachable
from forum.egress.client import Client
from forum.egress.pages import HTML
from forum.kernel import clock
from tests.egress.stranger import OUTSIDE, PAGE

HOST = "page.example"


def certificate(folder: Path, *, names: list[x509.GeneralName]) -> Path:
    """Write a key with a certificate that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test")])
    now = clock.now()
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


class _Page(BaseHTTPRequestHandler):
    @override
    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        assert self.headers["Host"].startswith(HOST)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)


@pytest.fixture
def names() -> list[x509.GeneralName]:
    return [x509.DNSName(HOST)]


@pytest.fixture
def port(tmp_path: Path, names: list[x509.GeneralName]) -> Iterator[int]:
    """Run an encrypted server that shows this certificate; return its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path, names=names))
    with HTTPServer((OUTSIDE, 0), _Page) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()


@pytest.fixture
def _resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every name lead to the server: no test asks the name servers of the world."""
    real = socket.getaddrinfo

    def known(_host: str, *args: object, **kwargs: object) -> object:
        return real(OUTSIDE, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", known)


@pytest.mark.usefixtures("_resolved")
def test_a_page_is_asked_by_its_name_where_its_certificate_is_trusted(
    egress_client: Client, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unreachable):
        egress_client.get(f"https://{HOST}:{port}/", kinds=HTML)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    assert egress_client.get(f"https://{HOST}:{port}/", kinds=HTML).body == PAGE


@pytest.mark.parametrize(
    "names", [[x509.DNSName("other.example")], [x509.IPAddress(ipaddress.ip_address(OUTSIDE))]]
)
@pytest.mark.usefixtures("_resolved")
def test_a_trusted_certificate_for_another_name_proves_nothing(
    egress_client: Client, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    with pytest.raises(Unreachable):
        egress_client.get(f"https://{HOST}:{port}/", kinds=HTML)
