"""Wishes: how reports are to be made, as who asks for them says."""

from __future__ import annotations

from dataclasses import dataclass

from proofpress.model.profile import Profile


@dataclass(frozen=True, slots=True)
class Wish:
    """How reports are to be made."""

    profile: Profile = Profile.ARCHIVE
    is_draft: bool = False
    """True when what is found is no reason not to publish."""
    kepub: bool = False
    """True when Kobo's variant of the EPUB is wanted, too."""
