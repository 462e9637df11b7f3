"""Whoever listens to the PDF hears the report: every word, in order, in its language, once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.pdf.printed import Printed
from tests.pdf.tag_tree import TaggedPdf
from tests.pdf.written import Heard, told, written

_NEXT_ROLES = {'Title': 'H1'}


def differences(sample: Printed, tagged: TaggedPdf) -> Iterator[tuple[Heard, Heard]]:
    """Yield the blocks of which the tags say something else than the composed trees."""
    expected = written(sample.book)
    found = told(tagged.root, str(tagged.pdf.Root.Lang))
    found = [replace(one, role=_NEXT_ROLES.get(one.role, one.role)) for one in found]
    for wanted, heard in zip(expected, found, strict=True):
        if not wanted.agrees(heard):
            yield wanted, heard


def test_the_tags_say_the_report_word_for_word(sample: Printed) -> None:
    """Block by block: the same role, the same words in the same order, each in its language."""
    assert list(differences(sample, sample.tagged)) == []


def test_the_next_profile_says_the_same(torture: Printed) -> None:
    """PDF 2.0 has other names for some parts, and the same words."""
    assert list(differences(torture, torture.tagged_next)) == []


def test_a_word_parted_at_a_lines_end_is_one_word(torture: Printed) -> None:
    """A hyphen that the layout set is silent; one that the author wrote is heard."""
    text = torture.tagged.root.text
    assert len(re.findall(r'\w\u00ad\w', text)) > 100
    # At the seam of two pages or lines nothing else comes between the halves of a word.
    assert not re.search(r'\u00ad\s', text)
    assert 'Incommensurability-of-measurements' in text.replace('\u00ad', '')


def test_arabic_is_told_as_it_is_spelt(torture: Printed) -> None:
    """Its glyphs stand in the file in the order of painting, the last letter first."""
    spans = [
        span
        for span in torture.tagged.root.all('Span')
        if span.actual_text and re.search('[\u0600-\u06ff]', span.actual_text)
    ]
    assert len(spans) >= 10
    for span in spans:
        painted = ''.join(content.text for content in span.contents())
        assert painted
        assert painted != span.actual_text
    article = (torture.source / 'report.md').read_text('utf-8')
    assert any(span.actual_text.strip() in article for span in spans if span.actual_text)


@pytest.mark.parametrize('lang', ['ko', 'ru', 'uk', 'ar', 'zh-Hans', 'ja', 'de', 'fr'])
def test_every_change_of_language_is_said(torture: Printed, lang: str) -> None:
    """A voice that reads Korean by English rules says nothing."""
    found = [tag for tag in torture.tagged.root.all() if tag.lang == lang]
    assert len(found) >= 2
    # It stands on the element that changes, not again on all that is in it.
    for tag in found:
        outer = tag.parent
        while outer is not None and not outer.lang:
            outer = outer.parent
        assert outer is None or outer.lang != lang


def test_the_document_has_a_language(sample: Printed) -> None:
    """What no element says is said once for all."""
    assert str(sample.tagged.pdf.Root.Lang) == sample.book.metadata.lang
