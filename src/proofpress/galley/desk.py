"""The desk: asks for the galleys of one report, which a confined process makes.

In: a report's folder, and what is published of it.  Out: a `Galley` after an edit, or None.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from proofpress.assets import styles_folder
from proofpress.galley.value import Galley, galley_of, letters_of
from proofpress.limits import Limits
from proofpress.worker.confine import Reach
from proofpress.worker.resident import Answer, NoAnswerError, Resident
from proofpress.worker.supervise import temporary_place

_EDITED = b'edited'
_SETTLED = b'settled'
_USUAL = Limits()


class GalleyDesk:
    """Sets pages of one report ahead of the whole; one thread at a time may ask it."""

    def __init__(
        self,
        folder: Path,
        published: Callable[[], bytes],
        limits: Limits = _USUAL,
        *,
        reach: tuple[Path, ...] = (),
        is_draft: bool = False,
    ) -> None:
        """Open the desk: its process reads and composes the report while nobody waits.

        An edit is what is saved after that.  `published` returns the `proof.json` that stands now,
        or nothing (`publish.read_product`); `reach` names what the report may be read from besides
        its folder: the imprint around it and the logo there.
        """
        self._published = published
        self._settled = (0, b'')
        self.trouble: NoAnswerError | None = None
        """Why there was no galley the last time, when that was a limit, a death or our fault."""
        opening = partial(_open_stick, folder, limits, is_draft)
        within = Reach((folder.resolve(), *reach, styles_folder()), temporary_place())
        self._resident = Resident(opening, within, limits)

    def galley(self) -> Galley | None:
        """Set what was edited since the last time; None when the whole has to be made."""
        self.trouble = None
        try:
            record = self._published()
            if (self._resident.starts, record) != self._settled:
                self._resident.ask(_SETTLED + record)
                self._settled = self._resident.starts, record
            return galley_of(self._resident.ask(_EDITED))
        except NoAnswerError as none:
            self.trouble = none
            return None

    @property
    def process_id(self) -> int:
        """The number of the process that makes the galleys."""
        return self._resident.process_id

    def close(self) -> None:
        """End the process."""
        self._resident.close()


def _open_stick(folder: Path, limits: Limits, is_draft: bool) -> Answer:
    """Return what answers the desk; runs in the confined process."""
    # The stages take long to load where they are not loaded already.
    from proofpress.galley.stick import Stick

    stick = Stick(folder, limits, is_draft=is_draft)

    def answer(letter: bytes) -> list[bytes]:
        if letter.startswith(_SETTLED):
            stick.settle(letter.removeprefix(_SETTLED))
            return []
        return letters_of(stick.galley())

    return answer
