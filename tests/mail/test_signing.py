"""What the hub signs is verified by another implementation, whatever the letter looks like."""

import base64
import hashlib
import re
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ed25519, rsa
from dkim.canonicalization import Relaxed
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from forum.mail.mime import compose
from forum.mail.signing import relaxed_body, relaxed_header, signature
from forum.mail.smtp import ServerUnreachable
from forum.settings import Settings, SigningKey
from tests.mail.test_mime import LINK, letter

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ED25519 = ed25519.Ed25519PrivateKey.generate()
HEAD = b"From: a@example.org\r\nSubject: Hi"

blanks = st.sampled_from([b" ", b"\t", b"  ", b"\r\n", b"\r\n ", b"a", b"B:", b";", b"=", b"."])
# A letter that goes over the line ends with the end of a line.
bodies = st.lists(blanks, max_size=30).map(lambda signs: b"".join([*signs, b"\r\n"]))
values = st.lists(
    st.sampled_from([b" ", b"\t", b"\r\n ", b"\r\n\t", b"x", b": ", b"\xc3\xbc", b"="]), max_size=12
).map(b"".join)


def kept(folder: Path, key: SigningKey | dsa.DSAPrivateKey, word: str = "") -> Path:
    path = folder / "dkim.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(word.encode()) if word else plain,
        )
    )
    return path


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    path = kept(tmp_path_factory.mktemp("rsa"), RSA)
    return Settings(mail_from="f@example.org", dkim_domain="example.org", dkim_key_file=path)


def published(name: bytes, timeout: int = 0) -> bytes:
    assert name == b"forum._domainkey.example.org."
    public = RSA.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def is_verified(message: bytes) -> bool:
    return bool(dkim.verify(message, dnsfunc=published))


def test_a_signed_letter_is_verified_and_a_changed_one_is_not(signing: Settings) -> None:
    headers = {"List-Unsubscribe": LINK, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = compose(letter(headers=headers), signing)
    assert is_verified(message)
    signed = re.sub(rb"\s", b"", message.partition(b"\r\nFrom:")[0]).lower()
    assert b"list-unsubscribe:list-unsubscribe-post" in signed
    for change in ((b"xxx>", b"xxy>"), (b"R3V0ZW4", b"R3V0ZWa"), (b"One-Click", b"One-Clock")):
        assert not is_verified(message.replace(*change))
    first, rest = message.split(b"\r\nFrom:", 1)
    assert not is_verified(first + b"\r\nFrom: b@example.org\r\nFrom:" + rest)


@given(values, bodies)
def test_whatever_stands_in_a_letter_its_signature_is_verified(
    signing: Settings, value: bytes, body: bytes
) -> None:
    message = HEAD + value.rstrip() + b"\r\nTo: x" + value.rstrip() + b"\r\n\r\n" + body
    assert is_verified(signature(message, signing) + message)


@given(values, bodies)
def test_blanks_are_put_in_order_as_elsewhere(value: bytes, body: bytes) -> None:
    assert relaxed_body(body) == Relaxed.canonicalize_body(body)
    [(name, line)] = Relaxed.canonicalize_headers([(b"SubJect", value + b"\r\n")])
    assert relaxed_header(b"SubJect:" + value) + b"\r\n" == name + b":" + line


def test_the_shorter_kind_of_key_signs_as_well(tmp_path: Path) -> None:
    path = kept(tmp_path, ED25519)
    settings = Settings(dkim_domain="example.org", dkim_key_file=path)
    header = signature(HEAD + b"\r\n\r\nHallo\r\n", settings)
    assert b"a=ed25519-sha256" in header
    assert len(header.splitlines()[-1]) <= 76
    unsigned, _, proof = header.removesuffix(b"\r\n").rpartition(b" b=")
    lines = b"from:a@example.org\r\nsubject:Hi\r\n"
    what = hashlib.sha256(lines + relaxed_header(unsigned + b" b=")).digest()
    ED25519.public_key().verify(base64.b64decode(proof), what)  # RFC 8463, 3


def test_the_hub_does_not_start_with_a_key_that_cannot_sign(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.pem"
    garbage.write_bytes(b"no key at all")
    (tmp_path / "old").mkdir()
    (tmp_path / "hidden").mkdir()
    cases = [
        (None, "needs FORUM_DKIM_KEY_FILE"),
        (tmp_path / "none.pem", "cannot be read"),
        (garbage, "holds no private key in PEM"),
        (kept(tmp_path / "hidden", RSA, "word"), "protected by a password"),
        (kept(tmp_path / "old", dsa.generate_private_key(2048)), "RSA of 2048 bits, or Ed25519"),
    ]
    for path, reason in cases:
        with pytest.raises(ValidationError, match=reason):
            Settings(dkim_domain="example.org", dkim_key_file=path)


def test_a_key_that_is_gone_costs_a_delay(tmp_path: Path, signing: Settings) -> None:
    gone = signing.model_copy(update={"dkim_key_file": tmp_path / "none.pem"})
    with pytest.raises(ServerUnreachable):
        compose(letter(), gone)
