"""JSON-LD that machines understand: schema.org's vocabulary, and what Google asks for besides.

The vocabulary is schema-dts, made from schema.org's own definitions: a block is accepted if it
is a value of its type, every property and every property's type included.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from audit.product import Site
from audit.report import Report
from audit.tools import HERE, MODULES, run

# Of a page whose path matches, the types that it must have, at any depth.
EXPECTED = {
    r"/blog/(?!feed/)[^/]+/": {"BlogPosting", "BreadcrumbList"},
    r"/author/[^/]+/": {"Person"},
}
# What Google reads of an article, its documentation says; and what dates must look like.
OF_AN_ARTICLE = ("headline", "image", "datePublished", "dateModified", "author")
LONGEST_HEADLINE = 110

Block = dict[str, Any]


def check(site: Site) -> Report:
    report = Report()
    blocks: list[tuple[str, Block]] = []
    for page in site.crawl.html():
        own = []
        for text in page.markup.json_ld if page.markup else []:
            try:
                own += list(parts(json.loads(text)))
            except ValueError as error:
                report.faults.append(f"{page.target}: a block is no JSON: {error}")
        blocks += [(page.target, block) for block in own]
        report.faults += [f"{page.target}: {fault}" for fault in missing(page.target, own)]
    for target, block in blocks:
        report.faults += [f"{target}: {fault}" for fault in of_an_article(block)]
    types = Counter(str(block.get("@type")) for _, block in blocks)
    report.figures = [", ".join(f"{count} {name}" for name, count in sorted(types.items()))]
    if blocks:
        report.faults += against_the_vocabulary(site, blocks)
        report.faults += against_googles_rules(site, blocks)
    return report


def parts(data: Any) -> Iterator[Block]:
    """Each thing of a block: it may be one, a list, or a graph."""
    things = data.get("@graph", [data]) if isinstance(data, dict) else data
    for thing in things:
        yield {"@context": data["@context"], **thing} if isinstance(data, dict) else thing


def missing(target: str, blocks: list[Block]) -> list[str]:
    there = {name for block in blocks for name in types_in(block)}
    return [
        f"it has no {name}"
        for pattern, names in EXPECTED.items()
        if re.fullmatch(pattern, target)
        for name in sorted(names - there)
    ]


def types_in(data: Any) -> Iterator[str]:
    if isinstance(data, list):
        for one in data:
            yield from types_in(one)
    elif isinstance(data, dict):
        yield str(data.get("@type"))
        for value in data.values():
            yield from types_in(value)


def without_actions_inputs(data: Any) -> Any:
    """What an action asks for, such as `query-input`, may be said of any of its properties, and
    is in no list of them."""
    if isinstance(data, list):
        return [without_actions_inputs(one) for one in data]
    if isinstance(data, dict):
        return {
            name: without_actions_inputs(value)
            for name, value in data.items()
            if not name.endswith(("-input", "-output"))
        }
    return data


def of_an_article(block: Block) -> list[str]:
    if block.get("@type") != "BlogPosting":
        return []
    found = [f"the BlogPosting has no {name}" for name in OF_AN_ARTICLE if not block.get(name)]
    if len(block.get("headline", "")) > LONGEST_HEADLINE:
        found.append(f"its headline is longer than {LONGEST_HEADLINE} characters")
    for name in ("datePublished", "dateModified"):
        if name in block and datetime.fromisoformat(block[name]).tzinfo is None:
            found.append(f"its {name} has no time zone")
    authors = block.get("author", [])
    for author in authors if isinstance(authors, list) else [authors]:
        if not (author.get("name") and urlsplit(author.get("url", "")).netloc):
            found.append("an author has no name, or no address of a page")
    return found


def against_the_vocabulary(site: Site, blocks: list[tuple[str, Block]]) -> list[str]:
    """What TypeScript's compiler says of each block as a value of its type."""
    lines = [
        'import type { WithContext } from "schema-dts";',
        'import type * as s from "schema-dts";',
    ]
    for number, (_, block) in enumerate(blocks):
        kind = re.sub(r"\W", "", str(block.get("@type")))
        block = {**without_actions_inputs(block), "@context": "https://schema.org"}
        value = json.dumps(block)
        lines.append(f"export const b{number}: WithContext<s.{kind}> = {value};")
    folder = MODULES / ".audit"
    folder.mkdir(exist_ok=True)
    (folder / "blocks.ts").write_text("\n".join(lines) + "\n")
    options = [
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--module",
        "nodenext",
        "--target",
        "es2022",
    ]
    options += ["--pretty", "false"]
    tsc = MODULES / "typescript/bin/tsc"
    said = run("node", tsc, *options, folder / "blocks.ts", seconds=120, good=(0, 2))
    faults = []
    for line in said.splitlines():
        place = re.search(r"blocks\.ts\((\d+),", line)
        if place:
            number = int(place.group(1)) - 3
            faults.append(f"{blocks[number][0]}: {line.partition(': error ')[2] or line}")
        elif not line.startswith(" "):
            faults.append(line)
    wrong = [(target, block) for target, block in blocks if not _is_schema_org(block)]
    return faults + [f"{target}: its context is {block.get('@context')}" for target, block in wrong]


def _is_schema_org(block: Block) -> bool:
    return str(block.get("@context")).rstrip("/") in ("https://schema.org", "http://schema.org")


def against_googles_rules(site: Site, blocks: list[tuple[str, Block]]) -> list[str]:
    file = site.folder / "blocks.json"
    file.write_text(json.dumps([{"page": page, "block": block} for page, block in blocks]))
    said = run("node", HERE / "structured.mjs", file, seconds=60)
    faults: list[str] = json.loads(said)
    return faults
