"""Galleys: the pages of one stretch of a report, set and proofed ahead of the rest.

Printers pull a galley of type before it is made up into pages, to see what an edit did.  Here a
desk keeps one report composed in a process of its own.  After an edit in one file it lays out the
gathering of this file alone, with the numbers that the whole book gives it, writes a PDF of these
pages and proves it.  The whole is made by an ordinary build afterwards.
"""

from proofpress.galley.desk import GalleyDesk
from proofpress.galley.value import Galley

__all__ = ['Galley', 'GalleyDesk']
