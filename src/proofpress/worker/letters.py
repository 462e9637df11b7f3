"""Letters: what a worker sends home, as data that can do no harm.

In: `Made` values and words about the work.  Out: bytes, and the values again.  A worker reads files
of strangers: its letters are JSON and plain bytes, never objects that run code when they are read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import Any

from proofpress.diagnostics import Diagnostic, Note, Severity
from proofpress.lettering import Order
from proofpress.outcome import Made
from proofpress.product import ProductFile
from proofpress.span import Span


def doing_letter(doing: str) -> bytes:
    """Say what begins now."""
    return _written('doing', doing)


def fault_letter(trace: str, name: str) -> bytes:
    """Say that Proofpress failed: its trace, and the name of the exception."""
    return _written('fault', [trace, name])


def limit_letter(id_: str, message: str) -> bytes:
    """Say that a limit was reached."""
    return _written('limit', [id_, message])


def made_letters(made: Made) -> Iterator[bytes]:
    """Hand over what was made: one letter about it, then one for each file and forme."""
    about = {
        'diagnostics': diagnostics_said(made.diagnostics),
        'texts': dict(made.texts),
        'slug': made.slug,
        'files': [file.path for file in made.files],
        'formes': [forme.path for forme in made.formes],
        'orders': [asdict(order) for order in made.orders],
    }
    yield _written('made', about)
    for file in (*made.files, *made.formes):
        yield file.content


def read_letter(letter: bytes) -> tuple[str, Any]:
    """Return the kind of a letter and what it says.

    Raises one of `NO_LETTER` for what is none.
    """
    kind, said = json.loads(letter)
    if kind not in ('doing', 'fault', 'limit', 'made'):
        raise ValueError(f"a letter of an unknown kind: {kind!r}")
    if kind in ('fault', 'limit'):
        first, second = said
        return kind, (str(first), str(second))
    return kind, said


NO_LETTER = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What is raised by reading letters that a worker of ours does not write."""


def read_made(about: Mapping[str, Any], receive: Callable[[], bytes]) -> Made:
    """Return what was made; `receive` gives the letter that comes next.

    Raises one of `NO_LETTER` for what does not hold together.
    """
    for paths in (about['files'], about['formes']):
        _judge_paths(paths)
    return Made(
        tuple(said_diagnostics(about['diagnostics'])),
        {str(path): str(text) for path, text in about['texts'].items()},
        str(about['slug']),
        tuple(ProductFile(str(path), receive()) for path in about['files']),
        tuple(ProductFile(str(path), receive()) for path in about['formes']),
        tuple(map(_order, about['orders'])),
    )


def diagnostics_said(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Return diagnostics as values that JSON has."""
    return [asdict(one) | {'severity': one.severity.value} for one in diagnostics]


def said_diagnostics(said: Iterable[Mapping[str, Any]]) -> Iterator[Diagnostic]:
    """Yield the diagnostics again.

    Raises `TypeError`, `KeyError` or `ValueError` for what is none.
    """
    return map(_diagnostic, said)


def _judge_paths(paths: list[str]) -> None:
    """Raise `ValueError` for what cannot be the files of one folder."""
    for path in paths:
        parts = PurePosixPath(path).parts
        if not parts or '..' in parts or path.startswith('/') or '\0' in path:
            raise ValueError(f"no path of a file: {path!r}")
    if len(set(map(PurePosixPath, paths))) < len(paths):
        raise ValueError("a file that comes twice")


def _written(kind: str, said: object) -> bytes:
    # Surrogates stand for bytes of file names that are no UTF-8.
    return json.dumps([kind, said]).encode('ascii')


def _diagnostic(said: Mapping[str, Any]) -> Diagnostic:
    return Diagnostic(
        str(said['id']),
        str(said['message']),
        _span(said['span']),
        None if said['help'] is None else str(said['help']),
        Severity(said['severity']),
        tuple(Note(str(one['message']), _placed(one['span'])) for one in said['notes']),
    )


def _order(said: Mapping[str, Any]) -> Order:
    return Order(
        str(said['characters']),
        tuple(map(str, said['languages'])),
        str(said['face']),
        str(said['kept']),
        bool(said['woff2']),
    )


def _span(said: Mapping[str, Any] | None) -> Span | None:
    return None if said is None else _placed(said)


def _placed(said: Mapping[str, Any]) -> Span:
    return Span(str(said['path']), int(said['line']), int(said['column']))
