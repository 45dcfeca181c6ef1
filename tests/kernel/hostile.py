"""Texts made to exhaust a Markdown parser, and a program that measures what they cost.

`python -m tests.kernel.hostile` renders each and prints its name before, its effort after.
"""

import random
import sys
from functools import partial

from forum.kernel.markup import POST_LIMIT, Known, render
from tests.kernel.effort import effort

L = POST_LIMIT
ENOUGH = 100


def fill(unit: str) -> str:
    """Repeat the unit up to the longest post."""
    return (unit * (L // len(unit) + 1))[:L]


REPEATED = [
    *(
        "> ",
        ">>>> a\n\n",
        "> a\n\n",
        "- > a\n",
        "> ```\n",
        "[",
        "![",
        "[a](",
        "[a](/b) ",
        '[a](/b "',
    ),
    *(
        "*",
        "*a*",
        "*a **b ",
        "*_",
        "*_~~",
        "a*b",
        "*a\n",
        "`",
        "`a``a`",
        "`*a",
        "\\*",
        "<a>",
        "<!--",
    ),
    *("&#", "&amp;", "<https://a> ", "http://a ", "www.a ", "a@b.de ", "@a ", "a.", "a-", "a@"),
    *("a\n", "a\n\n", "- a\n", "- ", "1. a\n", "- a\n  - b\n    - c\n", "# #", "---\n", "- - -"),
    *(
        ":::details a\n",
        ":::details a\n:::\n",
        ":::\n",
        "- [ ] a\n",
        "- [x] ",
        "[^1]",
        "[^1] ",
        "[^",
    ),
    *("[^1]: a\n", "#a ", "#", "@a@", "![a](/attachments/1) ", "- [x] [^1] @a\n", "https://t.de "),
    *("|", "|a|b|\n|-|-|\n", "|a|b|\n|-|-|\n|*c*|\n\n", "|`", "```\n", "\t", " \n", "e\u0301"),
]

TEXTS = {f"repeated {unit!a}": fill(unit) for unit in REPEATED} | {
    "10,000 levels of quote": ">" * 10_000 + " a",
    "10,000 spaced levels of quote": "> " * 10_000 + " a",
    "ever deeper quotes": "\n".join("> " * i + "a" for i in range(1, 220)),
    "ever deeper lists": "\n".join(" " * (2 * i) + "- a" for i in range(220)),
    "ever deeper loose lists": "\n\n".join(" " * (2 * i) + "1. a" for i in range(215)),
    "lists in quotes in lists": "\n".join("> - " * i + "a" for i in range(150)),
    "10,000 lists in one line": "- " * 10_000 + "a",
    "nested brackets": "[" * (L // 2) + "]" * (L // 2),
    "nested links": "[" * 10_000 + "a" + "](/x)" * 8_000,
    "nested parentheses": "[a](" + "(" * 24_000 + ")" * 24_000,
    "nested stars": "*" * 24_999 + "a" + "*" * 24_999,
    "nested emphasis": "*a **b " * 3_500 + "b** a* " * 3_500,
    "nested emphasis below the cap": ("*a " * 195 + "a* " * 195 + "\n\n") * 42,
    "backticks of every length": " ".join("`" * i for i in range(1, 316))[:L],
    "stars of every length": " ".join("*" * i + "a" for i in range(1, 314))[:L],
    "brackets before a long text": "[" * 390 + "a" * 49_000,
    "brackets within the budget": ("[" * 40 + "a" * 1_200 + "\n\n") * 40,
    "an item of 2,400 lines": "- a\n  - a\n    - a\n" + "a bcdefghijklmnopqr\n" * 2_400,
    "990 rich paragraphs": "*b* **c** `d` @e [f](/g) ~~h~~ https://f.de g.\n\n" * 990,
    "490 nested quotes": "> > > > > > *a*\n\n`b`\n\n" * 490,
    "990 headings": "# *b* **c** `d`\n" * 990,
    "2,200 rich items": "- *a* `b` @c https://d\n" * 2_200,
    "a table of 10,000 columns": "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000 + "\n",
    "a table to be filled up": "|a" * 20 + "|\n" + "|-" * 20 + "|\n" + "|\n" * 2_300,
    "a row of code and pipes": "|a|b|\n|-|-|\n|" + "` ` " * 6_000 + "|" * 20_000,
    "a header of code and pipes": "` " * 12_000 + "|" * 20_000 + "\n|-|-|\n",
    "a heading of spaces": "# a" + " " * 49_000 + "b",
    "a heading of signs": "# " + " #" * 24_000 + " x",
    "almost a rule": "- " * 24_000 + "x",
    "a long mail address": "a" * 49_000 + "@" + "b" * 900,
    "a mail address of dots": "a@" + "b." * 24_000,
    "a long address": "https://" + "a" * 49_000,
    "addresses of parentheses": ("https://a/" + ")" * 1_900 + " ") * 26,
    "an endless entity": "&#" + "1" * 49_000 + ";",
    "an endless entity in a link": "[a](https://b/?&#" + "1" * 5_000 + ";)",
    "a code block of signs": "```\n" + '<&>"' * 12_400 + "\n```",
    "1,000 footnotes": "".join(f"[^{n}]: a [^{n}]\n" for n in range(1_000)),
    "a footnote named often": "[^1]: a\n\n" + "[^1] b\n\n" * 1_000,
    "footnotes named in turn": "".join(f"[^{n}]: a [^{n + 1}]\n\n[^{n}]\n\n" for n in range(100)),
    "a footnote of 2,400 lines": "[^1]: a\n" + "  a bcdefghijklmnopqr\n" * 2_400,
    "fences in collapsible parts": ":::details a\n```\n:::\n```\n:::\n" * 1_500,
    "a long title": ":::details " + "a *b* " * 8_000,
    "390 links in 16 paragraphs": ("[a](/b) " * 390 + "\n\n") * 16,
}

_ALPHABET = [
    *("*", "_", "~~", "`", "[", "](", "](/a)", ")", "!", "<", ">", "&", "\n", "\n\n", "- ", "1. "),
    *("# ", "> ", "|", "|-", "|a|b|\n|-|-|\n", "a", "b c", " ", "  ", "    ", "@x", "https://y.de"),
    *("\\", ":", "```\n", "a@b.de", "'", '"', "😀", "ä"),
    *(":::details a\n", "\n:::\n", "- [ ] ", "[^1]", "\n[^1]: ", "#x", "![b](/attachments/1)"),
]
KNOWN = Known(
    frozenset("abx"), frozenset("abx"), {"https://t.de": "Ein Titel", "https://y.de": "*"}
)


def soup(seed: int) -> str:
    """Mix the signs of the dialect, some of them often."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable mixture, no secret
    weights = [rng.random() ** 3 for _ in _ALPHABET]
    return "".join(rng.choices(_ALPHABET, weights, k=L))[:L]


TEXTS |= {f"soup {seed}": soup(seed) for seed in range(6)}


if __name__ == "__main__":
    render("warm *up*")
    for name, hostile in TEXTS.items():
        sys.stdout.write(f"\n{name}\t")
        sys.stdout.flush()
        sys.stdout.write(f"{effort(partial(render, hostile, KNOWN), enough=ENOUGH):.1f}")
