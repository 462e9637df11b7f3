"""Mentions: which names in the text are actors, and which of them lead to the glossary."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.model.actors import Actor, ActorKind, Alias, Relation
from proofpress.model.names import Names
from proofpress.model.timeline import Reference
from tests.compose.reports import HERE, KIM, RUSSIA, composed, find, paragraphs, report, said

ACTORS = (KIM, RUSSIA)
MENTIONS = './/*[@class="mention"]'


def state(id_: str, *names: str) -> Actor:
    """Make a state with a name and aliases."""
    aliases = tuple(Alias(name, HERE) for name in names[1:])
    return Actor(HERE, id_, names[0], ActorKind.STATE, aliases=aliases)


def mentions(markdown: str, *actors: Actor) -> list[str]:
    """Return the mentions in a section with this text."""
    book = composed(report(f'# A\n\n{markdown}', actors=actors or ACTORS))
    return said(book, 'a', MENTIONS)


def test_the_first_mention_in_each_section_leads_to_the_glossary() -> None:
    """A link at every name would make the page hard to read; none would help nobody."""
    book = composed(report("# A\n\nKim and Kim Jong Un.\n\n# B\n\nKim.\n", actors=ACTORS))
    assert find(book, 'a', './/h:a[@class="mention"]/@href') == ['#actor-kim']
    assert said(book, 'a', './/h:a[@class="mention"]') == ["Kim"]
    assert said(book, 'a', './/h:span[@class="mention"]') == ["Kim Jong Un"]
    assert find(book, 'b', './/h:a[@class="mention"]/@id') == ['mention-3']


@pytest.mark.parametrize(
    ('text', 'found'),
    [
        ("Kim Jong Un met Kim.", ["Kim Jong Un", "Kim"]),
        ("Russia’s and Russia's", ["Russia", "Russia"]),
        ("Russian, Kimono, pKim, Kim2, Kim_x", []),
        ("Russia-backed; (Russia)", ["Russia", "Russia"]),
        ("kim russia", []),
        ("Kim\nJong\nUn", ["Kim Jong Un"]),
        ("Kim\u00a0Jong Un", ["Kim Jong Un"]),
        ("*Russia* and **Kim**", ["Russia", "Kim"]),
        ("Kim *Jong* Un", []),
        ("Ru*ssia*", []),
        ("`Russia` [Kim](https://x.org)", []),
        ("Russia\u0301", []),
    ],
)
def test_a_name_counts_as_whole_words(text: str, found: list[str]) -> None:
    """“Russian” is not Russia, and “Kim Jong Un” is not Kim."""
    assert mentions(text) == found


def test_names_in_scripts_without_spaces_are_found_before_particles() -> None:
    """Korean joins particles to names; the name is there all the same."""
    assert mentions("김정은이 왔다. 習近平说", state('a', "김정은"), state('b', "習近平")) == [
        "김정은",
        "習近平",
    ]


def test_either_apostrophe_finds_the_name() -> None:
    """Authors type both; readers see one person."""
    assert mentions("O'Neill and O’Neill", state('a', "O’Neill")) == ["O'Neill", "O’Neill"]


@pytest.mark.parametrize(
    'markdown',
    [
        "## Russia\n\nB.",
        "> B\n>\n> — Russia, 2024",
        "> B\\\n> — Russia, 2024",
        "B [Russia]{actor=none}.",
        "```\nRussia\n```",
        "See [@briefing].",
    ],
)
def test_no_mention_where_a_name_is_not_the_authors_word(markdown: str) -> None:
    """A link in a heading or a source line distracts, and code is quoted letter by letter."""
    assert mentions(markdown) == []


def test_a_quotation_itself_is_searched() -> None:
    """Who is spoken of in a quotation is spoken of in the report."""
    assert mentions("> Russia moved.\n>\n> — Kim\n") == ["Russia"]


def test_words_are_tied_to_an_actor_by_hand() -> None:
    """“The Marshal” is in no list of names, yet the reader may ask who that is."""
    book = composed(report("# A\n\n[the *Marshal*]{actor=kim} and Kim.", actors=ACTORS))
    assert said(book, 'a', './/h:a[@class="mention"]') == ["the Marshal"]
    assert said(book, 'a', './/h:span[@class="mention"]') == ["Kim"]
    assert find(book, 'a', '//@data-actor') == []


def test_by_hand_the_language_of_the_words_is_kept() -> None:
    """A voice must still read Korean as Korean."""
    book = composed(report("# A\n\n[김]{actor=kim lang=ko}.", actors=ACTORS))
    assert said(book, 'a', './/h:span[@lang="ko"]/h:a[@class="mention"]') == ["김"]


def test_a_link_within_words_tied_by_hand_stays_the_only_link() -> None:
    """A link within a link works in no reader."""
    book = composed(report("# A\n\n[the [log](https://x.org)]{actor=kim}, Kim.", actors=ACTORS))
    assert find(book, 'a', './/h:a//h:a') == []
    assert said(book, 'a', './/h:a[@class="mention"]') == ["Kim"]


def test_a_note_is_searched_after_the_text() -> None:
    """At the foot of the page a name is met after those above."""
    text = "# A\n\nX[^a] Russia.\n\n[^a]: Russia and Kim.\n"
    book = composed(report(text, actors=ACTORS))
    assert said(book, 'a', './/h:p[1]/h:a[@class="mention"]') == ["Russia", "Kim"]
    assert said(book, 'a', './/h:aside//h:span[@class="mention"]') == ["Russia"]


def test_summary_captions_and_cells_are_searched() -> None:
    """Readers who skip the text look at tables and figures."""
    text = "# A\n\n| Kim |\n|---|\n| Russia |\n\n: Kim’s\n"
    book = composed(report(text, front={'key_findings': paragraphs("Kim.")}, actors=ACTORS))
    assert said(book, 'summary', MENTIONS) == ["Kim"]
    assert said(book, 'a', MENTIONS) == ["Kim", "Kim", "Russia"]


def test_a_name_of_two_actors_is_the_first_ones() -> None:
    """`check` says that the name is taken; the book must not depend on chance."""
    book = composed(report("# A\n\nKim.", actors=(KIM, state('other', "Kim"))))
    assert find(book, 'a', './/h:a/@href') == ['#actor-kim']


def test_the_glossary_says_where_an_actor_is_mentioned() -> None:
    """The glossary is also an index of people."""
    book = composed(report("# A\n\nKim. Kim.\n\n# B\n\nKim.", actors=ACTORS))
    (locators,) = find(book, 'glossary', './/h:span[@class="locators"]')
    assert locators.get('data-targets') == 'mention-1 mention-2 mention-3'
    assert [(a.text, a.get('href')) for a in locators] == [('A', '#mention-1'), ('B', '#mention-3')]


def test_two_sections_of_one_title_are_two_places() -> None:
    """“Outlook” in part one is not “Outlook” in part two."""
    book = composed(report("# A\n\nKim.\n\n# A\n\nKim.", actors=ACTORS))
    (locators,) = find(book, 'glossary', './/h:span[@class="locators"]')
    assert [a.get('href') for a in locators] == ['#mention-1', '#mention-2']


def test_the_glossary_is_ordered_by_kind_and_name() -> None:
    """Who looks for Åland looks among the states, near A."""
    actors = (state('b', "Zambia"), state('a', "Åland"), KIM)
    book = composed(report("# A\n\nB.", actors=actors))
    assert said(book, 'glossary', 'h:h2') == ["People", "States"]
    assert said(book, 'glossary', './/h:dfn') == ["Kim Jong Un", "Åland", "Zambia"]


def test_the_glossary_leads_from_actor_to_actor() -> None:
    """Ties between actors are half of what a glossary tells."""
    kim = replace(
        KIM,
        part_of=Reference(HERE, 'russia'),
        relations=(Relation(Reference(HERE, 'russia'), "ally of"),),
    )
    book = composed(report("# A\n\nB.", actors=(kim, RUSSIA)))
    facts = said(book, 'glossary', './/h:dd[1]/h:p[@class="fact"]')
    assert facts == ["Also: Kim", "Part of: Russia", "Relations: ally of Russia"]
    assert set(find(book, 'glossary', './/h:p/h:a/@href')) == {'#actor-russia'}


NAME = st.text(st.sampled_from("ab c-’金"), min_size=1, max_size=4)


@given(st.lists(NAME, max_size=6), st.text(st.sampled_from("ab c-'金"), max_size=20))
def test_names_are_found_as_a_slow_reader_would_find_them(names: list[str], text: str) -> None:
    """The fast pattern must find what trying every name at every place finds."""

    def standard(name: str) -> str:
        return ' '.join(name.split()).replace('’', "'")

    def joins(before: str, after: str) -> bool:
        return before.isalnum() and after.isalnum()

    known = {standard(name) for name in names} - {''}
    slow, at = [], 0
    while at < len(text):
        fits = [
            match[0]
            for name in known
            if (match := re.compile(re.escape(name).replace(r'\ ', ' +')).match(text, at))
            and (name[0] == '金' or not at or not joins(text[at - 1], text[at]))
            and (
                name[-1] == '金'
                or match.end() == len(text)
                or not joins(name[-1], text[match.end()])
            )
        ]
        if fits:
            slow.append(max(fits, key=len))
        at += len(max(fits, key=len)) if fits else 1
    actors = [state(f'a{number}', name) for number, name in enumerate(names)]
    assert [match[0] for match, _ in Names(actors).find(text)] == slow


def test_four_hundred_actors_cost_no_more_than_a_blink() -> None:
    """A long report names everyone, and is built at every save."""
    actors = [state(f'a{n}', f"Colonel Number{n} of the Guard", f"Number{n}") for n in range(400)]
    text = "The colonel of the guard did not come when Number399 asked. " * 2000
    started = time.process_time()
    assert len(list(Names(actors).find(text))) == 2000
    assert time.process_time() - started < 1
