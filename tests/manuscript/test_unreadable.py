"""What the system or a limit keeps from being read is said in one line."""

from __future__ import annotations

import errno

from proofpress.manuscript import workspace, yaml


def test_a_file_that_nobody_may_read_is_said_to_be_unreadable() -> None:
    """The permission is the editor's to give."""
    refused = workspace._refusal('sources.yaml', OSError(errno.EACCES, 'no'))
    assert refused.id == 'file-unreadable'
    assert 'sources.yaml' in str(refused)


def test_a_file_of_more_values_than_the_limit_is_refused() -> None:
    """A few megabytes of commas would fill the memory."""
    text = f"[{'a,' * (yaml.MOST_NODES + 1)}]\n"
    node, found = yaml.read_yaml('sources.yaml', text)
    assert node is None
    assert [one.id for one in found] == ['yaml-too-large']
