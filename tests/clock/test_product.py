"""What is promised in seconds of the product as `make run` starts it.

It is measured while nothing else runs: `make test` does so before all other tests.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from email import message_from_bytes

import httpx
import pytest

from soak.answers import filled_in
from soak.page import read
from tests.e2e.journey import a_while_later
from tests.product import Product, free_port, launch, wait_until_ready


@pytest.fixture(scope="module")
def starts() -> list[float]:
    """How long each start took, in seconds."""
    return []


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, starts: list[float]) -> Iterator[Product]:
    """The product, started for the second time."""
    var, port = tmp_path_factory.mktemp("clock") / "var", free_port()
    for _ in range(2):
        began = time.monotonic()
        running = wait_until_ready(launch(var, port))
        starts.append(time.monotonic() - began)
        if len(starts) == 1:
            running.stop()
    try:
        yield running
    finally:
        running.stop()


def test_started_again_the_first_page_comes_within_ten_seconds(
    product: Product, starts: list[float]
) -> None:
    assert starts[1] < 10


def submit(product: Product, email: str) -> None:
    """Walk through the intake from its start to the receipt."""
    who, address = random.Random(1), "/intake/fastapi-vs-nodejs/"
    with httpx.Client(base_url=product.url, follow_redirects=True) as visitor:
        while "/receipt/" not in address:
            page = read(address, visitor.get(address).text)
            assert page.form, page
            sent = filled_in(page.form, who, 1, 1)
            if "email" in sent:
                sent["email"] = [email]
                a_while_later(product)
            answer = visitor.post(page.form.action, data=sent)
            assert answer.status_code == 200
            address = answer.url.path


def recipients(product: Product) -> list[str]:
    files = product.mail_dir.glob("*.eml")
    return sorted(str(message_from_bytes(file.read_bytes())["To"]) for file in files)


def test_submitting_delivers_both_mails_within_five_seconds(product: Product) -> None:
    while " ready." not in product.log.read_text():
        time.sleep(0.05)
    submit(product, "ada@client.example")
    submitted = time.monotonic()
    while len(recipients(product)) < 2 and time.monotonic() - submitted < 5:
        time.sleep(0.05)
    assert recipients(product) == ["ada@client.example", "staff@practice.example"]
