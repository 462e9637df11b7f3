"""Pages as they are looked at while a report is written."""

from __future__ import annotations

import os
import threading

import pytest

from proofpress.proof.previews import MOST_WIDTH, Preview
from tests.proof.report.shown import printed


def test_a_page_is_drawn_as_wide_as_it_is_wished() -> None:
    """A small window gets a small picture, and no request can ask for a huge one."""
    _, pdf = printed()
    with Preview(pdf) as preview:
        size = preview.sizes[0]
        assert (round(size.width), round(size.height)) == (595, 842)
        png = preview.draw(0, 400).png()
        assert png.startswith(b'\x89PNG')
        assert int.from_bytes(png[16:20]) == 400
        assert int.from_bytes(preview.draw(0, 10**9).png()[16:20]) == MOST_WIDTH


def test_pages_that_look_alike_have_one_digest() -> None:
    """What did not change is not fetched again; what did, is."""
    _, pdf = printed()
    with Preview(pdf) as one, Preview(pdf) as other:
        digests = [one.draw(index, 300).digest for index in range(len(one.sizes))]
        assert digests == [other.draw(index, 300).digest for index in range(len(other.sizes))]
        assert digests[0] != digests[2]
        assert one.draw(0, 301).digest != digests[0]


def test_there_are_no_other_pages_and_none_after_the_end() -> None:
    """A browser may ask for a page that the new edition has no more."""
    _, pdf = printed()
    with Preview(pdf) as preview:
        for index in (-1, len(preview.sizes)):
            with pytest.raises(IndexError):
                preview.draw(index, 300)
    with pytest.raises(IndexError):
        preview.draw(0, 300)


def test_what_is_no_pdf_is_refused() -> None:
    """The file may have been touched by others."""
    with pytest.raises(ValueError, match='PDF'):
        Preview(b'no PDF')


@pytest.mark.filterwarnings('ignore:.*multi-threaded.*:DeprecationWarning')
def test_a_process_that_is_forked_while_pages_are_drawn_can_draw_too() -> None:
    """A save starts a worker at any moment, also while somebody turns the pages."""
    _, pdf = printed()
    is_over = threading.Event()
    with Preview(pdf) as preview:
        wanted = preview.draw(1, 200).digest

        def draw_on() -> None:
            while not is_over.is_set():
                preview.draw(2, 900)

        thread = threading.Thread(target=draw_on)
        thread.start()
        try:
            for _ in range(8):
                child = os.fork()
                if not child:
                    with Preview(pdf) as own:
                        os._exit(0 if own.draw(1, 200).digest == wanted else 1)
                assert os.waitpid(child, 0)[1] == 0
        finally:
            is_over.set()
            thread.join()
