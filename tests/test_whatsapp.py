from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from consult.whatsapp import whatsapp_url


def test_the_text_is_percent_encoded_whole() -> None:
    assert whatsapp_url("4915155501000", "A & B?\nÜ 50 % #1 +1") == (
        "https://wa.me/4915155501000?text=A%20%26%20B%3F%0A%C3%9C%2050%20%25%20%231%20%2B1"
    )


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_whatever_is_typed_arrives(text: str) -> None:
    query = urlsplit(whatsapp_url("4915155501000", text)).query
    assert parse_qs(query, keep_blank_values=True, separator="&") == {"text": [text]}
