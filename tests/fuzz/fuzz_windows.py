"""Cut texts wherever the fuzzer likes: `python tests/fuzz/fuzz_windows.py -max_total_time=60`.

Needs `pip install atheris`, which the tests themselves do not.
"""

import sys

try:
    import atheris
except ImportError:
    sys.exit("This program needs atheris: pip install atheris")

with atheris.instrument_imports():
    from zaffre.safety.windows import MOST, Segmenter, windows


def try_one(data: bytes) -> None:
    """The windows are those of the whole text, cover it once, and are never too long."""
    provider = atheris.FuzzedDataProvider(data)
    sizes = [provider.ConsumeIntInRange(1, 64) for _ in range(provider.ConsumeIntInRange(1, 32))]
    text = provider.ConsumeUnicode(4000)
    segmenter, found, start = Segmenter(), [], 0
    while start < len(text):
        for size in sizes:
            found += segmenter.add(text[start : start + size])
            start += size
    found += segmenter.end()
    assert found == windows(text)
    assert [window.fresh for window in found] == [0, *(window.end for window in found)][: len(found)]
    assert all(window.end - window.start <= MOST for window in found)


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()
