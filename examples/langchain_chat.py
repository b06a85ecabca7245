"""LangChain with another base URL."""

import os

from langchain_openai import ChatOpenAI

model = ChatOpenAI(
    base_url=os.environ["ZAFFRE_URL"] + "/v1",
    api_key=os.environ["ZAFFRE_API_KEY"],
    model=os.environ.get("ZAFFRE_MODEL", "smollm2-135m-instruct"),
    max_tokens=40,
)
print(model.invoke("Name a blue pigment.").content)
