"""Which numbers can be a card, an address, or somebody's: by prefix, length, date and check digit."""

import ipaddress
import re
from datetime import date

from zaffre.safety.rules import checksums

_CARDS = re.compile(
    r"""
    4 (?: \d{12} | \d{15} | \d{18} )
  | (?=\d{16}$) (?: 5[1-5] | 222[1-9] | 22[3-9] | 2[3-6] | 27[01] | 2720 ) \d+
  | 3[47] \d{13}
  | (?=\d{14}$) 3 (?: 0[0-5] | [689] ) \d+
  | (?=\d{16,19}$) (?: 6011 | 65 | 64[4-9] | 352[89] | 35[3-8] | 62 ) \d+
  | (?: 5018 | 5020 | 5038 | 6304 | 676[1-3] ) \d+
    """,
    re.VERBOSE,
)
"""Visa, Mastercard, American Express, Diners Club, then Discover, JCB and UnionPay, and Maestro."""

# Never issued; the last two were printed in advertisements.
_NOT_SSN = re.compile(r"000|666|9|...00|.....0000|078051120|219099999")


def is_card(number: str) -> bool:
    """13 to 19 digits."""
    return bool(_CARDS.fullmatch(number)) and len(set(number)) > 1 and checksums.luhn(number)


def is_address(text: str) -> bool:
    """An IP address that can be someone's: not loopback, multicast, unspecified, or a netmask."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (found.is_loopback or found.is_unspecified or found.is_multicast or text.startswith("255."))


def is_ssn(number: str) -> bool:
    """Nine digits, US."""
    return not _NOT_SSN.match(number) and len(set(number)) > 1


def is_steuer_id(number: str) -> bool:
    """Eleven digits, Germany. Of the first ten, one comes twice or three times, the others once at most."""
    counts = sorted(number[:10].count(digit) for digit in set(number[:10]))
    is_mixed = counts[-1] in (2, 3) and counts[:-1] == [1] * (len(counts) - 1)
    return is_mixed and checksums.mod_11_10(number)


def is_pesel(number: str) -> bool:
    """Eleven digits, Poland. Those born after 1999 have 20 added to the month."""
    year, month, day = int(number[:2]), int(number[2:4]), int(number[4:6])
    is_born = _is_date(1900 + year, month, day) or _is_date(2000 + year, month - 20, day)
    return is_born and checksums.pesel(number)


def is_personnummer(number: str) -> bool:
    """Ten or twelve digits, Sweden."""
    year, month, day = int(number[-10:-8]), int(number[-8:-6]), int(number[-6:-4])
    return _is_date(2000 + year, month, day) and checksums.luhn(number[-10:])


def is_resident_number(number: str) -> bool:
    """Seventeen digits and one more or an X, China."""
    return _is_date(int(number[6:10]), int(number[10:12]), int(number[12:14])) and checksums.mod_11_2(number)


def is_cpf(number: str) -> bool:
    """Eleven digits, Brazil."""
    return len(set(number)) > 1 and checksums.cpf(number)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False
