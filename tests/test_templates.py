"""What the W3C's checker refuses on a page, seen in the templates, where it is cheaper to see.

The checker itself looks at whole pages in `make audit`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "templates"
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))
OF_A_TABLE = r'<(?:table|thead|tbody|tfoot|tr|th|td)\b[^>]*\srole="(?!presentation)'


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_is_said_to_htmx_is_html(template: str) -> None:
    """htmx reads its attributes with `data-` before them as well."""
    assert re.findall(r"(?<![\w-])hx-[a-z-]+(?==)", (ROOT / template).read_text()) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_part_of_a_table_says_again_what_it_is(template: str) -> None:
    """Browsers keep the meaning of a table whatever its `display`."""
    assert re.findall(OF_A_TABLE, (ROOT / template).read_text()) == []
