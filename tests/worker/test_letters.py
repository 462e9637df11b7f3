"""Letters: a worker that a report has taken over cannot harm who reads them."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.worker.letters import doing_letter, made_letters, read_letter, read_made


@pytest.mark.parametrize('letter', [b'', b'[]', b'["gone", 1]', b'[1, 2, 3]', pickle.dumps(print)])
def test_what_is_no_letter_is_refused(letter: bytes) -> None:
    """Nothing of it is run."""
    with pytest.raises(ValueError, match=r'.'):
        read_letter(letter)


@given(st.text())
def test_any_words_come_home(words: str) -> None:
    """File names are in them, in any script."""
    assert read_letter(doing_letter(words)) == ('doing', words)


@pytest.mark.parametrize(
    'change',
    [
        {'diagnostics': [{'id': 'a'}]},
        {'diagnostics': None},
        {'texts': []},
        {'files': 3},
        {'orders': [{'characters': 'a'}]},
        {'diagnostics': [{'id': 'a', 'message': 'b', 'span': 1, 'help': None, 'notes': []}]},
    ],
)
def test_what_does_not_hold_together_is_refused(change: dict[str, object]) -> None:
    """Half an answer is none."""
    about = {'diagnostics': [], 'texts': {}, 'slug': '', 'files': [], 'orders': []} | change
    with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
        read_made(about, lambda: b'')


def test_the_first_letter_says_which_come_after() -> None:
    """So that whoever reads knows when all of it is there."""
    from proofpress.outcome import Made
    from proofpress.product import ProductFile

    files = (ProductFile('a', b'1'), ProductFile('b', b'2'))
    first, *rest = made_letters(Made((), {}, 's', files))
    assert json.loads(first)[1]['files'] == ['a', 'b']
    assert rest == [b'1', b'2']
