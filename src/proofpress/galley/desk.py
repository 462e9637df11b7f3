"""The desk: asks for the galleys of one report, which a confined process makes.

In: a report's folder, and what is published of it.  Out: a `Galley` and an `Advance` after an edit,
or None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from proofpress.assets import styles_folder
from proofpress.galley.advance import Advance
from proofpress.galley.value import Galley, advance_letters, advance_of, galley_of, letters_of
from proofpress.limits import Limits
from proofpress.worker.confine import Reach
from proofpress.worker.resident import Answer, NoAnswerError, Resident
from proofpress.worker.supervise import temporary_place

_EDITED = b'edited'
_ADVANCE = b'advance'
_SETTLED = b'settled'
_LENGTH = 8
"""Bytes that say how long the record is, in a letter in which the manifest follows it."""
_USUAL = Limits()


class GalleyDesk:
    """Sets pages of one report ahead of the whole; one thread at a time may ask it."""

    def __init__(
        self,
        folder: Path,
        published: Callable[[str], bytes],
        limits: Limits = _USUAL,
        *,
        reach: tuple[Path, ...] = (),
        is_draft: bool = False,
    ) -> None:
        """Open the desk: its process reads and composes the report while nobody waits.

        An edit is what is saved after that.  `published` returns the product that stands now by a
        name, or nothing (`publish.read_product`); `reach` names what the report may be read from
        besides its folder: the imprint around it and the logo there.
        """
        self._published = published
        self._settled = (0, b'', b'')
        self.trouble: NoAnswerError | None = None
        """Why there was no galley the last time, when that was a limit, a death or our fault."""
        opening = partial(_open_stick, folder, limits, is_draft)
        within = Reach((folder.resolve(), *reach, styles_folder()), temporary_place())
        self._resident = Resident(opening, within, limits)

    def galley(self) -> Galley | None:
        """Set what was edited since the last time; None when the whole has to be made."""
        self.trouble = None
        try:
            self._settle()
            return galley_of(self._resident.ask(_EDITED))
        except NoAnswerError as none:
            self.trouble = none
            return None

    def advance(self) -> Advance | None:
        """Make the texts of the EPUB and the web page of the edit of which a galley was asked.

        None when there was no edit, or when the whole has to be made.
        """
        self.trouble = None
        try:
            return advance_of(self._resident.ask(_ADVANCE))
        except NoAnswerError as none:
            self.trouble = none
            return None

    def get_ready(self) -> None:
        """Have what is published now looked at while nobody waits."""
        with suppress(NoAnswerError):
            self._settle()

    def _settle(self) -> None:
        record, manifest = self._published('proof.json'), self._published('manifest.json')
        if (self._resident.starts, record, manifest) == self._settled:
            return
        length = len(record).to_bytes(_LENGTH, 'big')
        self._resident.ask(b''.join((_SETTLED, length, record, manifest)))
        self._settled = self._resident.starts, record, manifest

    @property
    def process_id(self) -> int:
        """The number of the process that makes the galleys."""
        return self._resident.process_id

    def close(self) -> None:
        """End the process, unless the system did not even let it begin."""
        if self._resident.process_id:
            self._resident.close()


def _open_stick(folder: Path, limits: Limits, is_draft: bool) -> Answer:
    """Return what answers the desk; runs in the confined process."""
    # The stages take long to load where they are not loaded already.
    from proofpress.galley.stick import Stick

    stick = Stick(folder, limits, is_draft=is_draft)

    def answer(letter: bytes) -> list[bytes]:
        if letter.startswith(_SETTLED):
            stick.settle(*_settled(letter.removeprefix(_SETTLED)))
            return []
        if letter == _ADVANCE:
            return advance_letters(stick.advance())
        return letters_of(stick.galley())

    return answer


def _settled(said: bytes) -> Iterator[bytes]:
    """Yield the record and the manifest."""
    behind = _LENGTH + int.from_bytes(said[:_LENGTH], 'big')
    yield said[_LENGTH:behind]
    yield said[behind:]
