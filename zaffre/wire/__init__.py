"""Bytes to core types and back: the OpenAI and Azure dialects, without any I/O."""
