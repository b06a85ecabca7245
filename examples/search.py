"""The line nearest to a question, by the cosine of their embeddings, which have length one."""

import os

from openai import OpenAI

LINES = ["Cobalt blue is made from cobalt and alumina.", "Bread rises with yeast.", "The train leaves at nine."]

client = OpenAI(base_url=os.environ["ZAFFRE_URL"] + "/v1", api_key=os.environ["ZAFFRE_API_KEY"])
model = os.environ.get("ZAFFRE_EMBEDDING_MODEL", "all-minilm-l6-v2")
question, *lines = client.embeddings.create(model=model, input=["How is a pigment made?", *LINES]).data
nearest = max(lines, key=lambda line: sum(a * b for a, b in zip(line.embedding, question.embedding, strict=True)))
print(LINES[nearest.index - 1])
