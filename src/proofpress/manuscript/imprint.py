"""Reads `imprint.yaml`: the publisher, with what holds for every report beside it.

In: the report's workspace.  Out: an `Imprint`, and diagnostics.  Without the file the imprint is
empty.
"""

from __future__ import annotations

from proofpress.manuscript.faults import Faults
from proofpress.manuscript.fields import Fields, one_line
from proofpress.manuscript.nodes import Node, Record, Scalar
from proofpress.manuscript.pictures import read_picture
from proofpress.manuscript.values import read_conformance, read_email, read_web_address
from proofpress.manuscript.workspace import Workspace
from proofpress.model.report import Imprint, Paper, Picture

PATH = '../imprint.yaml'
KEYS = (
    'name', 'logo', 'address', 'website', 'email', 'licence', 'accessibility_contact',
    'accessibility_conformance', 'accessibility_certifier', 'accessibility_report',
    'catalogue_title', 'disclaimer', 'paper',
)  # fmt: skip


def read_imprint(node: Node | None, workspace: Workspace, faults: Faults) -> Imprint:
    """Return the publisher."""
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return Imprint()
    if not isinstance(node, Record):
        message = "The imprint is not keys and values"
        faults.fault('wrong-type', message, node.span, "write its keys: name: …")
        return Imprint()
    fields = Fields(node, faults, KEYS, "the imprint")
    conformance = fields.value('accessibility_conformance', read_conformance)
    certifier = fields.text('accessibility_certifier', fields.text('name'))
    if conformance and not certifier:
        # A claim for which nobody vouches is none (EPUB Accessibility 1.1, section 4.2.2).
        fields.required('accessibility_certifier')
    return Imprint(
        name=fields.text('name'),
        logo=_logo(fields, workspace, faults),
        address=tuple(_address(fields)),
        website=fields.value('website', read_web_address),
        email=fields.value('email', read_email),
        licence=fields.text('licence'),
        accessibility_contact=fields.text('accessibility_contact'),
        accessibility_conformance=conformance,
        accessibility_certifier=certifier if conformance else '',
        accessibility_report=fields.value('accessibility_report', read_web_address),
        catalogue_title=fields.text('catalogue_title'),
        disclaimer=fields.text('disclaimer'),
        paper=fields.choice('paper', Paper, Paper.A4),
    )


def _address(fields: Fields) -> list[str]:
    """Return the lines of the address: those of a list, or of a text with line ends."""
    lines: list[str] = []
    for scalar in fields.scalars('address'):
        lines += filter(None, map(one_line, scalar.text.splitlines()))
    return lines


def _logo(fields: Fields, workspace: Workspace, faults: Faults) -> Picture | None:
    scalar = fields.scalar('logo')
    if scalar is None:
        return None
    path = one_line(scalar.text)
    picture = read_picture(workspace, f'../{path}', scalar.span, faults)
    if picture is not None and picture.media_type != 'image/svg+xml':
        message = f"The logo {path} is not an SVG, so it would be coarse in print"
        faults.fault('picture-type', message, scalar.span, "export it as SVG")
        return None
    return picture
