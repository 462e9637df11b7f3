"""Passages: the words that carry an event, and the way from them to the timeline and back."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from proofpress.compose.book import XHTML, Book
from proofpress.compose.markup import element, name_of
from proofpress.compose.strands import length_of, wrap_range
from proofpress.model.timeline import Date, Event, Interval, Reference
from tests.compose.reports import BRIEFING, HERE, KIM, composed, event, find, report, said

DAY = Date(2024, 10, 23)


def book_of(markdown: str, *events: Event) -> Book:
    """Compose one section with these events."""
    return composed(report(f"# A\n\n{markdown}", timeline=events, actors=(KIM,)))


def test_passage_and_event_lead_to_each_other() -> None:
    """Who doubts the timeline wants to see where it is said."""
    book = book_of("Ships left by night. Fog.", event('ships', DAY, "Ships left"))
    assert said(book, 'a', './/h:span[@id="passage-ships"]') == ["Ships left"]
    (call,) = find(book, 'a', './/h:span[@id="passage-ships"]/following-sibling::h:a')
    assert (call.get('id'), call.get('href')) == ('event-call-ships', '#event-ships')
    assert (call.text, call.get('aria-label')) == ('1', "Timeline: 23 October 2024")
    assert find(book, 'timeline', './/h:span[@class="locators"]/@data-targets') == ['passage-ships']
    assert find(book, 'timeline', './/h:span[@class="locators"]/h:a/@href') == ['#passage-ships']


def test_the_call_stands_behind_closing_marks() -> None:
    """A number between a word and its full stop looks like a misprint."""
    book = book_of("“Ships left.” Fog.", event('ships', DAY, "Ships left"))
    assert said(book, 'a', 'h:p') == ["“Ships left.”1 Fog."]


def test_a_passage_over_whole_markup_is_one_piece() -> None:
    """One piece is one box to highlight."""
    text = "Kim saw *ten* ships[^n] leave.\n\n[^n]: Note.\n"
    book = book_of(text, event('ships', DAY, "Kim saw ten ships leave"))
    (piece,) = find(book, 'a', './/h:span[@class="passage"]')
    assert [name_of(child) for child in piece] == ['a', 'em', 'a']


def test_a_passage_that_ends_within_markup_comes_in_pieces() -> None:
    """The words are marked, and nothing else."""
    book = book_of("Ten *ships left by* night.", event('ships', DAY, "Ten ships left"))
    assert said(book, 'a', './/h:span[@id="passage-ships"]') == ["Ten"]
    assert said(book, 'a', './/h:em/h:span[@id="passage-ships-2"]') == ["ships left"]


def test_a_passage_that_ends_in_a_link_is_called_behind_the_link() -> None:
    """A link within a link works in no reader."""
    book = book_of("Ten [ships left by](https://x.org) night.", event('e', DAY, "Ten ships left"))
    assert find(book, 'a', './/h:a//h:a') == []
    assert said(book, 'a', 'h:p') == ["Ten ships left by1 night."]


def test_a_passage_may_cut_a_mention() -> None:
    """The author quotes from where the sense begins."""
    book = book_of("The old Kim Jong Un spoke.", event('e', DAY, "Un spoke"))
    assert said(book, 'a', './/h:a[@class="mention"]/h:span[@id="passage-e"]') == ["Un"]
    assert said(book, 'a', './/h:span[@id="passage-e-2"]') == ["spoke"]


def test_two_events_may_share_their_words() -> None:
    """One sentence can tell of a departure and an arrival; the calls come in order."""
    events = (event('one', DAY, "Ships left"), event('two', Date(2024, 10, 24), "Ships left"))
    book = book_of("Ships left.", *events)
    assert said(book, 'a', 'h:p') == ["Ships left.12"]
    assert find(book, 'a', './/h:span[@id="passage-one"]//@id') == ['passage-one', 'passage-two']


def test_several_passages_carry_one_event() -> None:
    """An event may be told in two places; the timeline names both."""
    book = book_of("Ships left.\n\nMen followed.", event('e', DAY, "Men followed", "Ships left"))
    (targets,) = find(book, 'timeline', './/h:span[@class="locators"]/@data-targets')
    assert targets == 'passage-e-2 passage-e'
    assert len(find(book, 'a', './/h:a[@class="event-call"]')) == 2


def test_an_event_is_tied_to_words_by_hand() -> None:
    """Where the words are common, the author points at them."""
    book = book_of("Fog. [Ships]{event=e lang=fr} left.", event('e', DAY))
    assert said(book, 'a', './/h:span[@lang="fr"]/h:span[@id="passage-e"]') == ["Ships"]
    assert said(book, 'a', 'h:p') == ["Fog. Ships1 left."]
    assert find(book, 'a', '//@data-event') == []


def test_passages_are_found_in_cells_captions_terms_and_headings() -> None:
    """Events are told in tables too."""
    text = "## Ships left\n\n| a | ten ships |\n|---|---|\n| b | men followed |\n\n: All gone\n"
    words = ("Ships left", "ten ships", "men followed", "All gone")
    events = [event(f'e{number}', Date(2024, number), one) for number, one in enumerate(words, 1)]
    book = book_of(text, *events)
    found = {
        one.get('id'): one.getparent() for one in find(book, 'a', './/h:span[@class="passage"]')
    }
    assert {id_: name_of(above) for id_, above in found.items()} == {
        'passage-e1': 'h2',
        'passage-e2': 'th',
        'passage-e3': 'td',
        'passage-e4': 'caption',
    }


def test_ids_of_pieces_and_of_events_do_not_clash() -> None:
    """An event called `e-2` is not the second piece of `e`."""
    events = (event('e', DAY, "Ten ships left"), event('e-2', DAY, "night"))
    book = book_of("Ten *ships left by* night.", *events)
    assert said(book, 'a', './/h:span[@id="passage-e-2"]') == ["night"]


def test_events_stand_in_the_order_of_their_dates() -> None:
    """A timeline out of order is a list."""
    events = (
        event('late', Date(2024, 10, 23)),
        event('month', Date(2024, 10)),
        event('span', Interval(Date(2022, 2, 24), None)),
    )
    book = book_of("Fog.", *events)
    assert find(book, 'timeline', './/h:li/@id') == ['event-span', 'event-month', 'event-late']
    assert said(book, 'timeline', './/h:li//h:span[@class="number"]') == ["1", "2", "3"]


def test_the_timeline_opens_with_a_chart_that_can_be_heard() -> None:
    """Who cannot see the drawing hears what it spans, and finds every event in the list."""
    events = (event('a', Date(2024, 10, 23)), event('b', Interval(Date(2022, 2), Date(2025))))
    book = book_of("Fog.", *events)
    (chart,) = find(book, 'timeline', 'h:figure[@class="timeline-chart"]/*[@role="img"]')
    heard = {name_of(node): node.text for node in chart if name_of(node) in {'title', 'desc'}}
    assert heard['title'] == "Timeline, February 2022 to 2025"
    assert heard['desc'].endswith("2.")


def test_an_event_tells_all_that_is_known() -> None:
    """The reader decides by place, source and confidence how far to trust it."""
    told = event(
        'e',
        DAY,
        text="By night.",
        place="Wonsan",
        confidence="likely",
        actors=(Reference(HERE, 'kim'), Reference(HERE, 'unknown')),
        sources=(Reference(HERE, 'briefing'),),
    )
    book = composed(report("# A", timeline=(told,), actors=(KIM,), sources=(BRIEFING,)))
    assert said(book, 'timeline', './/h:li//h:p') == [
        "1 23 October 2024",
        "e",
        "By night.",
        "Place: Wonsan",
        "Actors: Kim Jong Un, unknown",
        "Sources: Press Briefing",
        "Confidence: likely",
    ]
    assert find(book, 'timeline', './/h:li//h:a/@href') == ['#actor-kim', '#source-briefing']
    assert find(book, 'references', './/h:li/@id') == ['source-briefing']


def test_a_sources_title_keeps_its_language() -> None:
    """A voice must read a Korean title as Korean."""
    source = replace(BRIEFING, csl={**BRIEFING.csl, 'language': 'ko'})
    told = event('e', DAY, sources=(Reference(HERE, 'briefing'),))
    book = composed(report("# A", timeline=(told,), sources=(source,)))
    assert find(book, 'timeline', './/h:a[@class="cited"]/@lang') == ['ko']


PIECE = st.recursive(
    st.text('ab ', max_size=3),
    lambda inner: st.lists(inner, max_size=3).flatmap(
        lambda children: st.sampled_from(['em', 'a', 'citation', 'br', 'number']).map(
            lambda kind: made(kind, children)
        )
    ),
    max_leaves=8,
)


def made(kind: str, children: list[str | etree._Element]) -> str:
    """Write an element down as markup."""
    if kind == 'br':
        return '<br/>'
    words = ''.join(map(str, children))
    if kind == 'number':
        return f'<i class="number">9</i> {words}'
    return f'<i class="citation">{words}</i>' if kind == 'citation' else f'<{kind}>{words}</{kind}>'


@given(st.lists(PIECE, max_size=5), st.integers(0, 9), st.integers(0, 9))
def test_marking_words_changes_no_word(pieces: list[str], start: int, length: int) -> None:
    """Whatever the markup, the words stay, and just the words of the passage are marked."""
    box = etree.fromstring(f'<p xmlns="{XHTML}">{"".join(pieces)}</p>')
    before, own = ''.join(box.itertext()), own_words(box)
    assert len(own) == length_of(box)
    marked: list[etree._Element] = []

    def piece() -> etree._Element:
        marked.append(element('span', class_='passage'))
        return marked[-1]

    wrap_range(box, start, start + length, piece)
    assert ''.join(box.itertext()) == before
    assert own_words(box) == own
    assert ''.join(own_words(one) for one in marked) == own[start : start + length]


def own_words(node: etree._Element) -> str:
    """Return the author's words, a break as one character."""
    if node.get('class') in {'citation', 'number'}:
        return ''
    parts = ['\n' if name_of(node) == 'br' else '', node.text or '']
    for child in node:
        tail = child.tail or ''
        parts += [own_words(child), tail[1:] if child.get('class') == 'number' else tail]
    return ''.join(parts)
