"""Too much of everything: what becomes of it, and how long it may take."""

import re
import resource
import subprocess
import sys
from itertools import accumulate

import pytest

from forum.kernel.markup import allowlist, render, shape
from tests.kernel import hostile


@pytest.mark.parametrize(
    "words", [">" * 10_000 + " a", "> " * 10_000 + "a", "[" * 25_000 + "a", "*a **b " * 7_000]
)
def test_what_is_too_much_for_formatting_is_still_shown(words: str) -> None:
    assert "a" in re.sub("<[^>]*>", "", render(words).html)


def test_10_000_levels_of_quote_become_a_few() -> None:
    assert render("> " * 10_000 + "a").html.count("<blockquote>") == shape.QUOTE_LEVELS


def test_lists_do_not_nest_without_end() -> None:
    html = render("\n".join(" " * (2 * level) + "- a" for level in range(200))).html
    assert html.count("<li>") == 200
    depths = list(accumulate({"<ul>": 1, "</ul>": -1}[tag] for tag in re.findall("</?ul>", html)))
    assert max(depths) == shape.LIST_LEVELS


def test_collapsible_parts_do_not_nest_without_end() -> None:
    html = render(":::details a\n" * 200 + "Ende").html
    assert html.count("<details>") == html.count("</details>") == shape.FOLD_LEVELS
    assert "Ende" in html


def test_a_post_gets_only_so_many_links_by_itself() -> None:
    html = render("www.b.de " * 500 + "\n\n[c](https://d.de)").html
    assert '<a href="https://d.de"' in html
    assert html.count("www.b.de</a>") == allowlist.NEW_LINKS


def test_every_hostile_text_is_answered_with_bounded_effort() -> None:
    seconds = 3 * len(hostile.TEXTS)
    run = subprocess.run(
        [sys.executable, "-m", "tests.kernel.hostile"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds)),
    )
    lines = [line.split("\t") for line in run.stdout.splitlines() if line]
    assert run.returncode == 0, f"{lines[-1:]} {run.stderr[-500:]}"
    assert len(lines) == len(hostile.TEXTS)
    assert not {name: cost for name, cost in lines if float(cost) >= hostile.ENOUGH}
