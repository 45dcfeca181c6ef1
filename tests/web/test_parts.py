import pytest

from forum.web.presenters.parts import TONES, initials, tone


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Jana Petzold", "JP"),
        ("Dr. Mira Freudenberg-Hohenstein", "DF"),
        ("Łužica", "Ł"),
        ("  ", "?"),
        ("(gelöscht)", "?"),
        ("ute šołta", "UŠ"),
    ],
)
def test_initials_are_the_first_letters_of_the_first_and_the_last_word(
    name: str, letters: str
) -> None:
    assert initials(name) == letters


def test_a_person_keeps_the_colour_and_all_colours_occur() -> None:
    tones = {tone(f"actor-{number}") for number in range(200)}

    assert tones == set(range(TONES))
    assert tone("actor-7") == tone("actor-7")
