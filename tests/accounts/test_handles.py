"""From names to handles, and addresses in one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts.addresses import clean_email, fold_email
from forum.accounts.handles import HANDLE_LIMIT, handle_from
from forum.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Jürgen Weiß-Krause", "juergen_weiss_krause"),
        ("Jěwa Šołćic", "jewa_solcic"),
        ("Dr. Ada  O'Neill", "dr_ada_o_neill"),
        ("Αλέξης", "mitglied"),
        ("🌳", "mitglied"),
        ("x" * 120, "x" * HANDLE_LIMIT),
    ],
)
def test_a_handle_is_the_name_in_ascii(name: str, handle: str) -> None:
    assert handle_from(name) == handle


@given(st.text())
def test_every_name_leads_to_a_handle_that_fits_an_address(name: str) -> None:
    handle = handle_from(name)
    assert handle.isascii()
    assert handle.replace("_", "").isalnum()
    assert 1 <= len(handle) <= HANDLE_LIMIT


def test_one_mailbox_has_one_spelling() -> None:
    assert clean_email(" Ada.Beispiel@Example.ORG ") == "ada.beispiel@example.org"
    assert clean_email("ada@münchen.example") == "ada@xn--mnchen-3ya.example"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@localhost",
        "ada@example.org\nBcc: x@example.org",
        "ada@example.org, bea@example.org",
        "Ada <ada@example.org>",
        "\u0430da@example.org",
        "ada@exa\u202emple.org",
        "x" * 300 + "@example.org",
        "x" * 100_000,
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="email"):
        clean_email(text)


@given(st.text())
def test_looking_up_takes_any_text(text: str) -> None:
    folded = fold_email(text)
    assert "\x00" not in folded
    assert len(folded) <= 254
