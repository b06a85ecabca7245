"""Letters of other scripts that pass for Latin ones, and Latin ones in fancy dress."""

_TWINS = {
    # Cyrillic, Greek, Armenian and Cherokee, the capitals where only they look Latin
    "АаᎪΑα": "a",
    "ВΒᏴ": "b",
    "СсϹϲᏟ": "c",
    "ԁԀᎠ": "d",
    "ЕеЁёΕᎬ": "e",
    "ց": "g",
    "НһҺΗᎻհ": "h",
    "ІіЇїΙιᎥ": "i",
    "ЈјϳͿᎫ": "j",
    "КкΚκᏦ": "k",
    "ӀӏᏞ": "l",
    "МΜᎷϺ": "m",
    "Νո": "n",
    "ОоΟοօՕ": "o",
    "РрΡρᏢ": "p",
    "Ԛԛզ": "q",
    "ЅѕᏚՏ": "s",
    "ТΤᎢ": "t",
    "սՍυ": "u",
    "ѴѵνᏙ": "v",
    "ԜԝᎳ": "w",
    "ХхΧχ": "x",
    "УуҮүΥᎩ": "y",
    "ΖᏃ": "z",
}
_COUSINS = {
    "вЬβ": "b",
    "ժ": "d",
    "ЄєεЭэҽ": "e",
    "ғҒϝ": "f",
    "Ԍԍ": "g",
    "нҢң": "h",
    "ίϊΐ": "i",
    "ҚқҜҝ": "k",
    "м": "m",
    "ПпηռИи": "n",
    "σϬбӨө": "o",
    "ϙϘ": "q",
    "ГгЯяᎡᏒ": "r",
    "тτէ": "t",
    "μЦц": "u",
    "ШшЩщωա": "w",
    "ҲҳЖж": "x",
    "γЧч": "y",
    "ζ": "z",
}
_SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡxʏᴢ"
_ALPHABETS = (0x1F150, 0x1F170, 0x1F1E6)
"""Where white-on-black letters, in circles and in squares, and flag letters begin, A to Z each."""


def _table(rows: dict[str, str]) -> dict[int, str]:
    return {ord(letter): latin for letters, latin in rows.items() for letter in letters}


TWINS = _table(_TWINS)
"""For `str.translate`: letters that one cannot tell from Latin ones."""

ALIKE = TWINS | _table(_COUSINS)
"""For `str.translate`: also those that read as Latin ones among Latin ones."""

FANCY = {
    **{ord(letter): chr(97 + place) for place, letter in enumerate(_SMALL_CAPITALS)},
    **{start + place: chr(97 + place) for start in _ALPHABETS for place in range(26)},
    **{ord(letter): latin for letter, latin in zip("İıɑɡɩ", "iiagi", strict=True)},
}
"""For `str.translate`: letters that are Latin and merely dressed up."""
