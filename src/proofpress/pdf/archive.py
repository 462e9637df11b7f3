"""What an archive asks of a PDF beyond its tags: one description of it, and all that it needs.

In: the PDF as painted and tagged, the book's metadata, the profile, and the files of the source.
Out: the PDF with its XMP packet, output intent, attachments, and nothing that an archive refuses.
Conformance is claimed where `claims` says so, and nowhere else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pydyf

from proofpress.compose.book import Metadata
from proofpress.model.profile import Profile

GENERATOR = 'Proofpress'

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""{spaces}>
{content}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
_NAMESPACES = {
    'dc': 'http://purl.org/dc/elements/1.1/',
    'xmp': 'http://ns.adobe.com/xap/1.0/',
    'pdf': 'http://ns.adobe.com/pdf/1.3/',
    'pdfaid': 'http://www.aiim.org/pdfa/ns/id/',
    'pdfuaid': 'http://www.aiim.org/pdfua/ns/id/',
    'pdfd': 'http://pdfa.org/declarations/',
    'pdfaExtension': 'http://www.aiim.org/pdfa/ns/extension/',
    'pdfaSchema': 'http://www.aiim.org/pdfa/ns/schema#',
    'pdfaProperty': 'http://www.aiim.org/pdfa/ns/property#',
}
_RESOURCE = '<rdf:li rdf:parseType="Resource">'
# PDF/A-2 and 3 want a schema that is not theirs described in the packet (ISO 19005-2, 6.6.2.3.3).
_UA_SCHEMA = (
    f'<pdfaExtension:schemas><rdf:Bag>{_RESOURCE}'
    '<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>'
    '<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>'
    '<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>'
    f'<pdfaSchema:property><rdf:Seq>{_RESOURCE}'
    '<pdfaProperty:name>part</pdfaProperty:name>'
    '<pdfaProperty:valueType>Integer</pdfaProperty:valueType>'
    '<pdfaProperty:category>internal</pdfaProperty:category>'
    '<pdfaProperty:description>Part of ISO 14289 that the file keeps</pdfaProperty:description>'
    '</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>'
)
_WELL_TAGGED = (
    f'<pdfd:declarations><rdf:Bag>{_RESOURCE}'
    '<pdfd:conformsTo>http://pdfa.org/declarations/wtpdf#accessibility1.0</pdfd:conformsTo>'
    '</rdf:li></rdf:Bag></pdfd:declarations>'
)
_MEDIA_TYPES = {
    '.bib': 'application/x-bibtex',
    '.csl': 'application/vnd.citationstyles.style+xml',
    '.jpeg': 'image/jpeg',
    '.jpg': 'image/jpeg',
    '.json': 'application/json',
    '.md': 'text/markdown',
    '.png': 'image/png',
    '.svg': 'image/svg+xml',
    '.yaml': 'application/yaml',
    '.yml': 'application/yaml',
}


def archive(
    pdf: Any,
    metadata: Metadata,
    profile: Profile,
    is_draft: bool,
    sources: Mapping[str, bytes],
) -> None:
    """Make a painted PDF one for archives.

    `sources` are the files of the report by the names that they get in the PDF; a profile that
    carries none ignores them.
    """
    _describe(
        pdf, _packet(metadata, [] if is_draft else claims(profile), pdf.info['Producer'].string)
    )
    _settle_colours(pdf)
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and 'Interpolate' in item.extra:
            item.extra['Interpolate'] = 'false'  # ISO 19005-2, 6.2.8.1
    if profile.carries_source:
        _attach(pdf, sources, pdf_date(metadata))
    if profile is Profile.NEXT:
        pdf.info.clear()  # ISO 19005-4, 6.1.3: the packet says it all


def claims(profile: Profile) -> list[str]:
    """Return what a file of the profile says in its XMP packet about the standards that it keeps.

    Sources: ISO 19005-2 and -3, 6.6.4; ISO 19005-4, 6.7.3; ISO 14289-1, 5; ISO 14289-2, 5; PDF
    Association, Well-Tagged PDF 1.0, 6.
    """
    if profile is Profile.NEXT:
        archive_claim = _id('pdfaid', part=4, rev=2020, conformance='F')
        return [archive_claim, _id('pdfuaid', part=2, rev=2024), _WELL_TAGGED]
    part = 2 if profile is Profile.ARCHIVE else 3
    return [_id('pdfaid', part=part, conformance='A'), _id('pdfuaid', part=1), _UA_SCHEMA]


def pdf_date(metadata: Metadata) -> str:
    """Return the date of the report's last change as PDF writes dates (ISO 32000-1, 7.9.4).

    A report without a date gets the first day that a zip archive can name, as its EPUB does.
    """
    date = metadata.modified or metadata.date
    digits = date.iso.replace('-', '') if date else '19800101'
    return f"D:{digits}{'0101'[len(digits) - 4 :] if len(digits) < 8 else ''}000000Z"


def _id(prefix: str, **values: str | int) -> str:
    return ''.join(f'<{prefix}:{key}>{value}</{prefix}:{key}>' for key, value in values.items())


def _packet(metadata: Metadata, claimed: Iterable[str], producer: str) -> bytes:
    """Return the XMP packet (ISO 16684-1)."""
    date = metadata.date.iso if metadata.date else ''
    modified = metadata.modified.iso if metadata.modified else date
    properties = [
        *claimed,
        _alternatives('dc:title', metadata.title),
        _list('dc:creator', 'Seq', [author.name for author in metadata.authors]),
        _alternatives('dc:description', metadata.description),
        _list('dc:subject', 'Bag', metadata.keywords),
        _list('dc:language', 'Bag', [metadata.lang]),
        _list('dc:publisher', 'Bag', [metadata.publisher]),
        _alternatives('dc:rights', metadata.rights),
        _text('dc:identifier', metadata.identifier),
        _text('pdf:Keywords', ', '.join(metadata.keywords)),
        _text('pdf:Producer', producer),
        _text('xmp:CreatorTool', GENERATOR),
        _text('xmp:CreateDate', date),
        _text('xmp:ModifyDate', modified),
    ]
    content = '\n'.join(one for one in properties if one)
    used = [prefix for prefix in _NAMESPACES if f'<{prefix}:' in content]
    spaces = ''.join(f' xmlns:{prefix}={quoteattr(_NAMESPACES[prefix])}' for prefix in used)
    return _XMP.format(spaces=spaces, content=content).encode()


def _text(name: str, value: str) -> str:
    return f'<{name}>{escape(value)}</{name}>' if value else ''


def _alternatives(name: str, value: str) -> str:
    item = f'<rdf:li xml:lang="x-default">{escape(value)}</rdf:li>'
    return f'<{name}><rdf:Alt>{item}</rdf:Alt></{name}>' if value else ''


def _list(name: str, kind: str, values: Iterable[str]) -> str:
    items = ''.join(f'<rdf:li>{escape(value)}</rdf:li>' for value in values if value)
    return f'<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>' if items else ''


def _describe(pdf: Any, packet: bytes) -> None:
    """Put the packet in uncompressed, for those who search files for it (ISO 16684-1, annex A)."""
    stream = pydyf.Stream([packet], {'Type': '/Metadata', 'Subtype': '/XML'}, compress=False)
    pdf.add_object(stream)
    pdf.catalog['Metadata'] = stream.reference


def _settle_colours(pdf: Any) -> None:
    """Say for whom the output intent is: the painter knows that of PDF/X only."""
    for intent in pdf.catalog['OutputIntents']:
        intent['S'] = '/GTS_PDFA1'


def _attach(pdf: Any, sources: Mapping[str, bytes], date: str) -> None:
    """Attach the source of the report (ISO 32000-2, 7.11.4 and 14.13)."""
    files: list[tuple[str, bytes]] = []
    for path, content in sorted(sources.items()):
        media_type = _MEDIA_TYPES.get(
            PurePosixPath(path).suffix.lower(), 'application/octet-stream'
        )
        checksum = hashlib.md5(content, usedforsecurity=False).hexdigest()
        parameters = {
            'CheckSum': f'<{checksum}>',
            'Size': len(content),
            'CreationDate': pydyf.String(date),
            'ModDate': pydyf.String(date),
        }
        subtype = pydyf.name(media_type)
        extra = {
            'Type': '/EmbeddedFile',
            'Subtype': subtype,
            'Params': pydyf.Dictionary(parameters),
        }
        stream = pydyf.Stream([content], extra, compress=True)
        pdf.add_object(stream)
        embedded = pydyf.Dictionary({'F': stream.reference, 'UF': stream.reference})
        file = pydyf.Dictionary(
            {
                'Type': '/Filespec',
                'F': pydyf.String(path),
                'UF': pydyf.String(path),
                'EF': embedded,
                'Desc': pydyf.String(f"Source of this document: {path}"),
                'AFRelationship': '/Source',
            }
        )
        pdf.add_object(file)
        files.append((path, file.reference))
    names = pydyf.Array()
    for path, reference in files:
        names += [pydyf.String(path), reference]
    tree = pydyf.Dictionary({'Names': names})
    pdf.add_object(tree)
    pdf.catalog.setdefault('Names', pydyf.Dictionary())['EmbeddedFiles'] = tree.reference
    pdf.catalog['AF'] = pydyf.Array(reference for _, reference in files)
