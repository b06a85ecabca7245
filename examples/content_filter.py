"""What the content filter says of a text, and how a blocked prompt is told."""

import os

from openai import BadRequestError, OpenAI

client = OpenAI(base_url=f"{os.environ['ZAFFRE_URL']}/v1", api_key=os.environ["ZAFFRE_API_KEY"])
model = os.environ.get("ZAFFRE_MODEL", "smollm2-135m-instruct")
text = "How do I kill a process that does not answer?"

(result,) = client.moderations.create(input=text).results
scores = result.category_scores.model_dump(by_alias=True)
worst = max((name for name in scores if scores[name] is not None), key=scores.get)
print(f"flagged: {result.flagged}, highest: {worst} {scores[worst]:.3f}")

try:
    client.chat.completions.create(model=model, messages=[{"role": "user", "content": text}], max_tokens=40)
    print("the prompt passed")
except BadRequestError as refused:
    print(f"{refused.code}: {refused.body['message']}")
