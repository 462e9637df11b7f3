"""What the preview's page wears: its sheet, its faces and its sign.

In: names in addresses.  Out: files.  The faces are those that reports are set in, whole and from
their packages: the page is made for this machine, and looks alike on all.
"""

from __future__ import annotations

from proofpress.assets import package_text
from proofpress.serve.files import Found, found_text
from proofpress.stylesheet import layered
from proofpress.typefaces.families import CODE, LATIN_CUTS, SANS

_WEIGHTS = '200 900'
_FACES = {
    f'{cut.family.lower().replace(" ", "-")}-{cut.style}.ttf': cut
    for cut in LATIN_CUTS
    if cut.family in (SANS, CODE) and cut.weight == 400
}


def sheet() -> str:
    """Return the sheet of the preview's pages, with the faces that it names."""
    faces = ''.join(
        f'@font-face{{font-family:"{cut.family}";font-weight:{_WEIGHTS};font-style:{cut.style};'
        f'src:url(/fonts/{name})}}\n'
        for name, cut in _FACES.items()
    )
    return faces + layered('preview.css')


def face(name: str) -> Found | None:
    """Return a font of the sheet; None when it names none such."""
    cut = _FACES.get(name)
    return None if cut is None else Found.of(cut.source.content(), 'font/ttf')


def sign() -> Found:
    """Return the picture that stands for the preview among a browser's tabs."""
    return found_text(package_text('serve/page/sign.svg'), 'image/svg+xml')
