"""Ada runs a matrix on her case at /fit/."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("same_sample_content")

ADDRESS = "/fit/fastapi-vs-nodejs/"


def test_every_published_matrix_is_listed(client: Client) -> None:
    assert f'href="{ADDRESS}"' in client.get("/fit/").text


def test_the_answers_of_a_shared_link_are_checked(client: Client) -> None:
    page = " ".join(client.get(ADDRESS + "?team=python").text.split())
    assert 'name="team" value="python" checked' in page


def test_the_source_and_the_weights_of_a_link_travel_on(client: Client) -> None:
    page = client.get(ADDRESS + "?team=python&w.team=1&utm_source=letter&from=x").text
    assert (
        'href="/intake/fastapi-vs-nodejs/'
        '?team=python&amp;w.team=1&amp;from=x&amp;utm_source=letter&amp;cta=fit"'
    ) in page


def test_unknown_options_are_named_and_the_rest_is_shown(client: Client) -> None:
    response = client.get(ADDRESS + "?team=cobol&colour=red&w.team=9&integrity=strict")
    for expected in ["team=cobol", "colour=red", "w.team=9"]:
        assert expected in response.text
    above, notice, _ = response.text.partition("Part of this link was left out")
    assert notice
    assert "<form" not in above
    assert "/intake/fastapi-vs-nodejs/?integrity=strict&amp;" in response.text


def test_hundreds_of_unknown_options_do_not_fill_the_page(client: Client) -> None:
    query = "&".join(f"a{i}=b" for i in range(400))
    response = client.get(f"{ADDRESS}?{query}")
    assert response.context["unknown"] == [*(f"a{i}=b" for i in range(8)), "and 392 more"]


def test_the_parts_in_the_table_add_up_to_its_total(client: Client) -> None:
    page = client.get(ADDRESS + "?team=python&integrity=strict&time=").text
    for name in ["FastAPI", "Node.js"]:
        printed = re.findall(f'data-name="{re.escape(name)}">([^<]*)<', page)
        *parts, total = [[int(end) for end in cell.split(" to ")] for cell in printed]
        assert len(parts) == 4
        assert total == [sum(part[0] for part in parts), sum(part[-1] for part in parts)]
