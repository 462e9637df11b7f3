"""The fixed words: complete, and each of them printed somewhere."""

from __future__ import annotations

import re
import tomllib

import pytest

from proofpress.assets import package_text
from proofpress.compose.words import words_for
from proofpress.model.actors import ActorKind
from tests.compose.reports import composed, find, report, said

ENGLISH = words_for('en').table
LANGUAGES = tomllib.loads(package_text('compose/words.toml'))
SOURCES = ['actors', 'article', 'contents', 'dates', 'front', 'numbering', 'passages', 'references']
MODULES = [*(f'{name}.py' for name in SOURCES), 'summary.py', 'timeline.py']
TEMPLATES = ['cover', 'imprint', 'contents', 'summary', 'timeline', 'glossary', 'references']


def test_every_kind_of_actor_has_a_heading() -> None:
    """A glossary without a heading for units would drop them."""
    assert {f'kind_{kind.value}' for kind in ActorKind} <= set(ENGLISH)


def test_no_word_is_kept_that_nothing_prints() -> None:
    """Translators should not translate what nobody reads."""
    text = ''.join(
        package_text(f'compose/{name}')
        for name in [*MODULES, *(f'templates/{name}.xhtml' for name in TEMPLATES)]
    )
    printed = {*re.findall(r"'(\w+)'", text), *re.findall(r'words\.(\w+)', text)}
    unused = {key for key in ENGLISH if not key.startswith(('kind_', 'change_'))} - printed
    assert unused == set()


@pytest.mark.parametrize('lang', sorted(LANGUAGES))
def test_a_language_has_all_words_with_their_places(lang: str) -> None:
    """One word that lacks is a traceback; a place that lacks is a date or a number lost."""
    table = LANGUAGES[lang]
    assert list(table) == list(LANGUAGES['en'])
    for key, words in table.items():
        assert words.strip() == words != ''
        assert re.findall(r'{\w+}', words) == re.findall(r'{\w+}', LANGUAGES['en'][key])


def test_words_follow_the_language_and_not_the_country() -> None:
    """A report for Austria is read in German; one for Taiwan not in simplified characters."""
    assert words_for('de-AT')['contents'] == "Inhalt"
    assert words_for('zh-Hans-CN').is_translated
    assert not words_for('zh-Hant').is_translated
    assert not words_for('zh_TW').is_translated
    assert not words_for('mt').is_translated


def test_braces_and_markup_in_a_title_stay_words() -> None:
    """Whatever the title holds, the page says it and does nothing else."""
    title = "{{ 7 * 7 }} <b>&amp;</b> {% raw %}"
    book = composed(report("# A", front={'title': title}))
    assert said(book, 'cover', './/h:h1') == [title]
    assert find(book, 'cover', './/h:b') == []
