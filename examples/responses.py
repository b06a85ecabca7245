"""The Responses API: an input, and the text of its output."""

import os

from openai import OpenAI

client = OpenAI(base_url=os.environ["ZAFFRE_URL"] + "/v1", api_key=os.environ["ZAFFRE_API_KEY"])
answer = client.responses.create(
    model=os.environ.get("ZAFFRE_MODEL", "smollm2-135m-instruct"),
    input="Name a blue pigment.",
    max_output_tokens=40,
    store=False,
)
print(answer.output_text)
