"""Words that mean something to a program on the way, and must stay words in every product."""

from __future__ import annotations

WORDS = (
    # In the article as written, and as every reader must see it.
    ('{{ 7*7 }} and {{config}}', '{{ 7*7 }} and {{config}}'),
    ('{% include "/etc/passwd" %}', '{% include "/etc/passwd" %}'),
    (r'\{# no comment #}', '{# no comment #}'),
    (r'${7\*7} and #{7\*7} and $(id)', '${7*7} and #{7*7} and $(id)'),
    ('100 %s and %(name)s and %n%n', '100 %s and %(name)s and %n%n'),
    ('{0} and {name!r} and {}', '{0} and {name!r} and {}'),
    (r'\<script>alert(1)\</script>', '<script>alert(1)</script>'),
    ('&lt;script&gt;alert(2)&lt;/script&gt;', '<script>alert(2)</script>'),
    ('`<script>alert(3)</script>`', '<script>alert(3)</script>'),
    (r'\<img src=x onerror=alert(4)>', '<img src=x onerror=alert(4)>'),
    ('&amp;lt;b&amp;gt; and &amp;amp;', '&lt;b&gt; and &amp;'),
    (r'\</p>\</section>\</html>', '</p></section></html>'),
    (']]> and &lt;![CDATA[ and --&gt;', ']]> and <![CDATA[ and -->'),
    ('`*/ } body { display: none } /*`', '*/ } body { display: none } /*'),
    ('url(javascript:alert(5))', 'url(javascript:alert(5))'),
    (r'expression(alert(6)) and \\69mport', r'expression(alert(6)) and \69mport'),
    (r'\\input{/etc/passwd} and \\def', r'\input{/etc/passwd} and \def'),
    ("'; DROP TABLE words; --", "'; DROP TABLE words; --"),
    ('`rm -rf ~` and | tee /etc/motd', 'rm -rf ~ and | tee /etc/motd'),
    ('(string) Tj ET endstream endobj', '(string) Tj ET endstream endobj'),
    ('%PDF-1.7 and trailer \\<\\< /Root >>', '%PDF-1.7 and trailer << /Root >>'),
    ('\\\\u0000 and \\\\x1b[2J and \\\\n', '\\u0000 and \\x1b[2J and \\n'),
    ('<https://a.org/?q={{x}}&amp;r=%25s>', 'https://a.org/?q={{x}}&amp;r=%25s'),
)

HOSTILE = '</title></p>"\'><script>alert(9)</script>{{7*7}}%s&amp;<!--]]>'
"""What stands in every value of the front matter and the lists that takes any words."""
