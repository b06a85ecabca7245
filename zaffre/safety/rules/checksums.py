"""Check digits of cards, accounts and national numbers: each function takes digits or capitals without separators."""

from collections.abc import Iterable

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _weighted(number: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1, annex B: cards, and the Swedish personnummer."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def mod_97(number: str) -> bool:
    """ISO/IEC 7064 mod 97-10 with the first four moved to the end, as ISO 13616 has it for IBANs."""
    moved = number[4:] + number[:4]
    return int("".join(str(int(one, 36)) for one in moved)) % 97 == 1


def mod_11_10(number: str) -> bool:
    """ISO/IEC 7064 mod 11,10: the German Steuer-ID."""
    product = 10
    for digit in number[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(number[-1])


def mod_11_2(number: str) -> bool:
    """ISO/IEC 7064 mod 11-2: the Chinese resident number, GB 11643-1999. The last may be an X."""
    total = 0
    for digit in number[:-1]:
        total = (total + int(digit)) * 2 % 11
    return "0123456789X"[(12 - total) % 11] == number[-1]


_DIHEDRAL = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_PERMUTED = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def verhoeff(number: str) -> bool:
    """J. Verhoeff, Error Detecting Decimal Codes (1969): the Indian Aadhaar."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        total = int(_DIHEDRAL[total][int(_PERMUTED[place % 8][int(digit)])])
    return total == 0


def nhs(number: str) -> bool:
    """NHS Data Dictionary, NHS NUMBER: ten digits, weights 10 to 2, mod 11."""
    return (11 - _weighted(number, range(10, 1, -1)) % 11) % 11 == int(number[9])


def nir(number: str) -> bool:
    """INSEE: thirteen characters and the key 97 - n mod 97; Corsica's 2A and 2B count as 19 and 18."""
    digits = number[:13].replace("2A", "19").replace("2B", "18")
    return 97 - int(digits) % 97 == int(number[13:])


def dni(number: str) -> bool:
    """Spanish Ministry of the Interior: the letter is chosen by mod 23; an NIE's X, Y, Z are 0, 1, 2."""
    digits = str("XYZ".find(number[0])) + number[1:-1] if number[0] in "XYZ" else number[:-1]
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23] == number[-1]


_ODD_PLACES = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)


def codice_fiscale(code: str) -> bool:
    """Italian ministerial decree of 23 December 1976, annex: values of odd and even places, mod 26."""
    values = [int(one) if one.isdigit() else _LETTERS.index(one) for one in code[:15]]
    total = sum(_ODD_PLACES[value] for value in values[::2]) + sum(values[1::2])
    return _LETTERS[total % 26] == code[15]


def bsn(number: str) -> bool:
    """Dutch Logisch Ontwerp BSN, the "elfproef": nine digits, the last counts -1."""
    return _weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def pesel(number: str) -> bool:
    """Polish act on population records, PESEL: eleven digits, mod 10."""
    return _weighted(number, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def cpf(number: str) -> bool:
    """Brazilian Receita Federal: eleven digits, the last two each mod 11."""
    first = _weighted(number[:9], range(10, 1, -1)) * 10 % 11 % 10
    second = _weighted(number[:10], range(11, 1, -1)) * 10 % 11 % 10
    return number[9:] == f"{first}{second}"


def tfn(number: str) -> bool:
    """Australian Taxation Office: nine digits, mod 11."""
    return _weighted(number, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def medicare(number: str) -> bool:
    """Australian METeOR 270101: the ninth digit is that of the first eight, mod 10."""
    return _weighted(number[:8], (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(number[8])
