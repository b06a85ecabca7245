"""What each kind of personal data looks like: a pattern, a check, and, where those say little, words around it."""

import re
from collections.abc import Callable

from msgspec import Struct

from zaffre.safety.rules import checksums, pii_checks


class Rule(Struct, frozen=True, kw_only=True):
    """A match counts where `check` says so, and where the text around it fits.

    `near` is found close to it; `after` and `not_after` are found, or not, right before it.
    """

    kind: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool] = bool
    near: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None


def _pattern(text: str) -> re.Pattern[str]:
    # Apart from letters and digits, and from what would make it a part of a longer number or name.
    return re.compile(rf"(?<![\w.+/-])(?<!\d[ ,])(?:{text})(?![\w+]|[-./,:]\d)", re.ASCII | re.VERBOSE)


_SEPARATORS = re.compile(r"[^0-9A-Za-z]")


def _rule(kind: str, pattern: str, check: Callable[[str], bool], near: str = "") -> Rule:
    def compact(text: str) -> bool:
        return check(_SEPARATORS.sub("", text).upper())

    words = re.compile(rf"\b(?:{near})\b", re.IGNORECASE) if near else None
    return Rule(kind=kind, pattern=_pattern(pattern), check=compact, near=words)


_IBAN_LENGTHS = {
    15: "NO",
    16: "BE",
    18: "DK FI FO GL NL",
    19: "MK SI",
    20: "AT BA EE KZ LT LU XK",
    21: "CH CR HR LI LV",
    22: "BG BH DE GB GE IE ME RS VA",
    23: "AE GI IL IQ TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
}
"""Characters, by the country: the ISO 13616 registry."""
_IBAN = "|".join(
    rf"(?:{countries.replace(' ', '|')})\d\d(?:[ -]?[A-Z0-9]){{{length - 4}}}"
    for length, countries in _IBAN_LENGTHS.items()
)

_EMAIL = re.compile(
    r"(?<![\w.%+-])[\w.%+-]{1,64}+(?<!\.)@(?:[^\W_][\w-]{0,62}\.){1,8}"
    r"(?!(?:png|jpe?g|gif|webp|svg|css|js|ts|json)\b)[^\W\d_]{2,24}(?![\w(-])",
    re.IGNORECASE,
)
_IPV4 = re.compile(r"(?<![\w.+-])\d{1,3}(?:\.\d{1,3}){3}(?![\w/+-]|\.\w)", re.ASCII)
_IPV6 = re.compile(
    r"(?<![\w:.])(?=[0-9a-f]{4}:)(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}(?![\w:])", re.ASCII | re.IGNORECASE
)
_VERSION = re.compile(
    r"(?:\b(?:v|ver|version|release|build|firmware|chapter|section)\b[:\s]*|[=<>~^@]\s*)$", re.IGNORECASE
)

_PHONE = re.compile(r"(?<![\w.+-])\+(?:1(?:[ .()/-]{0,2}\d){10}|[2-9](?:[ .()/-]{0,2}\d){7,13}\d)(?![\w+])", re.ASCII)
_NATIONAL_PHONE = r"""
    (?:1[ .-])?\([2-9]\d\d\)\ ?[2-9]\d\d[ .-]\d{4} | (?:1[ .-])?[2-9]\d\d([ .-])[2-9]\d\d\1\d{4}
  | 0(?:20[ -]?\d{4}[ -]?\d{4} | 1\d{2,3}[ -]\d{3}[ -]?\d{3,4} | 7\d{3}[ -]?\d{3}[ -]?\d{3})
  | 0[1-9](?:([ .-])\d\d)(?:\2\d\d){3} | 04\d\d[ -]?\d{3}[ -]?\d{3}
  | 0[1-9]\d{1,3}/\d{2,4}[ -]?\d{2,5} | \(0\d{1,4}\)[ -]?\d{3,4}[ -]?\d{3,5} | \(\d\d\)\ ?9?\d{4}-\d{4}
"""
"""North America, the United Kingdom, France, Australia, Germany and its neighbours, Brazil."""
_ANY_PHONE = r"\(?\d(?:[ ()/-]{0,2}\d){6,14}"
_CALL = re.compile(
    r"\b(?:(?:phone|telephone|tel|telefon|telefoon|téléphone|teléfono|telefono|mobile|cell|whatsapp|fax|handy)\b"
    r"[^\d\n]{0,20}|(?:call|dial|ring|text)(?: (?:me|us|him|her|them))?(?: (?:at|on))?:? ?)$",
    re.IGNORECASE,
)

EMAIL = Rule(kind="email", pattern=_EMAIL)
ADDRESSES = (
    Rule(kind="ip_address", pattern=_IPV4, check=pii_checks.is_address, not_after=_VERSION),
    Rule(kind="ip_address", pattern=_IPV6, check=pii_checks.is_address),
)
NUMBERS = (
    _rule("international_banking_account_number", _IBAN, checksums.mod_97),
    _rule(
        "credit_card_number",
        r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}[ -]\d{6}[ -]\d{4,5}|\d{13,19}",
        pii_checks.is_card,
    ),
    _rule("it_fiscal_code", r"[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]", checksums.codice_fiscale),
    _rule("cn_resident_identity_card_number", r"[1-8]\d{16}[\dX]", pii_checks.is_resident_number),
    _rule(
        "fr_social_security_number",
        r"[12]\ ?\d\d\ ?(?:0[1-9]|1[0-2]|[2-9]\d)\ ?(?:\d\d|2[AB])\ ?\d{3}\ ?\d{3}\ ?\d\d",
        checksums.nir,
    ),
    _rule("br_cpf_number", r"\d{3}\.\d{3}\.\d{3}-\d\d", pii_checks.is_cpf),
    _rule("br_cpf_number", r"\d{11}", pii_checks.is_cpf, "cpf"),
    _rule("in_unique_identification_number", r"[2-9]\d{3}([ -])\d{4}\1\d{4}", checksums.verhoeff),
    _rule("in_unique_identification_number", r"[2-9]\d{11}", checksums.verhoeff, "aadhaar|aadhar|uidai"),
    _rule("se_national_id", r"(?:19|20)?\d{6}[-+]\d{4}", pii_checks.is_personnummer),
    _rule("se_national_id", r"(?:19|20)?\d{10}", pii_checks.is_personnummer, "personnummer"),
    _rule("us_social_security_number", r"\d{3}([ -])\d\d\1\d{4}", pii_checks.is_ssn),
    _rule("us_social_security_number", r"\d{9}", pii_checks.is_ssn, "ssn|social security"),
    _rule("es_dni", r"\d{8}-?[A-HJ-NP-TV-Z]|[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]", checksums.dni),
    _rule(
        "uk_national_insurance_number",
        r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\ ?\d\d\ ?\d\d\ ?\d\d\ ?[A-D]",
        bool,
    ),
    _rule("uk_national_health_number", r"\d{3}\ \d{3}\ \d{4}", checksums.nhs),
    _rule("uk_national_health_number", r"\d{3}[ -]?\d{3}[ -]?\d{4}", checksums.nhs, "nhs"),
    _rule("au_medical_account_number", r"[2-6]\d{3}\ ?\d{5}\ ?\d(?:[ /-]?\d)?", checksums.medicare, "medicare"),
    _rule("au_tax_file_number", r"\d{3}([ -]?)\d{3}\1\d{3}", checksums.tfn, "tfn|tax file"),
    _rule(
        "nl_citizens_service_number",
        r"\d{3}([ .]?)\d{3}\1\d{3}|\d{4}\.\d\d\.\d{3}",
        checksums.bsn,
        "bsn|burgerservicenummer|sofinummer",
    ),
    _rule("de_tax_identification_number", r"[1-9]\d(\ ?)\d{3}\1\d{3}\1\d{3}", pii_checks.is_steuer_id),
    _rule("pl_national_id", r"\d{11}", pii_checks.is_pesel),
    Rule(kind="phone_number", pattern=_PHONE),
    Rule(kind="phone_number", pattern=_pattern(_NATIONAL_PHONE)),
    Rule(kind="phone_number", pattern=_pattern(_ANY_PHONE), after=_CALL),
)
"""The surest first: where two match the same digits, the earlier one has them."""

KINDS = frozenset(rule.kind for rule in (EMAIL, *ADDRESSES, *NUMBERS))
"""Named as Azure names them, in snake case."""
