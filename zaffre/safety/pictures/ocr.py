"""RapidOCR as a reader of pictures: the extra `zaffre[ocr]`, whose wheel brings PP-OCR's weights along.

The package and the weights are under Apache-2.0. It reads printed Latin and Chinese text best.
"""

from importlib.util import find_spec

from zaffre.core.pictures import Pixels
from zaffre.safety.pictures.views import grounds

INSTALL = "pip install 'zaffre[ocr]'"
_LEAST_SCORE = 0.5


def is_installed() -> bool:
    return find_spec("rapidocr") is not None


class RapidOcr:
    """Loads in two seconds, and reads for about a second a picture on one thread."""

    def __init__(self, threads: int):
        from rapidocr import RapidOCR

        onnx = "EngineConfig.onnxruntime"
        self._read = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.text_score": _LEAST_SCORE,
                f"{onnx}.intra_op_num_threads": threads,
                f"{onnx}.inter_op_num_threads": 1,
            }
        )

    def text(self, pixels: Pixels) -> str:
        import numpy

        # Its arrays are in OpenCV's order of colours, blue first.
        found = [self._read(numpy.asarray(image)[:, :, ::-1]) for image in grounds(pixels)]
        return "\n".join(dict.fromkeys(line for one in found for line in one.txts or ()))
