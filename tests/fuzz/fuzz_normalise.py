"""Feed the normaliser whatever breaks it: `python tests/fuzz/fuzz_normalise.py -max_total_time=60`.

Needs `pip install atheris`, which the tests themselves do not.
"""

import sys

try:
    import atheris
except ImportError:
    sys.exit("This program needs atheris: pip install atheris")

with atheris.instrument_imports():
    from zaffre.safety.disguises.normalise import views


def try_one(data: bytes) -> None:
    """Any text, lone surrogates and all, has views that are texts and that map into it."""
    text = atheris.FuzzedDataProvider(data).ConsumeUnicode(4096)
    found = views(text)
    assert 1 <= len(found) <= 6
    for view in found:
        view.text.encode()
        for start in range(len(view.text)):
            span = view.origin(start, start + 1)
            assert 0 <= span.start < span.end <= len(text), (text, view, start)


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()
