"""Any report: values of the model in every combination that a reader, or nobody, would write."""

from __future__ import annotations

from hypothesis import strategies as st

from proofpress.model import prose
from proofpress.model.actors import Actor, ActorKind, Alias, NativeName, Relation
from proofpress.model.report import FrontMatter, Imprint, Numbering, Report
from proofpress.model.timeline import Date, Event, Evidence, Interval, Reference
from tests.compose.reports import BRIEFING, HERE, KIM, PICTURE, RUSSIA

IDS = st.sampled_from(['x', 'X', 'fig-a', 'note-1', 'timeline', 'kim', 'actor-kim', 'Ä b'])
WORDS = st.one_of(
    st.sampled_from(["Kim Jong Un", "Russia’s", " saw ten ships. ", "—", "김정은", "<b>&amp;"]),
    st.text(max_size=6),
)
PAIRS = st.sampled_from([
    prose.Pair(key, value, HERE)
    for key, value in (
        ('lang', 'ar'), ('lang', '?'), ('actor', 'kim'), ('actor', 'none'), ('actor', 'nobody'),
        ('event', 'e0'), ('event', 'nothing'), ('width', '50%'),
    )
])  # fmt: skip
ATTRIBUTES = st.builds(
    prose.Attributes,
    st.none() | IDS,
    st.lists(st.sampled_from(['note', 'aside', 'unnumbered', 'mine']), max_size=2).map(tuple),
    st.lists(PAIRS, max_size=2).map(tuple),
)
SPAN = st.just(HERE)
PATH = st.sampled_from([PICTURE.path, 'figures/gone.png'])
CITED = st.builds(prose.CitedSource, SPAN, st.sampled_from(['briefing', 'unknown']))
CALLS = st.builds(prose.NoteCall, SPAN, st.sampled_from(['a', 'b', 'gone']))
HREFS = st.sampled_from(['#x', '#gone', 'https://x.org', 'javascript:x', ''])
LEAVES: st.SearchStrategy[prose.Inline] = st.one_of(
    st.builds(prose.Text, SPAN, WORDS),
    st.builds(prose.Code, SPAN, WORDS),
    st.builds(prose.LineBreak, SPAN),
    st.builds(prose.Image, SPAN, PATH, WORDS, ATTRIBUTES),
    st.builds(prose.Citation, SPAN, st.lists(CITED, min_size=1, max_size=2).map(tuple)),
    st.builds(prose.CrossReference, SPAN, IDS),
    CALLS,
)


def _wrapped(inner: st.SearchStrategy[prose.Inline]) -> st.SearchStrategy[prose.Inline]:
    children = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(prose.Emphasis, SPAN, children),
        st.builds(prose.Strong, SPAN, children),
        st.builds(prose.Link, SPAN, HREFS, children),
        st.builds(prose.Bracketed, SPAN, children, ATTRIBUTES),
    )


INLINES = st.lists(st.recursive(LEAVES, _wrapped, max_leaves=4), max_size=4).map(tuple)
CELLS = st.lists(st.builds(prose.Cell, SPAN, INLINES), max_size=2).map(tuple)
FLAT: st.SearchStrategy[prose.Block] = st.one_of(
    st.builds(prose.Paragraph, SPAN, INLINES),
    st.builds(prose.Heading, SPAN, st.integers(1, 6), INLINES, ATTRIBUTES),
    st.builds(prose.CodeBlock, SPAN, WORDS),
    st.builds(prose.Figure, SPAN, PATH, WORDS, INLINES, ATTRIBUTES),
    st.builds(
        prose.Table,
        SPAN,
        st.just((prose.Alignment.RIGHT,)),
        CELLS,
        st.lists(CELLS, max_size=2).map(tuple),
        INLINES,
        ATTRIBUTES,
    ),
    st.builds(prose.ThematicBreak, SPAN),
)


def _nested(inner: st.SearchStrategy[prose.Block]) -> st.SearchStrategy[prose.Block]:
    children = st.lists(inner, max_size=3).map(tuple)
    items = st.lists(st.builds(prose.ListItem, SPAN, children), max_size=2).map(tuple)
    definition = st.builds(
        prose.Definition, SPAN, INLINES, st.lists(children, max_size=2).map(tuple)
    )
    return st.one_of(
        st.builds(prose.BlockQuote, SPAN, children),
        st.builds(prose.List, SPAN, items, st.none() | st.integers(0, 9), st.booleans()),
        st.builds(prose.DefinitionList, SPAN, st.lists(definition, max_size=2).map(tuple)),
        st.builds(prose.Division, SPAN, children, ATTRIBUTES),
    )


BLOCKS = st.lists(st.recursive(FLAT, _nested, max_leaves=4), max_size=4).map(tuple)
FOOTNOTES = st.tuples(*(st.builds(prose.Footnote, SPAN, st.just(label), BLOCKS) for label in 'ab'))
CHAPTERS = st.lists(
    st.builds(prose.Chapter, st.sampled_from(['report.md', 'two.md']), BLOCKS, FOOTNOTES),
    max_size=2,
    unique_by=lambda chapter: chapter.path,
).map(tuple)
DATES = st.builds(Date, st.integers(-1, 9999), st.none() | st.integers(1, 12))
REFERENCES = st.lists(
    st.builds(Reference, SPAN, st.sampled_from(['kim', 'russia', 'briefing', 'gone'])), max_size=2
).map(tuple)
EVENTS = st.lists(
    st.builds(
        Event,
        span=SPAN,
        id=st.sampled_from(['e0', 'e0-2', 'Ä b']),
        date=st.one_of(DATES, st.builds(Interval, DATES, st.none() | DATES)),
        edtf=st.just(''),
        title=WORDS,
        actors=REFERENCES,
        sources=REFERENCES,
        evidence=st.lists(st.builds(Evidence, SPAN, WORDS), max_size=2).map(tuple),
    ),
    max_size=3,
).map(tuple)
OTHERS = st.builds(
    Actor,
    span=SPAN,
    id=st.sampled_from(['kim', 'other', 'Ä b']),
    name=WORDS,
    kind=st.sampled_from(ActorKind),
    native=st.just((NativeName('ko', "김정은", HERE),)),
    aliases=st.lists(st.builds(Alias, WORDS, SPAN), max_size=2).map(tuple),
    relations=st.just((Relation(Reference(HERE, 'gone'), "ally of"),)),
    sources=REFERENCES,
)
ACTORS = st.lists(OTHERS | st.sampled_from([KIM, RUSSIA]), max_size=3).map(tuple)
PARAGRAPHS = st.lists(st.builds(prose.Paragraph, SPAN, INLINES), max_size=2).map(tuple)
REPORTS = st.builds(
    Report,
    slug=st.just('any'),
    front_matter=st.builds(
        FrontMatter,
        span=SPAN,
        title=WORDS,
        abstract=PARAGRAPHS,
        key_findings=PARAGRAPHS,
        csl=st.sampled_from(['chicago-notes-bibliography', 'apa']),
        numbering=st.sampled_from(Numbering),
    ),
    imprint=st.just(Imprint(name="Example House")),
    chapters=CHAPTERS,
    timeline=EVENTS,
    actors=ACTORS,
    sources=st.just((BRIEFING,)),
    pictures=st.just({PICTURE.path: PICTURE}),
    in_chapters=st.booleans(),
)
