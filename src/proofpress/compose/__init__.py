"""Turns the model into the book: one XHTML tree for each section, shared by all presses."""
