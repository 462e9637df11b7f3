"""SVG pictures that are programs, doors or bombs."""

from __future__ import annotations

from tests.hostile.case import Append, Case, Write

_SHOWN = Append('report.md', "\n\n▸![A map](figures/map.svg)\n")
_OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def whole(name: str, content: str | bytes, *verdict: str, status: int = 1) -> Case:
    """Show a picture."""
    return Case(f'svg-{name}', (_SHOWN, Write('figures/map.svg', content)), verdict, status)


def drawn(name: str, inner: str, *verdict: str, attributes: str = 'viewBox="0 0 40 30"') -> Case:
    """Show a picture with something in it."""
    return whole(name, f'{_OPEN}{attributes}>{inner}</svg>', *verdict or ('svg-unsafe',))


_LAUGHS = (
    '<!DOCTYPE svg [<!ENTITY a "ha">'
    + ''.join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">'
        for before, after in zip('abcdefgh', 'bcdefghi', strict=True)
    )
    + f']>{_OPEN}viewBox="0 0 4 3"><text>&i;</text></svg>'
)
_QUADRATIC = (
    f'<!DOCTYPE svg [<!ENTITY a "{"x" * 50_000}">]>{_OPEN}viewBox="0 0 4 3"><text>'
    f'{"&a;" * 50_000}</text></svg>'
)
_USES = (
    '<defs><g id="a"><rect width="1" height="1"/></g>'
    + ''.join(
        f'<g id="{after}">{f"""<use href="#{before}"/>""" * 10}</g>'
        for before, after in zip('abcdef', 'bcdefg', strict=True)
    )
    + '</defs><use href="#g"/>'
)

DOORS = (
    drawn('script', '<script>alert(1)</script>'),
    drawn('script-far', '<script href="CANARY-WEB/a.js"/>'),
    drawn('event', '<rect width="4" height="3" onclick="alert(1)"/>'),
    drawn('event-on-load', '', attributes='viewBox="0 0 4 3" onload="alert(1)"'),
    drawn('foreign-object', '<foreignObject><p>a</p></foreignObject>'),
    drawn('frame', '<iframe xmlns="http://www.w3.org/1999/xhtml" src="CANARY-WEB/"/>'),
    drawn('picture-far', '<image href="CANARY-WEB/a.png" width="4" height="3"/>'),
    drawn('picture-of-file', '<image xlink:href="file:///etc/passwd" width="4" height="3"/>'),
    drawn('picture-beside', '<image href="../../outside/secret.svg" width="4" height="3"/>'),
    drawn('picture-of-data', '<image href="data:image/svg+xml,%3Csvg/%3E" width="4" height="3"/>'),
    drawn('use-far', '<use href="CANARY-WEB/a.svg#b"/>'),
    drawn('link-that-runs', '<a href="javascript:alert(1)"><text>a</text></a>'),
    drawn('link-far', '<a xlink:href="CANARY-WEB/"><text>a</text></a>'),
    drawn('style-import', '<style>@import "CANARY-WEB/a.css";</style>'),
    drawn('style-import-escaped', r'<style>@\69mport "CANARY-WEB/a.css";</style>'),
    drawn('style-address', '<style>rect { fill: url(CANARY-WEB/a.svg#b) }</style>'),
    drawn('style-face', '<style>@font-face { font-family: a; src: url(CANARY-WEB/a) }</style>'),
    drawn('style-attribute', '<rect style="fill: url(\'CANARY-WEB/a#b\')"/>'),
    drawn('fill-far', '<rect fill="url(file:///etc/passwd#a)"/>'),
    drawn('filter-far', '<rect filter="url(CANARY-WEB/a#b)"/>'),
    drawn('filter-picture', '<filter id="a"><feImage href="CANARY-WEB/a.png"/></filter>'),
    drawn('base', '<rect/>', attributes='viewBox="0 0 4 3" xml:base="CANARY-WEB/"'),
    drawn('animation', '<rect><animate attributeName="x" from="0" to="9"/></rect>'),
    drawn('setter', '<a><set attributeName="href" to="javascript:alert(1)"/></a>'),
    whole('sheet-instruction',
              f'<?xml-stylesheet href="CANARY-WEB/a.css"?>{_OPEN}viewBox="0 0 4 3"/>',
          'svg-unsafe'),
    whole('entity-of-file', '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
          f'{_OPEN}viewBox="0 0 4 3"><text>&a;</text></svg>', 'svg-unsafe'),
    whole('entity-far', '<!DOCTYPE svg [<!ENTITY % a SYSTEM "CANARY-WEB/a.dtd"> %a;]>'
          f'{_OPEN}viewBox="0 0 4 3"/>', 'svg-unsafe'),
    whole('document-type-far', '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
          f'"CANARY-WEB/svg11.dtd">{_OPEN}viewBox="0 0 4 3"/>', 'svg-unsafe'),
    drawn('include', '<include xmlns="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" '
          'parse="text"/>'),
)  # fmt: skip

BOMBS = (
    whole('billion-laughs', _LAUGHS, 'picture-unreadable'),
    whole('quadratic-entities', _QUADRATIC, 'picture-unreadable'),
    drawn('use-bomb', _USES, 'svg-too-complex'),
    drawn('deep', '<g>' * 200 + '</g>' * 200, 'svg-too-complex'),
    drawn('very-deep', '<g>' * 5000 + '</g>' * 5000, 'picture-unreadable'),
    drawn('many-elements', '<path d="M0 0"/>' * 30_000, 'svg-too-complex'),
    drawn('huge-box', '<rect/>', 'svg-unsized', attributes='viewBox="0 0 1e12 1e12"'),
    drawn('infinite-box', '<rect/>', 'svg-unsized', attributes='viewBox="0 0 inf inf"'),
    drawn('box-of-nothing', '<rect/>', 'svg-unsized', attributes='viewBox="0 0 0 0"'),
    drawn('box-negative', '<rect/>', 'svg-unsized', attributes='viewBox="0 0 -4 -3"'),
    drawn('box-of-words', '<rect/>', 'svg-unsized', attributes='viewBox="a b c d"'),
    drawn('no-box', '<rect/>', 'svg-unsized', attributes=''),
    drawn('size-in-percent', '<rect/>', 'svg-unsized', attributes='width="100%" height="100%"'),
)  # fmt: skip

BROKEN = (
    whole('cut-off', f'{_OPEN}viewBox="0 0 4 3"><rect', 'picture-unreadable'),
    whole('no-namespace', '<svg viewBox="0 0 4 3"/>', 'picture-unreadable'),
    whole('other-root', '<html xmlns="http://www.w3.org/1999/xhtml"/>', 'picture-unreadable'),
    whole('two-roots', f'{_OPEN}viewBox="0 0 4 3"/>{_OPEN}viewBox="0 0 4 3"/>',
              'picture-unreadable'),
    whole('empty', '', 'file-empty'),
    whole('nul', f'{_OPEN}viewBox="0 0 4 3"/>\0', 'picture-type'),
    whole('utf-16', f'{_OPEN}viewBox="0 0 4 3"/>'.encode('utf-16'), 'picture-type'),
    whole('encoding-unknown', '<?xml version="1.0" encoding="x-none"?>'
          f'{_OPEN}viewBox="0 0 4 3"/>', 'picture-unreadable'),
    whole('compressed', b'\x1f\x8b\x08\0\0\0\0\0\0\x03\xb3)\xaeL\xb7\x03\0', 'picture-type'),
    whole('prefix-unknown', f'{_OPEN}viewBox="0 0 4 3"><a:b/></svg>', 'picture-unreadable'),
    whole('bare-ampersand', f'{_OPEN}viewBox="0 0 4 3"><text>a & b</text></svg>',
          'picture-unreadable'),
    whole('control', f'{_OPEN}viewBox="0 0 4 3"><text>a&#27;</text></svg>', 'picture-unreadable'),
)  # fmt: skip
CASES = (*DOORS, *BOMBS, *BROKEN)
