"""Graphs opened for running."""

from pathlib import Path

import onnxruntime


def opened(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # A short spin is as fast as the usual long one, and spares whoever else computes on this machine.
    options.add_session_config_entry("session.intra_op.spin_duration_us", "50")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
