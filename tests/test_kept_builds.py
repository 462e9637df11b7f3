"""Builds after edits: what is kept from one to the next never shows in the products."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proofpress.kept_formes import KeptFormes, put_on_shelf
from proofpress.pdf import printing
from proofpress.press import make

Edit = Callable[[random.Random, dict[str, str]], None]
"""Changes the texts of a report."""

WORDS = ['harbour', 'quota', 'garrison', 'signatories', 'Δ', '∆', 'fi', 'Żółw', 'ministry']


@pytest.fixture(autouse=True, scope='module')
def _any_length_is_worth_hands() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, '_LONG', 1)
        yield


def sentence(chance: random.Random) -> str:
    """Return some words."""
    return ' '.join(chance.choices(WORDS, k=chance.randint(4, 30))).capitalize() + '.'


def chapters(texts: dict[str, str]) -> list[str]:
    """Return the names of the chapters, in the order in which they stand."""
    return sorted(name for name in texts if name.startswith('chapter'))


def a_word(chance: random.Random, texts: dict[str, str]) -> None:
    """Change a word."""
    name = chance.choice(chapters(texts))
    texts[name] = texts[name].replace(chance.choice(WORDS), chance.choice(WORDS), 1)


def paragraphs(chance: random.Random, texts: dict[str, str]) -> None:
    """Add so many paragraphs that pages move."""
    name = chance.choice(chapters(texts))
    texts[name] += ''.join(f'{sentence(chance)}\n\n' for _ in range(chance.randint(1, 30)))


def a_note(chance: random.Random, texts: dict[str, str]) -> None:
    """Add a note, so that those after it get other numbers."""
    name = chance.choice(chapters(texts))
    label = f'n{texts[name].count("[^") + chance.randint(0, 10**6)}'
    texts[name] += f'{sentence(chance)}[^{label}]\n\n[^{label}]: {sentence(chance)}\n\n'


def a_heading(chance: random.Random, texts: dict[str, str]) -> None:
    """Add a heading, so that the contents get a line."""
    name = chance.choice(chapters(texts))
    texts[name] += f'## {sentence(chance)[:-1]}\n\n{sentence(chance)}\n\n'


def an_actor(chance: random.Random, texts: dict[str, str]) -> None:
    """Name somebody, so that the glossary has another page to tell."""
    name = chance.choice(chapters(texts))
    texts[name] += f'Then Ada Reed spoke. {sentence(chance)}\n\n'


def the_order(chance: random.Random, texts: dict[str, str]) -> None:
    """Exchange two chapters."""
    one, other = chance.sample(chapters(texts), 2)
    texts[one], texts[other] = texts[other], texts[one]


def cut(chance: random.Random, texts: dict[str, str]) -> None:
    """Take the last paragraphs away."""
    name = chance.choice(chapters(texts))
    blocks = [block for block in texts[name].split('\n\n') if '[^' not in block]
    texts[name] = '\n\n'.join(blocks[: max(2, len(blocks) // 2)]) + '\n\n'


EDITS: list[Edit] = [a_word, paragraphs, a_note, a_heading, an_actor, the_order, cut]


def first_texts() -> dict[str, str]:
    """Return a report of three chapters."""
    chance = random.Random(7)
    texts = {
        f'chapter-{number}.md': f'# Chapter {number}\n\n{sentence(chance)} Ada Reed was there.\n\n'
        for number in range(3)
    }
    names = ''.join(f'  - {name}\n' for name in chapters(texts))
    texts['report.md'] = f'---\ntitle: Kept\ndate: 2024-11-25\nchapters:\n{names}---\n'
    texts['actors.yaml'] = '- id: reed\n  name: Ada Reed\n  kind: person\n  text: A clerk.\n'
    return texts


def write(folder: Path, texts: dict[str, str]) -> None:
    """Write the texts of a report."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, 'utf-8')


def hold(place: Path, seeds: list[int]) -> None:
    """Build after each edit with what is kept, with one hand or two, and from nothing."""
    texts = first_texts()
    folder, kept = place / 'report', place / 'kept'
    for step, seed in enumerate([None, *seeds]):
        if seed is not None:
            chance = random.Random(seed)
            chance.choice(EDITS)(chance, texts)
        write(folder, texts)
        shelf = KeptFormes(kept, 'this program')
        made = make(folder, shelf=shelf, hands=1 + step % 2)
        put_on_shelf(kept, made.formes)
        clean = make(folder)
        assert [one.id for one in made.diagnostics if one.severity.value == 'error'] == []
        assert made.diagnostics == clean.diagnostics
        assert {file.path for file in made.files} == {file.path for file in clean.files}
        for file, other in zip(made.files, clean.files, strict=True):
            assert file.content == other.content, file.path


_SETTINGS = {'deadline': None, 'suppress_health_check': list(HealthCheck)}


@settings(max_examples=3, **_SETTINGS)
@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=3))
def test_products_do_not_tell_what_was_kept(
    tmp_path_factory: pytest.TempPathFactory, seeds: list[int]
) -> None:
    """An archive compares digests: the order of edits must leave no trace."""
    hold(tmp_path_factory.mktemp('kept'), seeds)


@pytest.mark.slow
@settings(max_examples=60, **_SETTINGS)
@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=6))
def test_products_do_not_tell_what_was_kept_after_many_edits(
    tmp_path_factory: pytest.TempPathFactory, seeds: list[int]
) -> None:
    """The same, for longer."""
    hold(tmp_path_factory.mktemp('kept'), seeds)
