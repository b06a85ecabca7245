"""Personal data is found by its form and check digits, and ordinary numbers are left alone."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaffre.safety.rules import checksums, pii

PAGE = Path(__file__).parents[2] / "docs/safety/personal-data.md"

# Published examples and test numbers.
EXAMPLES = [
    ("email", "ada.lovelace+notes@mail.example.co.uk"),
    ("email", "jörg@müller.example"),
    ("phone_number", "+1 415 555 2671"),
    ("phone_number", "+442079460958"),
    ("phone_number", "+49 (30) 1234-5678"),
    ("phone_number", "(415) 555-2671"),
    ("phone_number", "415-555-2671"),
    ("phone_number", "020 7946 0958"),
    ("phone_number", "07700 900123"),
    ("phone_number", "01 23 45 67 89"),
    ("phone_number", "0412 345 678"),
    ("phone_number", "(11) 91234-5678"),
    ("credit_card_number", "4111 1111 1111 1111"),
    ("credit_card_number", "5500-0055-5555-5559"),
    ("credit_card_number", "378282246310005"),
    ("credit_card_number", "3782 822463 10005"),
    ("credit_card_number", "6011111111111117"),
    ("international_banking_account_number", "GB82 WEST 1234 5698 7654 32"),
    ("international_banking_account_number", "DE89370400440532013000"),
    ("international_banking_account_number", "MT84 MALT 0110 0001 2345 MTLC AST0 01S"),
    ("ip_address", "203.0.113.7"),
    ("ip_address", "2001:db8::ff00:42:8329"),
    ("us_social_security_number", "536-90-4399"),
    ("uk_national_health_number", "943 476 5919"),
    ("uk_national_insurance_number", "AB 12 34 56 C"),
    ("de_tax_identification_number", "86 095 742 719"),
    ("fr_social_security_number", "2 55 08 14 168 025 38"),
    ("es_dni", "12345678Z"),
    ("es_dni", "X-1234567-L"),
    ("it_fiscal_code", "RSSMRA85T10A562S"),
    ("pl_national_id", "44051401359"),
    ("se_national_id", "640823-3234"),
    ("br_cpf_number", "529.982.247-25"),
    ("in_unique_identification_number", "2341 2341 2346"),
    ("cn_resident_identity_card_number", "11010519491231002X"),
]
IN_CONTEXT = [
    ("phone_number", "Phone: ", "555-0123"),
    ("phone_number", "call me at ", "5550123"),
    ("us_social_security_number", "SSN: ", "536904399"),
    ("uk_national_health_number", "NHS no. ", "9434765919"),
    ("nl_citizens_service_number", "BSN: ", "111222333"),
    ("au_tax_file_number", "my TFN is ", "123 456 782"),
    ("au_medical_account_number", "Medicare ", "2123 45670 1"),
    ("br_cpf_number", "CPF ", "52998224725"),
    ("in_unique_identification_number", "Aadhaar: ", "234123412346"),
]
ORDINARY = [
    "It happened on 2024-01-15 at 10:30:45.123456, or 1705314645 seconds, or 1705314645123 milliseconds.",
    "Python 3.11.7 and version 1.2.3.4 of it; pip install thing==10.20.30.40",
    "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "550e8400-e29b-41d4-a716-446655440000",
    "x = [1234567, 8901234, 5678901]; y = 3.14159265358979; z = 0x7fff5fbff8c8",
    "order 123456789 of 1,234,567,890 for $12,345.67, ISBN 978-3-16-148410-0",
    "127.0.0.1:8000 and 0.0.0.0 and 10.0.0.0/8 with 255.255.255.0",
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
    "12/05/2024 - 13/05/2024, pages 100-200, years 1990-2000",
    "std::vector<int> v; a::b::c; 12:30:45; @app.route('/x'); image@2x.png; x @ y",
    "The phone has pi = 3.14159265 in it; call foo(1234567) for that.",
    "4111 1111 1111 1112 and DE89370400440532013001 are wrong",
]


def found(text: str, kinds: frozenset[str] | None = None) -> list[tuple[str, str]]:
    return [(one.kind, text[one.span.start : one.span.end]) for one in pii.find(text, kinds)]


@pytest.mark.parametrize(("kind", "data"), EXAMPLES)
@pytest.mark.parametrize("text", ["{}", "It is {}, thanks.", "one\n{}\ntwo", "({})", '"{}"', "é {} 3 x"])
def test_an_example_of_each_kind_is_found_whole(kind, data, text):
    assert found(text.format(data)) == [(kind, data)]


@pytest.mark.parametrize(("kind", "words", "data"), IN_CONTEXT)
def test_bare_numbers_are_found_only_beside_their_word(kind, words, data):
    assert found(words + data) == [(kind, data)]
    assert kind not in dict(found(f"the total is {data} today"))


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_numbers_are_left_alone(text):
    assert found(text) == []


def test_every_kind_has_an_example_and_a_line_in_the_page():
    assert {kind for kind, *_ in EXAMPLES + IN_CONTEXT} == pii.KINDS
    assert set(re.findall(r"^\| `(\w+)`", PAGE.read_text(), re.MULTILINE)) == pii.KINDS


def test_only_the_kinds_that_are_asked_for_are_found():
    text = "ada@example.com or 415-555-2671"
    assert found(text, frozenset({"email"})) == [("email", "ada@example.com")]
    assert found(text, frozenset()) == []


def test_what_is_redacted_is_named_by_kind():
    text = "Ada (ada@example.com) pays with 4111 1111 1111 1111."
    assert pii.redact(text, pii.find(text)) == "Ada ([EMAIL]) pays with [CREDIT_CARD_NUMBER]."


CHECKED = [
    (checksums.luhn, "4111111111111111"),
    (checksums.mod_97, "GB82WEST12345698765432"),
    (checksums.mod_11_10, "86095742719"),
    (checksums.mod_11_2, "110105194912310021"[:17] + "X"),
    (checksums.verhoeff, "234123412346"),
    (checksums.nhs, "9434765919"),
    (checksums.nir, "255081416802538"),
    (checksums.dni, "12345678Z"),
    (checksums.codice_fiscale, "RSSMRA85T10A562S"),
    (checksums.bsn, "111222333"),
    (checksums.pesel, "44051401359"),
    (checksums.cpf, "52998224725"),
    (checksums.tfn, "123456782"),
]


@pytest.mark.parametrize(("check", "number"), CHECKED)
def test_no_number_survives_the_change_of_one_digit(check, number):
    assert check(number)
    for place, old in enumerate(number):
        for new in "0123456789" if old.isdigit() else "":
            assert new == old or not check(number[:place] + new + number[place + 1 :])


def test_medicare_checks_its_first_nine_digits():
    assert checksums.medicare("2123456701")
    assert not any(checksums.medicare(f"21234567{digit}1") for digit in "123456789")


SCRAPS = st.sampled_from(
    ["4111 1111 1111 1111", "@", ".", "a@b.co", "1", "-", " ", "+49", "GB82", "(0", "::", "tel", "\ud800"]
)
TEXTS = st.one_of(st.text(), st.text(st.characters(codec=None)), st.lists(SCRAPS, max_size=30).map("".join))


@given(TEXTS)
def test_any_text_can_be_searched_and_redacted(text):
    ends = 0
    for one in pii.find(text):
        assert ends <= one.span.start < one.span.end <= len(text)
        ends = one.span.end
    pii.redact(text, pii.find(text))


@given(st.text("abc .,\n", max_size=30), st.sampled_from(EXAMPLES), st.text("abc .,\n", max_size=30))
def test_what_was_redacted_is_gone(before, example, after):
    text = f"{before} {example[1]} {after}"
    assert example[1] not in pii.redact(text, pii.find(text))


@pytest.mark.parametrize(
    "scrap", ["1", "1 ", "(1", "1-", "1.1.", "::1", "f:", "a@", "@a.a", "A1", "+1 ", "4111 1111 1111 1111 "]
)
def test_time_grows_with_the_text_and_no_faster(scrap):
    def seconds(length: int) -> float:
        text = (scrap * length)[:length]
        return min(_timed(text) for _ in range(3))

    assert seconds(40_000) < 20 * seconds(5_000) + 0.02


def _timed(text: str) -> float:
    begin = time.process_time()
    pii.find(text)
    return time.process_time() - begin
