"""Mends the elements of CSL styles where citeproc-py 0.11 departs from CSL 1.0.2.

In: nothing; importing it is enough.  citeproc-py builds the elements of a style from the direct
subclasses of `CitationStylesElement`, by class name, the last one winning: each class here stands
in for the one of its name.  Out: nothing; they share the `Account` of `citeproc_account`.

Imports citeproc-py at its head: import this module within functions only.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property, partial
from typing import Any

from citeproc import model
from citeproc.source import VariableError

from proofpress.compose import citeproc_marks as marks
from proofpress.compose.citeproc_account import Account, Words


def _account(element: Any) -> Account:
    account: Account = element.get_formatter()
    return account


class _Caching:
    """Finds what stands in the style once: searching it took most of the time.

    A style does not change, and its elements stay what they are (`citeproc_style.Style.elements`).
    """

    @cached_property
    def _root(self: Any) -> Any:
        return super().get_root()  # type: ignore[misc]

    @cached_property
    def _formatter(self: Any) -> Any:
        return super().get_formatter()  # type: ignore[misc]

    @cached_property
    def _results(self) -> dict[str, list[Any]]:
        return {}

    def get_root(self) -> Any:
        return self._root

    def get_formatter(self) -> Any:
        return self._formatter

    def xpath_search(self: Any, expression: str) -> list[Any]:
        found: list[Any] | None = self._results.get(expression)
        if found is None:
            found = super().xpath_search(expression)  # type: ignore[misc]
            self._results[expression] = found
        return found

    def get_macro(self: Any, name: str) -> Any:
        found = _account(self).macros
        if name not in found:
            found[name] = super().get_macro(name)  # type: ignore[misc]
        return found[name]

    def get_term(self: Any, *names: Any, **options: Any) -> Any:
        found = _account(self).terms
        key = (isinstance(self.get_root(), model.Locale), *names, *sorted(options.items()))
        if key not in found:
            found[key] = super().get_term(*names, **options)  # type: ignore[misc]
        return found[key]


class _Cased(_Caching):
    """Changes case in words, whatever kind of string citeproc-py made of them."""

    def case(self: Any, text: object, language: str | None = None) -> Any:
        if text is None or self.get('text-case') is None:
            return text
        return Words(str(super().case(Words(str(text)), language)))  # type: ignore[misc]


class Style(model.Style, model.CitationStylesElement):  # type: ignore[misc]
    """`cs:style`: citeproc-py asks it for an option that stands on `cs:citation`."""

    def get_option(self, name: str) -> Any:
        """Return a global option."""
        if name == 'near-note-distance':
            return int(self.citation.get(name, '5'))
        return super().get_option(name)


class Text(_Cased, model.Text, model.CitationStylesElement):  # type: ignore[misc]
    """`cs:text`: counts its variable, and marks quotes that the style sets."""

    def process(self, item: Any, context: Any = None, **options: Any) -> Any:
        """Return the words and their language; a variable is counted."""
        variable = self.get('variable')
        if variable is None:
            return super().process(item, context, **options)
        account = _account(self)
        with account.call([variable]):
            text, language = super().process(item, context, **options)
        if text:
            account.filled.append(variable)
        return Words(str(text)) if text else None, language

    def quote(self, string: Any) -> Any:
        """Return the words between marks, if the style quotes them."""
        if self.get('quotes', 'false').lower() != 'true':
            return string
        return Words(f'{marks.OPEN_QUOTE}{string}{marks.CLOSE_QUOTE}')


class Number(_Cased, model.Number, model.CitationStylesElement):  # type: ignore[misc]
    """`cs:number`: counts its variable."""

    def process(self, item: Any, context: Any = None, **options: Any) -> Any:
        """Return the number; its variable is counted."""
        account = _account(self)
        with account.call([self.get('variable')]):
            text = super().process(item, context, **options)
        if text:
            account.filled.append(self.get('variable'))
        return text


class Date(_Caching, model.Date, model.CitationStylesElement):  # type: ignore[misc]
    """`cs:date`: counts its variable."""

    def process(self, item: Any, variable: str | None = None, *more: Any, **options: Any) -> Any:
        """Return the date; its variable is counted."""
        account = _account(self)
        named = variable or self.get('variable')
        with account.call([named]):
            text = super().process(item, variable, *more, **options)
        if text:
            account.filled.append(named)
        return text

    def render_date_range(self, dates: Any, show_parts: Any = None, context: Any = None) -> Any:
        """Say once what both dates share: October 2–5, 2024."""
        order = ('year', 'month', 'day')
        first = next(i for i, n in enumerate(order) if dates.begin.get(n) != dates.end.get(n))
        shown = [p.get('name') for p in self if p.get('name') in (show_parts or order)]
        places = [i for i, name in enumerate(shown) if name in order[first:]]
        if not places:
            return self.render_single_date(dates.begin, shown, context)
        split, rest = places[0], places[-1] + 1
        own = context if self.is_locale_date() else self

        def words(date: Any, names: list[str]) -> list[str]:
            made = self.parts(date, names, context) if context != self else self.parts(date, names)
            return [str(part) for part in made]

        begin = str(own.join(words(dates.begin, shown[split:rest]))).rstrip(' ,')
        end = str(own.join(words(dates.end, shown[split:rest]))).lstrip(' ')
        return own.join(
            [
                *words(dates.begin, shown[:split]),
                Words(f'{begin}–{end}'),
                *words(dates.end, shown[rest:]),
            ]
        )


class Date_Part(_Cased, model.Date_Part, model.CitationStylesElement):  # type: ignore[misc]  # noqa: N801
    """`cs:date-part`: citeproc-py writes one date's options over the locale's for good."""

    def render(self, *arguments: Any, **options: Any) -> Any:
        """Return the part, and leave the locale as it was."""
        before = dict(self.attrib)
        try:
            return super().render(*arguments, **options)
        finally:
            self.attrib.clear()
            self.attrib.update(before)


class Names(_Caching, model.Names, model.CitationStylesElement):  # type: ignore[misc]
    """`cs:names`: counts its variables."""

    def process(self, item: Any, names_context: Any = None, context: Any = None, **o: Any) -> Any:
        """Return the names; their variables are counted."""
        account = _account(self)
        roles = self.get('variable').split()
        with account.call(roles):
            text = super().process(item, names_context, context, **o)
        if text:
            account.filled.extend(role for role in roles if role in item.reference)
        return text


class Name(_Caching, model.Name, model.CitationStylesElement):  # type: ignore[misc]
    """`cs:name`: knows `initialize="false"`, and names such as Jong-un."""

    def get_option(self, name: str, context: Any = None, sort_options: Any = None) -> Any:
        """Return an option of the style; None for initials that it forbids."""
        if name == 'initialize-with' and self.get('initialize') == 'false':
            return None
        return super().get_option(name, context, sort_options)

    def initialize(self, given: str, mark: str, context: Any) -> str:
        """Return initials; a part after a hyphen that begins small has none."""
        words = (word.split('-') for word in given.split())
        kept = ('-'.join(p for i, p in enumerate(w) if not i or p[:1].isupper()) for w in words)
        return str(super().initialize(' '.join(kept), mark, context))


class Name_Part(_Cased, model.Name_Part, model.CitationStylesElement):  # type: ignore[misc]  # noqa: N801
    """`cs:name-part`: gives words, where citeproc-py gives what it cannot join."""

    def format_part(self, given: Any, family: Any) -> list[Any]:
        """Return both parts with this one formatted; None where there is none."""
        parts = super().format_part(given, family)
        return [None if part is None else Words(str(part)) for part in parts]


class Et_Al(_Caching, model.Et_Al, model.CitationStylesElement):  # type: ignore[misc]  # noqa: N801
    """`cs:et-al`."""


class Substitute(_Caching, model.Substitute, model.CitationStylesElement):  # type: ignore[misc]
    """`cs:substitute`: what stands in for names is not said again, also by way of a macro."""

    def render(self, item: Any, context: Any = None, **options: Any) -> Any:
        """Return the first substitute that has words, and spend its variables."""
        account = _account(self)
        for child in self.getchildren():
            mark = len(account.filled)
            own = {'names_context': self.getparent()} if _borrows_name(child) else {}
            try:
                text = child.render(item, context=context, **own, **options)
            except VariableError:
                continue
            if text:
                account.spent.update(account.filled[mark:])
                return text
        return None


def _borrows_name(child: Any) -> bool:
    return isinstance(child, model.Names) and child.name is None


class Label(_Cased, model.Label, model.CitationStylesElement):  # type: ignore[misc]
    """`cs:label`: a label without its number says nothing."""

    def process(self, item: Any, variable: Any = None, *more: Any, **options: Any) -> Any:
        """Return the label, or None when there is nothing to be labelled."""
        named = variable or self.get('variable')
        if named == 'locator' and not item.has_locator:
            return None
        known = ('locator', 'page', 'editortranslator')
        if named not in known and named not in item.reference:
            return None
        return super().process(item, variable, *more, **options)

    def _is_plural(self, item: Any) -> bool:
        variable = self.get('variable')
        if variable.startswith('number-of'):
            return str(item.reference[variable]).strip() != '1'
        return bool(super()._is_plural(item))


class Group(_Caching, model.Group, model.CitationStylesElement):  # type: ignore[misc]
    """`cs:group`: silent when it calls variables and all are empty (CSL 1.0.2, “Group”)."""

    def process(self, item: Any, context: Any = None, **options: Any) -> Any:
        """Return the words of the group; raises `VariableError` when it is silent."""
        account = _account(self)
        called, filled = account.called, len(account.filled)
        text = self.render_children(
            item, delimiter=self.get('delimiter', ''), context=context, **options
        )
        if not text or (account.called > called and len(account.filled) == filled):
            raise VariableError
        return text


class _Conditional(_Caching):
    """Knows `disambiguate`, which citeproc-py takes for always true."""

    def render(
        self: Any, item: Any, context: Any = None, delimiter: str = '', **options: Any
    ) -> Any:
        results: list[Any] = []
        for name in self._asked:
            results += getattr(self, name)(item)
        if self._asks_position:
            results += self._position(item, context)
        if self._asks_disambiguate:
            results.append(_account(self).disambiguates)
        holds = any(results) if self._match == 'any' else all(results)
        if self._match == 'none':
            holds = not any(results)
        if not holds:
            raise model.ConditionFailed
        return self.render_children(item, context=context, delimiter=delimiter, **options)

    @cached_property
    def _asked(self: Any) -> tuple[str, ...]:
        names = ('type', 'variable', 'is-numeric', 'is-uncertain-date', 'locator')
        return tuple(f'_{name.replace("-", "_")}' for name in names if name in self.attrib)

    @cached_property
    def _asks_position(self: Any) -> bool:
        return 'position' in self.attrib

    @cached_property
    def _asks_disambiguate(self: Any) -> bool:
        return 'disambiguate' in self.attrib

    @cached_property
    def _match(self: Any) -> str:
        return str(self.get('match', 'all'))

    @cached_property
    def _types(self: Any) -> tuple[str, ...]:
        return tuple(self.get('type').split())

    @cached_property
    def _variables(self: Any) -> tuple[str, ...]:
        return tuple(self.get('variable').split())

    def _type(self: Any, item: Any) -> list[bool]:
        type_ = item.reference['type']
        return [known == type_ for known in self._types]

    def _variable(self: Any, item: Any) -> list[bool]:
        held = item.reference
        return [
            'locator' in item if name == 'locator' else name in held for name in self._variables
        ]


class If(_Conditional, model.If, model.CitationStylesElement):  # type: ignore[misc]
    """`cs:if`."""


class Else_If(_Conditional, model.Else_If, model.CitationStylesElement):  # type: ignore[misc]  # noqa: N801
    """`cs:else-if`."""


class Key(_Caching, model.Key, model.CitationStylesElement):  # type: ignore[misc]
    """`cs:key`: sorts by letters, not by marks, accents or capitals."""

    def sort_keys(self, items: list[Any], context: Any) -> list[Any]:
        """Return what each item is sorted by."""
        place = self.getroottree().getpath(self)
        remembered = _account(self).remembered
        return [
            self._sort_key(item, context)
            if item.look is None
            else remembered((place, item.look), partial(self._sort_key, item, context))
            for item in items
        ]

    def _sort_key(self, item: Any, context: Any) -> object:
        _account(self).open()
        (key,) = super().sort_keys([item], context)
        return _folded(key)


def _folded(key: object) -> object:
    if key is None or isinstance(key, int):
        return key
    letters = unicodedata.normalize('NFKD', marks.without_marks(str(key))).casefold()
    return ''.join(char for char in letters if not unicodedata.combining(char)).lstrip('"“‘«„')
