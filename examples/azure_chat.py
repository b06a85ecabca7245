"""The same question through the Azure OpenAI client; a deployment is called a model there."""

import os

from openai import AzureOpenAI

client = AzureOpenAI(
    azure_endpoint=os.environ["ZAFFRE_URL"], api_key=os.environ["ZAFFRE_API_KEY"], api_version="2024-10-21"
)
answer = client.chat.completions.create(
    model=os.environ.get("ZAFFRE_MODEL", "smollm2-135m-instruct"),
    messages=[{"role": "user", "content": "Name a blue pigment."}],
    max_tokens=40,
)
print(answer.choices[0].message.content)
