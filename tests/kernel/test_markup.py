"""The dialect of posts: what people type, and what a page then shows."""

import pytest

from forum.kernel.markup import POST_LIMIT, Rendered, quote, render


def html(source: str) -> str:
    return render(source).html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Hallo\nWelt", "<p>Hallo<br>\nWelt</p>"),
        ("*a* **b** ~~c~~ `d`", "<em>a</em> <strong>b</strong> <del>c</del> <code>d</code>"),
        ("# Eins", "<h3>Eins</h3>"),
        ("## Zwei ##", "<h4>Zwei</h4>"),
        ("###### Sechs", "<h6>Sechs</h6>"),
        ("Text\n# Eins\nText", "<p>Text</p>\n<h3>Eins</h3>\n<p>Text</p>"),
        ("#Beteiligung ist kein Titel", "<p>#Beteiligung ist kein Titel</p>"),
        ("Gruß\n--\nAnna", "<p>Gruß<br>\n--<br>\nAnna</p>"),
        ("Gruß\n---\nAnna", "<p>Gruß</p>\n<hr>\n<p>Anna</p>"),
        ("Liste:\n- a\n- b", "<p>Liste:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("- a\n  - b\n", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
        ("1. a\n   - b\n", "<ol>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>"),
        ("3) a\n4) b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("- a\n1. b", "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>"),
        ("- a\n\n  b\n- c", "<p>b</p>\n</li>\n<li>\n<p>c</p>"),
        ("Am\n14. Mai", "<p>Am<br>\n14. Mai</p>"),
        ("14. Mai 2028", "<p>14. Mai 2028</p>"),
        ("> a\n> b\nAntwort", "<p>a<br>\nb</p>\n</blockquote>\n<p>Antwort</p>"),
        ("> a\n> > b", "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>"),
        ("```python\na <b>\n\n\tc\n```", "<code>a &lt;b&gt;\n\n\tc\n</code></pre>"),
        ("> ```\n> > a\n> ```", '<pre tabindex="0"><code>&gt; a\n</code></pre>\n</blockquote>'),
        ("- ```\n  a\n  ```\n- b", "<code>a\n</code></pre></li>\n<li>b</li>"),
        ("    eingerückt", "<p>eingerückt</p>"),
        ("\\*kein Stern\\*", "<p>*kein Stern*</p>"),
        ("x\n|a|b|\n|-|-:|\n|1|", '<th class="is-right" scope="col">b</th>'),
    ],
)
def test_markdown_reads_as_people_expect(source: str, expected: str) -> None:
    assert expected in html(source)


def test_a_table_can_be_scrolled_with_the_keyboard() -> None:
    assert html("|a|b|\n|-|-|\n|1|2|").startswith('<div class="table" tabindex="0">\n<table>')


def test_gender_marks_stay_as_they_are_written() -> None:
    source = "Akteur*innen, Bürger*innen, Träger:innen und Planer_innen, :innen, jede*r"
    assert html(source) == f"<p>{source}</p>"


@pytest.mark.parametrize(
    ("source", "mentions"),
    [
        ("@anna, (@bo) und *@Cem*", ("anna", "bo", "cem")),
        ("@anna:innen", ("anna",)),
        ("@anna. @anna @ANNA", ("anna",)),
        ("@anna@forum.example sagt", ("anna@forum.example",)),
        ("- @a\n> @b\n\n# @c", ("a", "b", "c")),
        ("_@anna_ und __@bo__", ("anna", "bo")),
        ("`@anna` und\n```\n@bo\n```", ()),
        ("anna@bo.example, https://bo.example/@anna", ()),
        ("[@anna](https://bo.example) <https://bo.example/(@anna>", ()),
        ("\\@anna @ anna @Jürgen a@b", ()),
    ],
)
def test_mentions_are_collected_once_in_order(source: str, mentions: tuple[str, ...]) -> None:
    assert sorted(render(source).mentions) == sorted(mentions)
    assert html(source).lower().count('<span class="mention">') >= len(mentions)


def test_a_mention_ends_before_the_gender_colon() -> None:
    assert html("@anna:innen") == '<p><span class="mention">@anna</span>:innen</p>'


REL = 'rel="nofollow noopener ugc"'


@pytest.mark.parametrize(
    ("source", "href", "text"),
    [
        ("[a](https://b.de/?c=1&d=2)", "https://b.de/?c=1&amp;d=2", "a"),
        ("[a](/posts/1)", "/posts/1", "a"),
        ("[a](mailto:b@c.de)", "mailto:b@c.de", "a"),
        ("<https://b.de/a_b_c>", "https://b.de/a_b_c", "https://b.de/a_b_c"),
        ("(https://b.de/__a__*b*).", "https://b.de/__a__*b*", "https://b.de/__a__*b*"),
        ("www.b.de.", "https://www.b.de", "www.b.de"),
        ("b@c.de", "mailto:b@c.de", "b@c.de"),
        ("![Plan](https://b.de/p.png)", "https://b.de/p.png", "Plan"),
        ("![](https://b.de/p.png)", "https://b.de/p.png", "https://b.de/p.png"),
    ],
)
def test_addresses_become_links_and_pictures_too(source: str, href: str, text: str) -> None:
    assert f'<a href="{href}" {REL}>{text}</a>' in html(source)


def test_a_missing_space_after_a_full_stop_makes_no_link() -> None:
    assert "<a" not in html("Das ist gut.So machen wir es.Es geht.")


@pytest.mark.parametrize(
    "source",
    ["<b>a</b>", "&lt;", "&nbsp; &#106;", "<!-- a -->", "a < b && c > d", "<a@b>", "`&amp;`"],
)
def test_what_is_typed_is_what_is_seen(source: str) -> None:
    assert render(source).excerpt == source.strip("`")


def test_the_excerpt_leaves_out_quotes_and_code_and_ends_with_a_whole_word() -> None:
    source = "> Zitat\n\nAnfang & mehr\n```\nCode\n```\n" + "Nachbarschaft " * 40
    excerpt = render(source).excerpt
    assert excerpt.startswith("Anfang & mehr Nachbarschaft")
    assert excerpt.endswith("Nachbarschaft…")
    assert 250 < len(excerpt) <= 280
    assert render("> nur Zitat").excerpt == ""


def test_an_excerpt_of_one_long_word_is_cut_within_it() -> None:
    assert render("a" * 400).excerpt == "a" * 279 + "…"


def test_nothing_rendered_is_nothing() -> None:
    assert render("") == render(" \n\t") == Rendered(html="", excerpt="", mentions=())


def test_a_text_beyond_the_limit_is_shown_as_it_is_written() -> None:
    source = "*a*\n<b>\n\n" + "x" * POST_LIMIT
    assert html(source).startswith("<p>*a*<br>\n&lt;b&gt;</p>\n<p>xxx")


def test_a_quote_names_its_author_and_links_to_the_post() -> None:
    shown = html(quote("Hallo", author="Anna [x] *y* @z <b>", address="/posts/1(2)") + "Antwort")
    assert f'<p><a href="/posts/1%282%29" {REL}>Anna [x] *y* @z &lt;b&gt;</a>:</p>' in shown
    assert shown.endswith("<p>Hallo</p>\n</blockquote>\n<p>Antwort</p>")


def test_a_quote_keeps_one_level_of_what_it_quotes_itself() -> None:
    source = "> alt\n> > älter\n\n```\n> > Code\n```\nEnde"
    quoted = quote(source, author="Anna", address="/posts/1")
    assert "> > alt\n" in quoted
    assert "älter" not in quoted
    assert "> > > Code\n" in quoted
    assert quoted.endswith("> Ende\n\n")


def test_a_quote_with_a_forbidden_address_has_no_link() -> None:
    assert "<a" not in html(quote("Hallo", author="Anna", address="javascript:alert(1)"))


def test_an_empty_corner_of_a_table_is_no_header() -> None:
    html = render("| | Stadt |\n|---|---|\n| Tempo | langsam |").html
    assert html.count("<th ") == 1
    assert html.count("<td") == 3
