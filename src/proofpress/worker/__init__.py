"""The worker: a report is read and made in a process that can do little else.

In: a task and what it may reach.  Out: what it made, or a diagnostic that names the limit or the
death, and what was being done.  The process has no network, writes nothing but a folder of its own
that is thrown away, and hands its answer over as data; publishing is left to who asked.
"""
