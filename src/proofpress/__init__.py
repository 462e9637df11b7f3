"""Proofpress: a report folder of plain text becomes a PDF, an EPUB and a web page, all proved."""

__version__ = '0.1.0'
