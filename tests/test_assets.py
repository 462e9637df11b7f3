"""The files that ship with Proofpress are where they are looked for."""

from __future__ import annotations

import pytest

from proofpress.assets import diagnostics_folder, package_text, styles_folder


def test_styles_and_explanations_are_found() -> None:
    """Without its style sheet a report would be set in the browser's own taste."""
    assert (styles_folder() / 'web.css').is_file()
    assert (diagnostics_folder() / 'words-lost.md').is_file()


def test_a_file_of_the_package_is_read_as_text() -> None:
    """Templates and words travel within the package."""
    assert '[en]' in package_text('compose/words.toml')


def test_a_broken_installation_says_what_it_lacks() -> None:
    """A page without its template would be an empty page."""
    with pytest.raises(FileNotFoundError, match=r'gone\.xhtml'):
        package_text('compose/templates/gone.xhtml')
