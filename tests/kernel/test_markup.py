"""The dialect of posts: what people type, and what a page then shows."""

import re

import pytest

from forum.kernel.markup import POST_LIMIT, Known, Rendered, named_in, names, quote, render

REL = 'rel="nofollow noopener ugc"'


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


KNOWN = Known(
    people=frozenset({"anna", "bo", "cem", "milena_krahl"}),
    channels=frozenset({"hoefe", "stadt-loebau"}),
    titles={"https://b.de/?c=1&d=2": "Höfe & <Plätze>", "https://www.b.de": "Startseite"},
)


@pytest.mark.parametrize(
    ("source", "mentions"),
    [
        ("@anna, (@bo) und *@Cem*", ("anna", "bo", "cem")),
        ("@anna:innen", ("anna",)),
        ("@anna. @anna @ANNA", ("anna",)),
        ("@dora @anna2 @annalena @anna-lena @anna.b", ()),
        ("Akteur:innen, jede*r, @Akteur:innen", ()),
        ("@anna@forum.example sagt", ()),
        ("- @bo\n\n# @cem\n\n|@anna|b|\n|-|-|\n", ("bo", "cem", "anna")),
        ("_@anna_ und __@bo__ und @milena_krahl_", ("anna", "bo", "milena_krahl")),
        ("`@anna` und\n```\n@bo\n```", ()),
        ("anna@bo.example, a@anna https://bo.example/@anna", ()),
        ("[@anna](https://bo.example) <https://bo.example/(@anna>", ()),
        ("\\@anna @ anna @Jürgen a@b", ()),
    ],
)
def test_only_people_who_exist_are_mentioned(source: str, mentions: tuple[str, ...]) -> None:
    rendered = render(source, KNOWN)
    assert rendered.mentions == mentions
    for handle in mentions:
        assert f'<a class="mention" href="/people/{handle}" {REL}>@' in rendered.html
    assert rendered.mentions or "mention" not in rendered.html
    assert set(mentions) <= named_in(source).people
    assert render(source).mentions == ()


def test_whoever_is_mentioned_in_a_quote_is_not_called_again() -> None:
    rendered = render("> @anna: Wer?\n\n@bo", KNOWN)
    assert rendered.mentions == ("bo",)
    assert 'href="/people/anna"' in rendered.html


def test_a_mention_ends_before_the_gender_colon() -> None:
    shown = render("@anna:innen", KNOWN).html
    assert shown == f'<p><a class="mention" href="/people/anna" {REL}>@anna</a>:innen</p>'


@pytest.mark.parametrize(
    ("source", "slugs"),
    [
        ("#hoefe und (#Stadt-Loebau).", ("hoefe", "stadt-loebau")),
        ("#hoefe:innen", ("hoefe",)),
        ("#hoefe-alt #hof #hoefe_x #nr1 C#hoefe ##hoefe #", ()),
        ("`#hoefe` \\#hoefe https://b.de/#hoefe [#hoefe](/x)", ()),
        ("# hoefe", ()),
    ],
)
def test_only_channels_that_exist_become_links(source: str, slugs: tuple[str, ...]) -> None:
    shown = render(source, KNOWN).html
    for slug in slugs:
        assert f'<a class="channel-link" href="/channels/{slug}" {REL}>#' in shown
    assert shown.count("channel-link") == len(slugs)
    assert set(slugs) <= named_in(source).channels


def test_names_are_looked_up_for_so_many_only() -> None:
    named = named_in(" ".join(f"@a{n} #c{n} https://b.de/{n}" for n in range(500)))
    assert len(named.people) == len(named.channels) == names.MOST_NAMES
    assert len(named.addresses) == names.MOST_ADDRESSES


def test_a_bare_address_shows_the_title_of_its_page_and_whose_it_is() -> None:
    shown = render("Siehe https://b.de/?c=1&d=2, bitte.", KNOWN)
    assert shown.html == (
        f'<p>Siehe <span class="titled-link"><a href="https://b.de/?c=1&amp;d=2" {REL}>'
        'Höfe &amp; &lt;Plätze&gt;</a> <span class="titled-link__host">b.de</span></span>,'
        " bitte.</p>"
    )
    assert shown.excerpt == "Siehe Höfe & <Plätze> b.de, bitte."
    assert ">Startseite</a>" in render("www.b.de", KNOWN).html


@pytest.mark.parametrize(
    "source", ["[hier](https://b.de/?c=1&d=2)", "`https://b.de/?c=1&d=2`", "https://b.de/?c=1"]
)
def test_only_a_bare_address_gets_a_title(source: str) -> None:
    assert "Höfe" not in render(source, KNOWN).html


def test_tasks_have_a_box_that_their_text_labels() -> None:
    shown = html("- [ ] *offen*\n- [x] fertig\n  - [X] ganz\n- kein [ ] Kästchen\n- [] keines")
    assert shown.count("<input") == shown.count("<label>") == 3
    assert '<label><input disabled="" type="checkbox"> <em>offen</em></label>' in shown
    assert '<label><input checked="" disabled="" type="checkbox"> fertig</label><ul>' in shown
    assert "<li>kein [ ] Kästchen</li>" in shown


def test_tasks_in_a_loose_list_have_their_boxes_too() -> None:
    assert html("1. [x] a\n\n   b").count("<p><label><input checked") == 1


def test_footnotes_stand_below_the_text_in_the_order_they_are_named() -> None:
    shown = html("A[^b] B[^1] C[^b]\n\n[^1]: *Eins*\n[^b]: Zwei\n[^z]: Nie genannt\n\nEnde")
    ids = re.findall(r' id="([^"]+)"', shown)
    key = ids[0].split("-")[1]
    assert ids == [f"fnref-{key}-1", f"fnref-{key}-2", f"fn-{key}-1", f"fn-{key}-2"]
    body, _, notes = shown.partition('<section class="footnotes">')
    assert re.sub("<[^>]+>", "", body) == "A[1] B[2] C[1]\nEnde\n"
    assert re.sub("<[^>]+>", "", notes).split() == ["Zwei", "↩︎", "Eins", "↩︎", "Nie", "genannt"]
    assert f'href="#fn-{key}-1"' in body
    assert f'href="#fnref-{key}-1"' in notes


def test_footnotes_of_two_texts_on_a_page_lead_to_their_own() -> None:
    first, second = html("A[^1]\n\n[^1]: a"), html("B[^1]\n\n[^1]: a")
    assert not set(re.findall(' id="[^"]+"', first)) & set(re.findall(' id="[^"]+"', second))
    assert html("A[^1]\n\n[^1]: a") == first


@pytest.mark.parametrize("source", ["A[^1]", "`[^1]`\n\n> [^1]: a", "[^1]:", "[^a b]: c"])
def test_what_is_no_footnote_stays_as_it_is_written(source: str) -> None:
    assert "footnotes" not in html(source)
    assert "[^" in html(source)


def test_a_collapsible_part_holds_blocks_and_ends_where_it_says() -> None:
    source = (
        "- a\n:::details Mehr *dazu*\n## b\n- [ ] c\n\n```\n:::\n```\n::: details\nd\n:::\n:::\ne"
    )
    shown = html(source)
    assert "<details>\n<summary>Mehr *dazu*</summary>\n<h4>b</h4>" in shown
    assert "<summary>Details</summary>\n<p>d</p>\n</details>\n</details>\n<p>e</p>" in shown
    assert "<code>:::\n</code>" in shown


def test_an_open_collapsible_part_ends_with_its_quote() -> None:
    shown = html("> :::details a\n> b\n\nc")
    assert shown.endswith("<p>b</p>\n</details>\n</blockquote>\n<p>c</p>")


@pytest.mark.parametrize("path", ["/attachments/01kabc", "/attachments/01kabc/preview"])
def test_a_picture_from_here_is_shown_with_its_description(path: str) -> None:
    shown = render(f"![Hof & *Garten*]({path})")
    assert shown.html == (f'<p><img alt="Hof &amp; *Garten*" loading="lazy" src="{path}"></p>')
    assert shown.excerpt == "Hof & *Garten*"


@pytest.mark.parametrize(
    "address",
    [
        "https://b.de/p.png",
        "/attachments/../p",
        "/p.png",
        "/attachments/1?x",
        "http://f.test/attachments/1",
    ],
)
def test_no_other_picture_is_loaded(address: str) -> None:
    assert "<img" not in html(f"![Plan]({address})")
    assert f'href="{address}"' in html(f"![Plan]({address})")


def test_a_picture_may_be_a_link() -> None:
    shown = html("[![Hof](/attachments/1)](https://b.de)")
    assert re.search(r'<a href="https://b.de"[^>]*><img [^>]*></a>', shown)


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
    assert render("Ja.\n\n:::details Zitat\n> nein\n:::").excerpt == "Ja."


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
