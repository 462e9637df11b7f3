"""A picture is shown whole and harmless, or it is named where it is shown."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from proofpress.limits import Limits
from proofpress.manuscript import Manuscript, read_report
from tests.manuscript.folders import SVG, only_fault, place, png

REPORT = "---\ntitle: A\n---\n\nSee ![a](picture) and ![a](picture).\n"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"'


def _shown(folder: Path, content: bytes, limits: Limits | None = None) -> Manuscript:
    (folder / 'report.md').write_text(REPORT)
    (folder / 'picture').write_bytes(content)
    return read_report(folder, limits or Limits())


def _refused(folder: Path, content: bytes, limits: Limits | None = None) -> str:
    fault = only_fault(_shown(folder, content, limits))
    assert place(fault) == 'report.md:5:5'
    return fault.id


def _jpeg() -> bytes:
    content = io.BytesIO()
    Image.new('RGB', (64, 48), 'red').save(content, 'JPEG')
    return content.getvalue()


def test_content_tells_the_kind_of_a_picture(tmp_path: Path) -> None:
    """A reading system trusts the media type, whatever the file was called."""
    for content, media_type, size in (
        (png(), 'image/png', (2, 3)),
        (_jpeg(), 'image/jpeg', (64, 48)),
        (SVG.encode(), 'image/svg+xml', (40, 30)),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n' + SVG.encode(), 'image/svg+xml', (40, 30)),
    ):
        manuscript = _shown(tmp_path, content)
        assert manuscript.diagnostics == ()
        assert manuscript.report is not None
        picture = manuscript.report.pictures['picture']
        assert (picture.media_type, picture.width, picture.height) == (media_type, *size)
        assert picture.content == content


@pytest.mark.parametrize('kept', [0.1, 0.5, 0.99])
def test_a_picture_cut_off_is_refused(tmp_path: Path, kept: float) -> None:
    """It would be drawn in part, as if the rest were meant to be blank."""
    # The layout engine makes Pillow lenient for the whole process: the second report of a build
    # is judged as strictly as the first.
    import proofpress.pdf.seams  # noqa: F401

    for whole in (png(300, 300), _jpeg()):
        assert _refused(tmp_path, whole[: int(len(whole) * kept)]) == 'picture-unreadable'


def test_other_kinds_are_refused(tmp_path: Path) -> None:
    """Not every e-reader shows them."""
    content = io.BytesIO()
    Image.new('RGB', (4, 3)).save(content, 'GIF')
    for other in (content.getvalue(), b'words', b'\x00<svg'):
        assert _refused(tmp_path, other) == 'picture-type'


def test_a_picture_has_a_greatest_size(tmp_path: Path) -> None:
    """Twenty kilobytes can unfold to a gigabyte."""
    assert _refused(tmp_path, png(20_000, 20_000, rows=1)) == 'picture-too-large'
    assert _refused(tmp_path, png(1001, 1000, rows=1), Limits(pixels=1)) == 'picture-too-large'


DANGERS = {
    'script': f'{HEAD}><script>a()</script></svg>',
    'handler': f'{HEAD} onload="a()"/>',
    'foreign': f'{HEAD}><foreignObject/></svg>',
    'animation': f'{HEAD}><set attributeName="href" to="https://a.org"/></svg>',
    'image': f'{HEAD}><image href="https://a.org/b.png"/></svg>',
    'file': f'{HEAD}><use href="file:///etc/passwd#a"/></svg>',
    'xlink': f'{HEAD} xmlns:xlink="http://www.w3.org/1999/xlink"><a xlink:href="b.svg"/></svg>',
    'data': f'{HEAD}><image href="data:image/png;base64,"/></svg>',
    'style': f'{HEAD}><style>@import "a.css";</style></svg>',
    'url': f'{HEAD}><rect fill="url(https://a.org)"/></svg>',
    'quoted': f"{HEAD}><rect style=\"fill: url( 'a.svg#b' )\"/></svg>",
    'escaped': f'{HEAD}><rect style="fill: \\75rl(a.svg)"/></svg>',
    'base': f'{HEAD} xml:base="https://a.org"/>',
    'doctype': f'<!DOCTYPE svg>{SVG}',
    'entity': f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{HEAD}>&a;</svg>',
    'instruction': f'<?xml-stylesheet href="a.css"?>{SVG}',
}


@pytest.mark.parametrize('name', sorted(DANGERS))
def test_a_drawing_that_runs_or_fetches_is_refused(tmp_path: Path, name: str) -> None:
    """It is shown in browsers, where it would act in the publisher's name."""
    assert _refused(tmp_path, DANGERS[name].encode()) == 'svg-unsafe'


def test_a_drawing_may_use_itself(tmp_path: Path) -> None:
    """Gradients, clips and repeated shapes are what drawings are made of."""
    content = (
        f'<!-- a -->{HEAD}><defs><linearGradient id="g"/><path id="p" d="M0 0"/></defs>'
        '<style>.a { fill: url("#g") }</style>'
        '<rect fill="url(#g)" style="clip-path: url( \'#p\' )"/><use href="#p"/></svg>'
    )
    assert _shown(tmp_path, content.encode()).diagnostics == ()


def test_a_drawing_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    """Ten lines can draw ten thousand million shapes."""
    bomb = '<rect id="a0"/>' + ''.join(
        f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + '</g>' for n in range(1, 10)
    )
    assert _refused(tmp_path, f'{HEAD}>{bomb}</svg>'.encode()) == 'svg-too-complex'
    deep = '<g>' * 100 + '</g>' * 100
    assert _refused(tmp_path, f'{HEAD}>{deep}</svg>'.encode()) == 'svg-too-complex'
    circle = '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'
    assert _shown(tmp_path, f'{HEAD}>{circle}</svg>'.encode()).diagnostics == ()


@pytest.mark.parametrize(
    ('size', 'found'),
    [
        ('viewBox="0,0,4.4,3"', (4, 3)),
        ('width="20mm" height="10mm"', (76, 38)),
        ('width="100%" height="3"', None),
        ('viewBox="0 0 0 3"', None),
        ('viewBox="a b c d"', None),
        ('', None),
    ],
)
def test_a_drawing_says_how_large_it_is(
    tmp_path: Path, size: str, found: tuple[int, int] | None
) -> None:
    """Without a size some e-readers show nothing at all."""
    content = f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>'.encode()
    if found is None:
        assert _refused(tmp_path, content) == 'svg-unsized'
    else:
        report = _shown(tmp_path, content).report
        assert report is not None
        picture = report.pictures['picture']
        assert (picture.width, picture.height) == found


@pytest.mark.parametrize('text', ['<svg>', '<svg/>', '<html/>', '<svg a="b', '<a:svg/>'])
def test_what_is_no_drawing_is_refused(tmp_path: Path, text: str) -> None:
    """A page saved under the name of a picture is the likeliest cause."""
    assert _refused(tmp_path, text.encode()) == 'picture-unreadable'
