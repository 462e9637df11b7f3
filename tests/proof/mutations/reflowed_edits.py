"""The knives for editions without pages: small edits of a zipped EPUB or web page.

An EPUB is a ZIP file; the files of a web page are bundled into one for the table's sake.  Edits of
documents go through lxml, as other tools would make them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from fontTools.ttLib import TTFont
from lxml import etree
from lxml import html as lxml_html

Spoil = Callable[[bytes], bytes]
TreeChange = Callable[[etree._Element], None]


def bundle(files: Mapping[str, bytes]) -> bytes:
    """Put files into one ZIP file, in their order, `mimetype` uncompressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, 'w') as archive:
        for name, content in files.items():
            stored = zipfile.ZIP_STORED if name == 'mimetype' else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, stored, compresslevel=1)
    return stream.getvalue()


def unbundle(content: bytes) -> dict[str, bytes]:
    """Return the files of a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def on_files(change: Callable[[dict[str, bytes]], None]) -> Spoil:
    """Return what makes the change among the files."""

    def spoil(content: bytes) -> bytes:
        files = unbundle(content)
        change(files)
        return bundle(files)

    return spoil


def on_bytes(path: str, change: Callable[[bytes], bytes]) -> Spoil:
    """Return what changes the bytes of one file; `path` may be the beginning of its path."""

    def among(files: dict[str, bytes]) -> None:
        name = named(files, path)
        files[name] = change(files[name])

    return on_files(among)


def named(files: Mapping[str, bytes], path: str) -> str:
    """Return the one file whose path so begins."""
    (name,) = (name for name in files if name.startswith(path))
    return name


def without(path: str) -> Spoil:
    """Return what takes a file away."""
    return on_files(lambda files: files.pop(named(files, path)) and None)


def written(path: str, before: str, after: str) -> Spoil:
    """Return what replaces words that stand once in a file."""

    def change(content: bytes) -> bytes:
        text = content.decode()
        assert text.count(before) == 1, f"{before} stands {text.count(before)} times in {path}"
        return text.replace(before, after).encode()

    return on_bytes(path, change)


def on_tree(path: str, change: TreeChange) -> Spoil:
    """Return what changes the tree of one document."""

    def edited(content: bytes) -> bytes:
        if path.endswith('.html'):
            root = lxml_html.document_fromstring(content.decode())
            change(root)
            written = lxml_html.tostring(root, encoding='utf-8', doctype='<!DOCTYPE html>')
            return bytes(written)
        root = etree.fromstring(content)
        change(root)
        return etree.tostring(root, encoding='utf-8', xml_declaration=True)

    return on_bytes(path, edited)


def found(root: etree._Element, path: str, **names: str) -> etree._Element:
    """Return the one element on an XPath, which names elements without namespaces by `*`."""
    (element,) = root.xpath(path, **names)
    assert isinstance(element, etree._Element)
    return element


def of_id(root: etree._Element, id_: str) -> etree._Element:
    """Return the element of an id."""
    return found(root, '//*[@id=$id]', id=id_)


def reword(id_: str, before: str, after: str) -> TreeChange:
    """Return what replaces words in one piece of text within an element."""

    def change(root: etree._Element) -> None:
        for node in of_id(root, id_).iter(etree.Element):
            for part in ('text', 'tail'):
                said = getattr(node, part) or ''
                if before in said:
                    setattr(node, part, said.replace(before, after, 1))
                    return
        raise AssertionError(f"{id_} does not say {before}")

    return change


def remove(id_: str) -> TreeChange:
    """Return what takes an element away."""
    return lambda root: _cut(of_id(root, id_))


def to_end(id_: str) -> TreeChange:
    """Return what moves an element to the end of that which holds it."""

    def change(root: etree._Element) -> None:
        parent = of_id(root, id_).getparent()
        assert parent is not None
        parent.append(_cut(of_id(root, id_)))

    return change


def _cut(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    assert not (element.tail or '').strip()
    parent.remove(element)
    return element


def repeat(id_: str, *, named: bool) -> TreeChange:
    """Return what puts an element a second time behind itself, with or without its ids."""

    def change(root: etree._Element) -> None:
        element = of_id(root, id_)
        second = etree.fromstring(etree.tostring(element, with_tail=False))
        for node in second.iter(etree.Element):
            if not named:
                node.attrib.pop('id', None)
        element.addnext(second)

    return change


def swap(id_: str) -> TreeChange:
    """Return what puts an element behind the one that follows it."""

    def change(root: etree._Element) -> None:
        element = of_id(root, id_)
        following = element.getnext()
        assert following is not None
        _cut(element)
        following.addnext(element)

    return change


def set_attribute(path: str, name: str, value: str) -> TreeChange:
    """Return what sets an attribute of the element on an XPath, `lang` in both its forms."""

    def change(root: etree._Element) -> None:
        element = found(root, path)
        xml_lang = '{http://www.w3.org/XML/1998/namespace}lang'
        if name == 'lang' and xml_lang in element.attrib:
            element.set(xml_lang, value)
        element.set(name, value)

    return change


def drop_attribute(path: str, *names: str) -> TreeChange:
    """Return what takes attributes from the element on an XPath."""

    def change(root: etree._Element) -> None:
        element = found(root, path)
        for name in names:
            element.attrib.pop(name, None)

    return change


def insert(id_: str, tag: str, words: str, **attributes: str) -> TreeChange:
    """Return what puts a new element behind an element."""

    def change(root: etree._Element) -> None:
        element = of_id(root, id_)
        namespace = str(element.tag).rpartition('}')[0]
        made = etree.Element(f'{namespace}}}{tag}' if namespace else tag, attributes)
        made.text = words
        element.addnext(made)

    return change


def rename(id_: str, tag: str) -> TreeChange:
    """Return what makes another element of an element."""

    def change(root: etree._Element) -> None:
        element = of_id(root, id_)
        namespace = str(element.tag).rpartition('}')[0]
        element.tag = f'{namespace}}}{tag}' if namespace else tag

    return change


def unlink(path: str) -> TreeChange:
    """Return what takes a link away and leaves its words."""

    def change(root: etree._Element) -> None:
        link = found(root, path)
        link.tag = str(link.tag)[:-1] + 'span'
        del link.attrib['href']

    return change


def without_letter(letter: str) -> Callable[[bytes], bytes]:
    """Return what takes a letter out of a font."""

    def change(content: bytes) -> bytes:
        with TTFont(io.BytesIO(content), recalcTimestamp=False) as font:
            for table in font['cmap'].tables:
                table.cmap.pop(ord(letter), None)
            stream = io.BytesIO()
            font.save(stream)
        return stream.getvalue()

    return change
