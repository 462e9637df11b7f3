"""What the preview's page is told, as values that JSON has.

In: states, sheets, the ledger, sources.  Out: dictionaries; every word in them is shown as text.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from proofpress.diagnostics import Diagnostic, Severity, sorted_by_place
from proofpress.serve.board import State
from proofpress.serve.editions import Opened, title_of
from proofpress.serve.gallery import Sheets
from proofpress.serve.source import former_lines, line_now, read_text
from proofpress.span import Span

ARTICLE = 'report.md'

_MOST_EXCERPT = 200
"""Characters of a source line that a finding shows."""
_MOST_TEXT = 120
"""Characters by which a text is known again after it was built anew."""
_GENERATED = frozenset({'page-number', 'folio', 'running-head'})
"""Kinds of texts that stand in the PDF alone."""
_SHEETS_OF_OURS = '.css'


def states_said(states: Iterable[State], began: str) -> dict[str, Any]:
    """Return what is known of all reports."""
    return {'began': began, 'reports': [state_said(state) for state in states]}


def state_said(state: State) -> dict[str, Any]:
    """Return what is known of a report."""
    every = (*state.diagnostics, *(state.galley.diagnostics if state.galley else ()))
    found = sorted_by_place(every)
    edition = state.edition
    return {
        'slug': state.slug,
        'title': state.title,
        'folder': state.folder.as_posix(),
        'phase': state.phase.value,
        'doing': state.doing,
        'errors': sum(one.severity is Severity.ERROR for one in found),
        'warnings': sum(one.severity is Severity.WARNING for one in found),
        'found': state.found,
        'edition': edition.digest if edition else None,
        'publishedAt': edition.published_at if edition else None,
        'changed': _named(state.changed),
        'ahead': state.pulled if state.galley is not None else 0,
        'advance': state.advanced if state.advance is not None else 0,
    }


def advance_said(state: State, opened: Opened | None) -> dict[str, Any] | None:
    """Return what was made of the EPUB and the web page ahead of the rest; None for nothing."""
    if state.advance is None or opened is None:
        return None
    return {
        'number': state.advanced,
        'edition': opened.digest,
        'chapters': [
            {'path': one.path, 'title': title_of(one.path, one.content)}
            for one in state.advance.documents
        ],
    }


def findings_said(state: State) -> dict[str, Any]:
    """Return what was found in a report the last time, errors first."""
    every = (*state.diagnostics, *(state.galley.diagnostics if state.galley else ()))
    found = sorted_by_place(every)
    found.sort(key=lambda one: one.severity is not Severity.ERROR)
    return {'found': state.found, 'findings': [_finding(one, state) for one in found]}


def sheets_said(state: State, sheets: Sheets | None) -> dict[str, Any]:
    """Return the pages of a report."""
    return {
        'edition': state.edition.digest if state.edition else None,
        'key': sheets.key if sheets else None,
        'pages': [
            {
                'folio': sheet.folio,
                'begins': sheet.begins,
                'width': round(sheet.size.width, 2),
                'height': round(sheet.size.height, 2),
                'former': sheet.former_index,
            }
            for sheet in (sheets.sheets if sheets else ())
        ],
    }


def ledger_said(opened: Opened) -> dict[str, Any]:
    """Return where every text of an edition stands, in its source and its products."""
    blocks = [
        {
            'id': entry['id'],
            'kind': entry['kind'],
            'text': entry['text'][:_MOST_TEXT],
            'source': _listed(entry['source']),
            'pdf': [
                [place['page_index'], *(round(place['box'][side], 1) for side in _SIDES)]
                for place in entry['pdf']
                if place['box']
            ],
            'epub': entry['epub'],
            'web': entry['web'],
        }
        for entry in opened.record['ledger']
        if entry['kind'] not in _GENERATED
    ]
    return {
        'edition': opened.digest,
        'language': opened.record['language'],
        'blocks': blocks,
        'chapters': [
            {'path': chapter.path, 'title': chapter.title} for chapter in opened.chapters()
        ],
    }


_SIDES = ('left', 'bottom', 'right', 'top')


def known_paths(state: State) -> tuple[str, ...]:
    """Return the paths of the texts that a report is made of, the article first."""
    texts = state.edition.texts if state.edition else {}
    spans = (one.span.path for one in state.diagnostics if one.span is not None)
    paths = {ARTICLE, *texts, *state.texts, *(path for path in spans if _is_theirs(path))}
    return tuple(sorted(paths, key=lambda path: (path != ARTICLE, path)))


def source_said(
    state: State, path: str, line: int, of: str, *, is_private: bool
) -> dict[str, Any] | None:
    """Return a source as it is written now, and where a line of it that was meant stands now.

    The line is one of the text in which a `finding` was made, of the text of the `edition`, or of
    what is written now; 0 is none.  Returns None for what is no source of the report.
    """
    if path not in known_paths(state):
        return None
    now = read_text(state.folder, path)
    edition = (state.edition.texts if state.edition else {}).get(path)
    meant = {'finding': state.texts.get(path), 'edition': edition}.get(of)
    said: dict[str, Any] = {
        'path': path,
        'paths': known_paths(state),
        'place': _place(state.folder, path),
        'lines': None if now is None else now.split('\n'),
        'line': line,
        'former': None,
        'file': str((state.folder.resolve() / path).resolve()) if is_private else None,
    }
    if now is not None and edition is not None and edition != now:
        said['former'] = former_lines(edition, now)
    if line and now is not None and meant is not None and meant != now:
        said['line'] = line_now(former_lines(meant, now), line)
    return said


def _finding(one: Diagnostic, state: State) -> dict[str, Any]:
    return {
        'id': one.id,
        'severity': one.severity.value,
        'message': one.message,
        'help': one.help,
        'span': _span(one.span, state.folder),
        'excerpt': _excerpt(one.span, state.texts),
        'notes': [
            {'message': note.message, 'span': _span(note.span, state.folder)} for note in one.notes
        ],
    }


def _span(span: Span | None, folder: Path) -> dict[str, Any] | None:
    if span is None:
        return None
    return {
        'path': span.path,
        'line': span.line,
        'column': span.column,
        'place': f'{_place(folder, span.path)}:{span.line}:{span.column}',
        'isOpen': _is_theirs(span.path),
    }


def _named(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {'path': span.path, 'line': span.line}


def _is_theirs(path: str) -> bool:
    """Tell whether a path is of a file of the report: its style sheets are ours."""
    return not path.endswith(_SHEETS_OF_OURS)


def _place(folder: Path, path: str) -> str:
    """Return how messages on the terminal name a file."""
    if not _is_theirs(path):
        return path
    joined = posixpath.join(folder.as_posix(), path)
    return posixpath.normpath(joined) if path.startswith('../') else joined


def _excerpt(span: Span | None, texts: Mapping[str, str]) -> str:
    """Return the line in question, or the part of it around the place."""
    lines = texts.get(span.path, '').split('\n') if span is not None else []
    if span is None or not 1 <= span.line <= len(lines):
        return ''
    line = lines[span.line - 1]
    start = max(0, min(span.column - 1 - _MOST_EXCERPT // 2, len(line) - _MOST_EXCERPT))
    return ''.join(_cut(line, start)).strip()


def _cut(line: str, start: int) -> Iterator[str]:
    yield '…' if start else ''
    yield line[start : start + _MOST_EXCERPT]
    yield '…' if start + _MOST_EXCERPT < len(line) else ''


def _listed(source: Mapping[str, Any] | None) -> list[Any] | None:
    return None if source is None else [source['path'], source['line'], source['column']]
