"""The answer as it comes, and at its end what it used."""

import os

from openai import OpenAI

client = OpenAI(base_url=os.environ["ZAFFRE_URL"] + "/v1", api_key=os.environ["ZAFFRE_API_KEY"])
chunks = client.chat.completions.create(
    model=os.environ.get("ZAFFRE_MODEL", "smollm2-135m-instruct"),
    messages=[{"role": "user", "content": "Name three blue pigments."}],
    max_tokens=60,
    stream=True,
    stream_options={"include_usage": True},
)
for chunk in chunks:
    for choice in chunk.choices:
        print(choice.delta.content or "", end="", flush=True)
    if chunk.usage:
        print(f"\n{chunk.usage.total_tokens} tokens")
