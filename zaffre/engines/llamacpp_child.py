"""The program of the llama.cpp child: one model, served on a unix socket until our parent is gone."""

import ctypes
import json
import os
import signal
import sys
import threading

_PR_SET_PDEATHSIG = 1
CACHE_MIB = 256


def main() -> None:
    """Serve what the JSON in the first argument says; the API key comes in `LLAMACPP_KEY`."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    asked = json.loads(sys.argv[1])

    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = asked["model"]
    params.hostnames = [asked["socket"]]
    params.n_parallel = asked["slots"]
    params.n_ctx = asked["context"] * asked["slots"]
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = asked["threads"]
    params.api_keys = [os.environ["LLAMACPP_KEY"]]
    params.cache_ram_mib = CACHE_MIB
    params.ui = params.endpoint_slots = params.endpoint_metrics = params.ctx_shift = False
    # A conversation that ends with the assistant's words is to be answered, not gone on with.
    params.prefill_assistant = False
    params.verbosity = 1
    server = xllamacpp.Server(params)
    print("listening", server.listening_address, flush=True)
    signal.pause()


def _end_with_parent() -> None:
    # Our parent never writes; the pipe ends when it does, however it does.
    while os.read(0, 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
