"""Bytes under keys: a contract, a local folder and object storage that keep it."""
