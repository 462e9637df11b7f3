"""Links that a reader's machine would run, raw HTML, and pictures that lie elsewhere."""

from __future__ import annotations

from tests.hostile.case import Append, Case, Swap, Write


def article(name: str, words: str, *verdict: str, status: int = 1) -> Case:
    """Put words at the end of the article."""
    return Case(name, (Append('report.md', f'\n\n{words}\n'),), verdict, status)


def link(name: str, address: str) -> Case:
    """Link to an address that no product may carry."""
    return article(f'link-{name}', f"See ▸[words]({address}).", 'link-scheme')


def picture(name: str, path: str) -> Case:
    """Show a picture that is no file of the report."""
    return article(f'picture-{name}', f"▸![A map]({path})", 'picture-path')


SCHEMES = (
    link('that-runs', 'javascript:alert(1)'),
    link('that-runs-in-capitals', 'JaVaScRiPt:alert(1)'),
    link('that-runs-behind-entity', '&#x6A;avascript:alert(1)'),
    link('that-runs-with-entity-colon', 'javascript&colon;alert(1)'),
    link('that-runs-with-tab-as-entity', 'java&Tab;script:alert(1)'),
    link('that-runs-with-line-as-entity', 'java&NewLine;script:alert(1)'),
    link('that-runs-behind-blank', '<  javascript:alert(1)>'),
    link('that-runs-behind-control-as-entity', '&#1;javascript:alert(1)'),
    link('that-runs-basic', 'vbscript:msgbox(1)'),
    link('of-data', 'data:text/html,<b>a</b>'),
    link('of-encoded-data', 'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='),
    link('to-local-file', 'file:///etc/passwd'),
    link('to-network-share', 'smb://example.org/share'),
    link('to-path', '/etc/passwd'),
    link('to-path-upwards', '../../outside/secret.md'),
    link('to-path-beside', 'two.md'),
    link('without-scheme', '//example.org/a'),
    link('with-backslashes', '\\\\\\\\example.org\\\\a'),
    link('to-telephone', 'tel:+1'),
    link('of-blob', 'blob:https://example.org/a'),
    link('to-source-of-page', 'view-source:https://example.org'),
    link('to-intent', 'intent://a#Intent;scheme=b;end'),
    link('to-no-host', 'https://'),
    link('to-one-slash', 'https:/example.org'),
    link('to-mail-of-nobody', 'mailto:'),
    link('to-anchor-of-blanks', '#%20'),
    article('link-to-anchor-of-override', "See ▸[words](#%E2%80%AE).", 'link-target-undefined'),
    article('link-that-runs-by-name', "See ▸[words][x].\n\n[x]: javascript:alert(1)",
              'link-scheme'),
    article('link-that-runs-in-brackets', "See ▸<javascript:alert(1)>.", 'link-scheme'),
    article('link-that-runs-in-note', "A.^[See ▸[b](javascript:alert(1)).]", 'link-scheme'),
    article('link-that-runs-in-heading', "# See ▸[b](javascript:alert(1))", 'link-scheme'),
    article('link-that-runs-in-cell', "| A |\n|---|\n| ▸[b](javascript:alert(1)) |", 'link-scheme'),
    article('link-that-runs-in-caption', '![A](figures/ferry.svg "▸[b](vbscript:a)")',
            'link-scheme'),
    article('link-unused-that-runs', "▸[x]: javascript:alert(1)", 'link-scheme'),
    article('link-with-password', "See [words](https://me:secret@example.org/).", status=0),
    article('link-to-this-machine', "See [words](CANARY-WEB/a?b=c#d).", status=0),
    article('link-with-quotes', 'See [words](https://a.org/"onmouseover="alert(1)).', status=0),
    article('link-with-markup', "See [words](https://a.org/'%3Cscript%3E&lt;b&gt;).", status=0),
)  # fmt: skip

HTML = (
    article('script-block', "▸<script>alert(1)</script>", 'raw-html'),
    article('script-in-line', "A ▸<script>alert(1)▸</script> word.", 'raw-html', 'raw-html'),
    article('picture-that-runs', "A ▸<img src=x onerror=alert(1)> word.", 'raw-html'),
    article('frame', '▸<iframe src="CANARY-WEB/a"></iframe>', 'raw-html'),
    article('object', '▸<object data="file:///etc/passwd">▸</object>', 'raw-html', 'raw-html'),
    article('style-sheet', "▸<style>@import 'CANARY-WEB/a.css';</style>", 'raw-html'),
    article('link-to-sheet', '▸<link rel="attachment" href="file:///etc/passwd">', 'raw-html'),
    article('base', '▸<base href="CANARY-WEB/">', 'raw-html'),
    article('meta', '▸<meta http-equiv="refresh" content="0;url=CANARY-WEB/">', 'raw-html'),
    article('form', 'A ▸<form action="CANARY-WEB/"> word.', 'raw-html'),
    article('svg-in-text', '▸<svg>▸<script>alert(1)▸</script>▸</svg>', *['raw-html'] * 4),
    article('math-in-text', 'A ▸<math><mtext> word.', 'raw-html', 'raw-html@report.md:66:9'),
    article('comment', "A ▸<!-- hidden --> word.", 'raw-html'),
    article('comment-never-closed', "▸<!-- hidden", 'raw-html'),
    article('processing-instruction', "A ▸<?php system('id') ?> word.", 'raw-html'),
    article('declaration', "▸<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
              'raw-html'),
    article('character-data', "A ▸<![CDATA[<b>]]> word.", 'raw-html'),
    article('tag-in-heading', "# A ▸<b>word▸</b>", 'raw-html', 'raw-html'),
    article('tag-in-note', "A.^[A ▸<b>word.]", 'raw-html'),
    article('tag-in-definition', "Term\n:   A ▸<b>word.", 'raw-html'),
    article('tag-in-alt', "![A ▸<b>map](figures/ferry.svg)", 'alt-markup'),
    article('tag-of-custom-element', "A ▸<x-a onclick=b> word.", 'raw-html'),
    article('tag-broken', "A <b word, a < b and a<>b.", status=0),
)  # fmt: skip

PICTURES = (
    picture('outside', '../../outside/secret.svg'),
    picture('outside-in-between', 'figures/../../../outside/secret.svg'),
    picture('outside-encoded', '%2e%2e/%2e%2e/outside/secret.svg'),
    picture('outside-encoded-slash', '..%2f..%2foutside%2fsecret.svg'),
    picture('absolute', '/etc/passwd'),
    picture('absolute-encoded', '%2fetc%2fpasswd'),
    picture('of-other-system', 'C:/windows/win.ini'),
    picture('of-network-share', '//example.org/share/a.png'),
    picture('with-backslashes', '..\\\\..\\\\outside\\\\secret.svg'),
    picture('of-backslash-share', '\\\\\\\\example.org\\\\a.png'),
    picture('on-the-web', 'CANARY-WEB/a.png'),
    picture('by-ftp', 'ftp://127.0.0.1/a.png'),
    picture('of-file-address', 'file:///etc/passwd'),
    picture('of-data', 'data:image/png;base64,iVBORw0KGgo='),
    picture('of-data-with-script', 'data:image/svg+xml,%3Csvg%20onload=alert(1)%3E'),
    picture('of-nul', 'figures/ferry.svg%00.png'),
    picture('of-nothing', ''),
    picture('the-folder-itself', '.'),
    article('picture-encoded-twice', "▸![A map](%252e%252e/secret.svg)", 'picture-missing'),
    article('picture-of-endless-name', f"▸![A map]({'a' * 1900}.svg)", 'picture-missing'),
    article('picture-the-folder', "▸![A map](figures)", 'not-a-plain-file'),
    article('picture-the-article', "▸![A map](report.md)", 'picture-type'),
    article('picture-below-a-file', "▸![A map](report.md/a.svg)", 'not-a-plain-file'),
    article('picture-in-other-case', "▸![A map](figures/Ferry.svg)", 'picture-missing'),
    Case('picture-of-chapter-outside', (
        Swap('report.md', 'lang: en-GB', 'lang: en-GB\nchapters: [a/b/two.md]'),
        Write('a/b/two.md', "# T\n\n▸![A map](../../../outside/secret.svg)\n"),
    ), ('picture-path',)),
)  # fmt: skip
CASES = (*SCHEMES, *HTML, *PICTURES)
