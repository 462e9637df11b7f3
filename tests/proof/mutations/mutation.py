"""What a mutation is: one defect in one finished product, and what the proof must say of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from proofpress.proof.ledger import Finding


@dataclass(frozen=True, slots=True)
class Mutation:
    """One defect."""

    product: str
    """`pdf`, `epub` or `web`."""
    name: str
    """What was done, in words; unique."""
    spoil: Callable[[bytes], bytes]
    """Makes the defect in a sound product; returns the spoiled file."""
    id: str
    """The diagnostic that must come."""
    place: str
    """What the finding must name.  PDF: the index of the page, from 0, in digits.  EPUB and web:
    how the address begins.  Empty where the defect is the file's as a whole."""

    def is_named_by(self, finding: Finding) -> bool:
        """Tell whether a finding speaks of this defect, in its place."""
        if finding.product != self.product or finding.diagnostic.id != self.id:
            return False
        if self.product == 'pdf':
            pages = {str(place.page_index) for place in finding.places}
            return not self.place or self.place in pages
        return finding.address.startswith(self.place)
