"""What makes a password good enough, and how it is kept."""

import pytest

from forum.accounts.passwords import Passwords, check_new_password
from forum.kernel.errors import Invalid


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords(memory=32)


def test_a_hash_is_argon2id_with_the_cost_asked_for(passwords: Passwords) -> None:
    assert passwords.hash("neun Äpfel").startswith("$argon2id$v=19$m=32,t=3,p=4$")


def test_only_the_password_matches(passwords: Passwords) -> None:
    stored = passwords.hash("neun Äpfel")
    assert passwords.matches(stored, "neun Äpfel")
    assert passwords.matches(stored, "neun A\u0308pfel"), "the same word, typed on another system"
    assert not passwords.matches(stored, "neun Apfel")


@pytest.mark.parametrize("stored", [None, "", "!", "$argon2id$broken"])
def test_where_there_is_no_hash_nothing_matches(passwords: Passwords, stored: str | None) -> None:
    assert not passwords.matches(stored, "")
    assert not passwords.matches(stored, "neun Äpfel")


def test_nobodys_hash_costs_what_a_real_one_costs(passwords: Passwords) -> None:
    real, nobodys = passwords.hash("neun Äpfel"), passwords._nobodys
    assert nobodys.split("$")[:4] == real.split("$")[:4]
    assert [len(part) for part in nobodys.split("$")] == [len(part) for part in real.split("$")]
    assert not passwords.is_outdated(nobodys)


def test_a_hash_of_another_cost_is_outdated(passwords: Passwords) -> None:
    assert passwords.is_outdated(Passwords(memory=64).hash("neun Äpfel"))
    assert not passwords.is_outdated(passwords.hash("neun Äpfel"))


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("123456789", "password_short"),
        ("x" * 201, "password_long"),
        ("PASSWORT123", "password_obvious"),
        ("pass wort 123", "password_obvious"),
        ("aaaaaaaaaabb", "password_obvious"),
        ("ada.beispiel", "password_obvious"),
        ("Ada.Beispiel@example.org", "password_obvious"),
        ("Ada Beispiel", "password_obvious"),
    ],
)
def test_what_would_be_tried_first_is_refused(password: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        check_new_password(password, email="ada.beispiel@example.org", name="Ada Beispiel")


@pytest.mark.parametrize("password", ["neun Äpfel", "🌳🏡🚲☀️🌧️🌈🐝🌻🍎🥕", "x1y2z3a4b5" * 20])
def test_long_and_unusual_passwords_are_welcome(password: str) -> None:
    check_new_password(password, email="ada@example.org", name="Ada")
