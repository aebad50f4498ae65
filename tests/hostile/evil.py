"""Hostile texts and queries: what a format, terminal or shell could take for its own."""

from __future__ import annotations

TEXTS = [
    # Markup
    "<script>alert(1)</script>",
    "</span></p><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "]]>--><!--<b>",
    "</style><style>*{display:none}</style>",
    "</title></mark></a>",
    "<a href='javascript:alert(1)'>x</a>",
    "<!doctype html><?php x ?><![CDATA[x]]>",
    "&lt;b&gt; &#60;script&#62; &#x3c;b&#x3e; &amp;lt;",
    "{{7*7}} ${7*7} <%= 7 %> {% x %}",
    "<iframe srcdoc='<b>'></iframe><base href=//x><meta http-equiv=refresh>",
    # Markdown
    "[press](javascript:alert(1)) ![x](http://a.invalid/x.png)",
    "<http://a.invalid> https://a.invalid www.a.invalid a@b.invalid",
    "```html\n<b>x</b>\n```\n\n# heading\n\n- [ ] task\n\n| a | b |\n|---|---|\n| c | d |",
    "\\<script>alert(1)</script> \\\\<b>x</b> \\`<b>x</b>\\`",
    "x{: onclick=alert(1)} {: #id .class onmouseover=x}\n{: onclick=alert(1)}",
    "[x]: javascript:alert(1)\n\n[x] [x][] [y][x]",
    "[^1]: note\n\n*[HTML]: markup\n\n: definition\n\nHTML[^1]",
    "    <b>code\n\t<i>code\n~~~\n<u>\n~~~",
    "<div markdown=1>\n<script>1</script>\n</div>",
    "1234567890. a\n\n- b\n\n> c\n\n===\n---\n***",
    "**a** __b__ *c* _d_ ~~e~~ `f` <javascript:alert(1)>",
    "!!! note\n    x\n\n[TOC]\n\n[[wiki]]\n\n$$x$$",
    # Tables
    "=cmd|' /C calc'!A0",
    "+1;=1+1;\t@SUM(1)",
    'x;"=HYPERLINK(1);y',
    'x";=1+1 x"\t=1+1 a\t"=1',
    'a\n=1+1\na\n"=1+1\n""-1',
    "\u200b=1 x;\u200b=1 x;\ufeff@SUM(1)",
    "\ufeff=1+1\n\xad+1\n\u3000-1",
    "\uff1d1+1;\uff0b1;\uff0d1;\uff201;\ufe661;\ufe63",
    's";=1+1;"";=1;\r=1;\x0b=1;\x00=1',
    "a,=1+1,\"=1\",'=1'|=1",
    # Terminals
    "\x1b]0;title\x07\x1b[2J\x1b[31mred\x9b1m\x00\r",
    "\x1b]8;;http://a.invalid\x1b\\link\x1b]8;;\x1b\\",
    "\x1bP+q544e\x1b\\\x9d0;x\x9c\x90x\x9c\x05\x0e\x0f",
    "\x08\x08\x08\x7f\x7f\x0c\x0b\x85\x84",
    # Signs that turn, hide or break text
    "\u202ecba\u2066\u200b",
    "\u202a\u202b\u202c\u202d\u2067\u2068\u2069\u200e\u200f\u061c",
    "a\u2028b\u2029c\x85d\x1ce\x1df\x1eg\x1fh",
    "\u206a\u206b\u206c\u206d\u206e\u206f\ufff9a\ufffab\ufffb",
    "".join(chr(0xE0000 + ord(one)) for one in "hidden") + "\U000e0001\U000e007f",
    "\ud800 \udfff \udc80",
    # Shells, programs, paths
    "d1;touch x $(touch x) `touch x` > x | y & z",
    "' OR 1=1 -- \"; DROP TABLE x",
    "../../etc/passwd C:\\x %00 %2e%2e --help -rf",
    "a" * 400 + "\u0301" * 60 + "🇹🇷👩🏽\u200d🚀",
]

QUERIES = [
    *TEXTS[::2],
    *("", '"', "(", ")", "AND", "NOT", "title:", "date:[", "lang:\u202etr", "source:<b>"),
    *("person:\x1b[2J", '"<script>"', "<b>~2", "*<", "'=1'", "=1;=2", "\u2066bakan\u2069"),
    *("bakan~\u202e", "{: onclick=x}", "[x](y)", "a\u2028b", "\ud800", "$x$", "# ###"),
]
