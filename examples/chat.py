"""One question, one answer."""

import os

from openai import OpenAI

client = OpenAI(base_url=os.environ["ZAFFRE_URL"] + "/v1", api_key=os.environ["ZAFFRE_API_KEY"])
answer = client.chat.completions.create(
    model=os.environ.get("ZAFFRE_MODEL", "smollm2-135m-instruct"),
    messages=[{"role": "user", "content": "Name a blue pigment."}],
    max_tokens=40,
)
print(answer.choices[0].message.content)
