"""Hostile texts: what they may never bring about."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typing_extensions import override

from forum.kernel.markup import Known, allowlist, dialect, marks, named_in, render, rendering, shape

TAGS = set(
    "a blockquote br code del details div em h3 h4 h5 h6 hr img input label li ol p pre section"  # noqa: SIM905 - reads best as one line
    " span strong summary sup table tbody td th thead tr ul".split()
)
ATTRIBUTES = {
    ("a", "class"),
    ("a", "href"),
    ("a", "id"),
    ("a", "rel"),
    ("a", "role"),
    ("a", "title"),
    ("div", "class"),
    ("div", "tabindex"),
    ("img", "alt"),
    ("img", "loading"),
    ("img", "src"),
    ("input", "checked"),
    ("input", "disabled"),
    ("input", "type"),
    ("li", "class"),
    ("li", "id"),
    ("ol", "start"),
    ("pre", "tabindex"),
    ("section", "class"),
    ("span", "class"),
    ("td", "class"),
    ("th", "class"),
    ("th", "scope"),
}


class Tokens(HTMLParser):
    """An independent reading of the output: tags with attributes, and text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.words = ""
        self.others: list[str] = []
        self.feed(html)
        self.close()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))

    @override
    def handle_data(self, data: str) -> None:
        self.words += data

    @override
    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    @override
    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    @override
    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    @override
    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def assert_harmless(html: str) -> None:
    tokens = Tokens(html)
    assert not tokens.others
    for tag, attributes in tokens.tags:
        assert tag in TAGS
        for name, value in attributes:
            assert (tag, name) in ATTRIBUTES
            if name == "href":
                assert value is not None
                assert value.lower().startswith(("http://", "https://", "mailto:", "/", "#fn"))
                assert not value.startswith(("//", "/\\"))
        given = dict(attributes)
        if tag == "a" and given.get("href"):
            assert given["rel"] == "nofollow noopener ugc"
        if tag == "img":
            assert re.fullmatch("/attachments/[a-z0-9]+(/preview)?", given["src"] or "")
            assert given["alt"] is not None
        if tag == "input":
            assert (given["type"], given["disabled"]) == ("checkbox", "")
    ids = [dict(attributes).get("id") for _, attributes in tokens.tags]
    named = [one for one in ids if one is not None]
    assert len(named) == len(set(named))


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><math><mtext></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href=javascript:alert(1) onclick=alert(1) style=x>a</a>",
    "<a href=//evil.example>a</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a]( javascript:alert(1))",
    "[a](java\nscript:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](<java\nscript:alert(1)>)",
    "[a](javascript&#58;alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](\x01javascript:alert(1))",
    "[a](\u2028javascript:alert(1))",
    "[a](java\u200bscript:alert(1))",
    "[a](javascript\uff1aalert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "[a](//evil.example)",
    "[a](/\\evil.example)",
    "[a](\\\\evil.example)",
    "[a](https:javascript:alert(1))",
    "<javascript:alert(1)>",
    "<javascript://%0aalert(1)>",
    "![a](javascript:alert(1))",
    "![a](https://x.example/a.png\"onerror='alert(1))",
    "[a](https://x.example 'b\" onmouseover=\"alert(1)')",
    "[a][b]\n\n[b]: javascript:alert(1)",
    '`<script>`\n```html"><script>\n</code></pre><script>alert(1)</script>\n```',
    "|<script>|b|\n|-|-|\n|[a](javascript:x)|<b onclick=x>|",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03 \x02amp\x03lt; \x0260\x03",
    "\U0010fff1script\U0010fff2alert(1)\U0010fff1/script\U0010fff2",
    "\ud800\udfff\ufdd0\uffff\x00",
    "![a](/attachments/../sign-out)",
    "![a](//evil.example/attachments/1)",
    "![a](/attachments/1?onerror=alert(1))",
    '![" onerror="alert(1)](/attachments/1)',
    "<input type=text autofocus onfocus=alert(1)><img src=/sign-out>",
    ":::details <script>alert(1)</script>\n<img src=x onerror=alert(1)>\n:::",
    "[^1] [^<b>] [^x](javascript:alert(1))\n\n[^1]: [a](javascript:alert(1)) <script>",
    "[a](#fn-0-1) [a](#) <a id=fn-0-1 href=#fnref-0-1 role=doc-backlink>",
    "- [x] <script>alert(1)</script>\n- [ ] [a](javascript:x)",
    "\x02task:1\x03 \x02details\x03a \x02note\x03b:c \x02end\x03",
    "@evil @x #x",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    "place", ["{}", "> {}", "- {}", "# {}", "**{}**", "[{}](/a)", "x {} https://y.de"]
)
def test_an_attack_is_shown_and_never_carried_out(attack: str, place: str) -> None:
    html = render(place.replace("{}", attack), KNOWN).html
    assert_harmless(html)
    assert "<script" not in html


@pytest.mark.parametrize(
    "attack", [attack for attack in ATTACKS if "[" not in attack and "\x02" not in attack][:9]
)
def test_raw_html_is_visible_as_text(attack: str) -> None:
    assert Tokens(render(attack).html).words == attack


@pytest.mark.parametrize("source", ["[a](javascript:b)", "![a](data:b)", "[a](//b.de)", "<js://b>"])
def test_a_link_that_is_not_allowed_stays_visible_as_text(source: str) -> None:
    assert Tokens(render(source).html).words == source
    assert "<a" not in render(source).html


@pytest.mark.parametrize("attack", ATTACKS)
def test_either_sanitiser_alone_already_makes_html_harmless(attack: str) -> None:
    attack = marks.without_marks(attack)
    for clean in (allowlist.bleached, allowlist.last_word):
        for tag, attributes in Tokens(clean(attack)).tags:
            assert tag in TAGS
            assert all((tag, name) in ATTRIBUTES for name, _ in attributes)
            assert not str(dict(attributes).get("href")).startswith(("javascript:", "//"))


SIGNS = st.sampled_from(
    [
        *(
            "*",
            "**",
            "_",
            "~~",
            "`",
            "``",
            "[",
            "]",
            "(",
            ")",
            "](",
            "](/a)",
            "!",
            "![",
            "<",
            ">",
            "&",
        ),
        *(
            "\n",
            "\n\n",
            "- ",
            "  - ",
            "1. ",
            "2) ",
            "# ",
            "> ",
            ">",
            "|",
            "\n|-|-|\n",
            "---",
            "```\n",
            "~~~",
        ),
        *(
            "a",
            "word",
            " ",
            "  ",
            "    ",
            "\t",
            "@x",
            "@",
            ":",
            "\\",
            "https://y.de/",
            "www.z.de",
            "a@b.de",
        ),
        *(
            "'",
            '"',
            "ä",
            "😀",
            "</p>",
            "<b>",
            "<svg>",
            "javascript:",
            "&#58;",
            "&amp;",
            "\x02",
            "\x03",
            "\x00",
        ),
        *(
            ":::details ",
            ":::details x\n",
            "\n:::\n",
            ":::",
            "- [ ] ",
            "[x] ",
            "[^1]",
            "\n[^1]: ",
            "[^a]: b\n",
            "#y",
            "![b](/attachments/1)",
            "https://y.de/titled",
        ),
        *(
            "\r\n",
            "\ud800",
            "\u202e",
            "\U0010fff1",
            "klzzwxh:0001",
            "14. Mai",
            "=",
            "+ ",
            "[^1]:",
            "\u2028",
        ),
    ]
)
KNOWN = Known(
    people=frozenset({"x", "a", "word"}),
    channels=frozenset({"y", "a", "word"}),
    titles={"https://y.de/titled": '"Der" <b>Titel</b> & [mehr](javascript:x) @x'},
)
TEXTS = st.one_of(st.lists(SIGNS, max_size=60).map("".join), st.text(max_size=200))


@given(TEXTS)
@example("a\n> ```\n- b")
@settings(max_examples=400, deadline=None)
def test_no_text_makes_rendering_fail_or_html_dangerous(source: str) -> None:
    source = marks.without_marks(source)
    assert rendering._formatted(source, KNOWN) is not None, "fell back to plain text"
    rendered = render(source, KNOWN)
    assert_harmless(rendered.html)
    assert allowlist.last_word(rendered.html) == rendered.html
    # Whoever is asked about beforehand is everybody who can be meant.
    assert set(rendered.mentions) <= named_in(source).people


@given(TEXTS)
@example("www.z.de[")
@example("https://a:99999/")
@settings(max_examples=300, deadline=None)
def test_bleach_and_nh3_agree(source: str) -> None:
    html, _ = dialect.to_html(shape.arrange(marks.without_marks(source)), KNOWN)
    first = marks.deliver(allowlist.bleached(marks.carry_entities(html)))
    one, two = Tokens(first), Tokens(allowlist.last_word(first))
    assert two.words == one.words
    assert [(tag, without_rel(attributes)) for tag, attributes in two.tags] == [
        (tag, without_rel(attributes)) for tag, attributes in one.tags
    ]


def without_rel(attributes: tuple[tuple[str, str | None], ...]) -> dict[str, str]:
    return {name: value or "" for name, value in attributes if name != "rel"}


WORD = re.compile(r"w\d{6}w")
WORDS = st.integers(100_000, 999_999).map(lambda number: f"w{number}w")
PIECES = SIGNS.filter(lambda sign: "`" not in sign and "~" not in sign and "|" not in sign)


@given(st.lists(st.one_of(WORDS, PIECES), max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_word_is_lost(pieces: list[str]) -> None:
    html = render("".join(pieces), KNOWN).html
    assert not [piece for piece in pieces if WORD.fullmatch(piece) and piece not in html]
