"""Markdown that tries to run a script: `hostile.txt`, and the products of what it is made of."""

from __future__ import annotations

from html import escape
from itertools import product
from pathlib import Path
from urllib.parse import quote

# Control characters are typed as their pictures.
PICTURES = str.maketrans({"␀": "\0", "␉": "\t", "␊": "\n", "␋": "\v", "␌": "\f", "␍": "\r"})
CALL = "alert(1)"

TAGS = (
    "a", "audio", "body", "button", "custom-tag", "details", "div", "form", "iframe", "img",
    "input", "keygen", "marquee", "math", "object", "p", "select", "style", "svg", "table",
    "textarea", "video",
)  # fmt: skip
EVENTS = (
    "onanimationstart", "onbeforetoggle", "onblur", "onclick", "onerror", "onfocus", "onload",
    "onmouseover", "onpointerenter", "onpointerrawupdate", "onscrollend", "ontoggle",
    "ontransitionend", "onwheel",
)  # fmt: skip
SCHEMES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript&#x3a;alert(1)",
    "javascript&#0000058alert(1)",
    "&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)",
    "&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)",
    "\x01javascript:alert(1)",
    "&#1;javascript:alert(1)",
    "&#14;javascript:alert(1)",
    "&nbsp;javascript:alert(1)",
    "&#x2028;javascript:alert(1)",
    "java\0script:alert(1)",
    "javascript://a.example/%0Aalert(1)",
    "javascript:/*--></title></style>*/alert(1)//",
    "\\javascript:alert(1)",
    "java\\script:alert(1)",
    "javascript%3Aalert(1)",
    "%6A%61vascript:alert(1)",
    "vbscript:alert(1)",
    "livescript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg/onload=alert(1)>",
    "feed:javascript:alert(1)",
    "view-source:javascript:alert(1)",
    "jar:javascript:alert(1)",
    "blob:https://a.example/alert(1)",
    "file:///etc/passwd",
    "//a.example/x.js",
    "/\\a.example/x.js",
    "\\\\a.example\\x.js",
    "/\t/a.example/x.js",
    "https:a.example",
    "ｊavascript:alert(1)",
    "javaſcript:alert(1)",
)
# Where an address may stand in Markdown, and where in the HTML that it must not let through.
PLACES = (
    "[a]({})",
    "[a](<{}>)",
    '[a]({} "b")',
    "[a]\n\n[a]: {}",
    "[a]\n\n[a]: <{}>",
    "<{}>",
    "![a]({})",
    "![a](<{}>)",
    "![a]\n\n[a]: {}",
    "[![a]({})](/b)",
    "# [a]({})",
    "| [a]({}) |\n|---|",
    "a[^1]\n\n[^1]: [a]({})",
    '!!! note "[a]({})"',
    '<a href="{}">a</a>',
    '<iframe src="{}"></iframe>',
    '<form action="{}"><button>a</button></form>',
    '<svg><a xlink:href="{}"><text>a</text></a></svg>',
    '<object data="{}"></object>',
)
# A text that leaves an attribute, or an element, wherever the renderer puts what is typed.
BREAKS = (
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "` onmouseover=alert(1) `",
    "&quot; onmouseover=&quot;alert(1)",
    "&#34;&#62;&#60;img src=x onerror=alert(1)&#62;",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    '\\"><img src=x onerror=alert(1)>',
    "</code></pre><img src=x onerror=alert(1)>",
    "</title></textarea></style></script><img src=x onerror=alert(1)>",
    "--><img src=x onerror=alert(1)>",
    "]]><img src=x onerror=alert(1)>",
    '\0"><img src=x onerror=alert(1)>',
    '\x0b"/onfocus=alert(1)/autofocus/x="',
)
TYPED = (
    "{}",
    "# {}",
    "`{}`",
    "**{}**",
    "> {}",
    "- {}",
    "    {}",
    "```{}\nx\n```",
    "```python\n{}\n```",
    "```html\n{}\n```",
    "~~~ {}\n~~~",
    "[{}](/a)",
    '[a](/a "{}")',
    "[a](/a '{}')",
    "[a](/{})",
    "[a](</{}>)",
    "[a]\n\n[a]: /a '{}'",
    "![{}](picture:shot)",
    '![a](picture:shot "{}")',
    "![a](picture:{})",
    "![a](picture:shot{})",
    "a[^{}]\n\n[^{}]: b",
    "a[^1]\n\n[^1]: {}",
    "!!! {}\n    a",
    '!!! note "{}"\n    a',
    "!!! warning {}\n    a",
    "{{{{ matrix:{} }}}}",
    "{{{{ matrix:a }}}}{}",
    "| {} |\n|:-:|\n| {} |",
    "<https://a.example/{}>",
)


def payloads() -> list[str]:
    """All of them, each calling `alert` with its own number, so that one can be told."""
    typed = [
        line.translate(PICTURES)
        for line in (Path(__file__).parent / "hostile.txt").read_text().splitlines()
        if line and not line.startswith("//// ")
    ]
    typed += [f"<{tag} {event}=alert(1) tabindex=1 src=x>a" for tag, event in product(TAGS, EVENTS)]
    typed += [place.replace("{}", scheme) for place, scheme in product(PLACES, SCHEMES)]
    typed += [place.format(*[text] * 2) for place, text in product(TYPED, BREAKS)]
    typed += [escape(f"<img src=x onerror={CALL}>"), quote(f"<img src=x onerror={CALL}>")]
    return [text.replace(CALL, f"alert({number})") for number, text in enumerate(typed)]
