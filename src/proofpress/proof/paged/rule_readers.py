"""Two readers of the file find the same words: pypdf by the tags, pdfium by what is drawn.

Where one of them reads other letters, so will some reader of the report: search, copy or listen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from proofpress.proof.ledger import Finding, Place
from proofpress.proof.paged.evidence import Evidence
from proofpress.proof.paged.expected import seen
from proofpress.proof.scripts import runs_right_to_left

# A hyphen at a line's end is read as a soft one or not at all; U+FFFE is pdfium's sign for it.
_HYPHENS = re.compile('[-\u2010\u2011\u00ad\ufffe\u200b\u200c\u200d\u2060\ufeff]')


def torn_readings(evidence: Evidence) -> Iterator[Finding]:
    """Yield `readers-disagree` for each block whose letters two readers read differently."""
    expected = {id(one.found): one.expected for one in evidence.pairing.pairs}
    for block in evidence.tags.blocks:
        pages: dict[int, tuple[list[int], list[str]]] = {}
        for piece in block.pieces:
            ids, texts = pages.setdefault(piece.page_index, ([], []))
            ids.append(piece.content_id)
            texts.append(piece.text)
        for page_index, (ids, texts) in pages.items():
            drawn = evidence.drawn.drawn_words(page_index, dict.fromkeys(ids))
            tagged, shown = seen(''.join(texts)), seen(drawn.text if drawn else '')
            if tagged == shown or _is_same(tagged, shown):
                continue
            yield evidence.finding(
                'readers-disagree',
                f"The PDF says “{_short(''.join(texts))}” to those who listen, and draws "
                f"“{_short(drawn.text if drawn else '')}”",
                expected.get(id(block)),
                (Place(page_index, drawn.box if drawn else None),),
                "this is a fault of Proofpress: report it with these words",
            )


def _is_same(tagged: str, shown: str) -> bool:
    """Tell whether two readings differ in hyphens or in the order of letters only."""
    tagged, shown = _HYPHENS.sub('', tagged), _HYPHENS.sub('', shown)
    return tagged == shown or Counter(tagged) == Counter(shown) or runs_right_to_left(tagged)


def _short(text: str) -> str:
    words = ' '.join(text.split())
    return words if len(words) <= 80 else f'{words[:80]}…'
