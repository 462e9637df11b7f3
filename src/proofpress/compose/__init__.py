"""From the model to the book: sections as XHTML trees, built once and shared by all presses."""
