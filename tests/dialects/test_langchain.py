"""LangChain's models, which send more than the official clients do."""

import pytest

langchain = pytest.importorskip("langchain_openai")


def test_chat_answers_and_streams(server):
    model = langchain.ChatOpenAI(base_url=f"{server.url}/v1", api_key=server.key, model="echo")
    assert model.invoke("Hello blue").content == "Hello blue"
    assert "".join(chunk.content for chunk in model.stream("Hello blue")) == "Hello blue"


def test_azure_chat_answers_and_streams(server):
    model = langchain.AzureChatOpenAI(
        azure_endpoint=server.url, api_key=server.key, azure_deployment="echo", api_version="2024-10-21"
    )
    assert model.invoke("Hello blue").content == "Hello blue"
    assert "".join(chunk.content for chunk in model.stream("Hello blue")) == "Hello blue"


def test_a_bound_tool_is_called(server):
    def paint(colour: str) -> str:
        """Paint everything."""
        return colour

    model = langchain.ChatOpenAI(base_url=f"{server.url}/v1", api_key=server.key, model="echo")
    answer = model.bind_tools([paint], tool_choice="paint").invoke('{"colour": "blue"}')
    assert answer.tool_calls[0]["args"] == {"colour": "blue"}


def test_embeddings_are_near_for_shared_words(server):
    model = langchain.OpenAIEmbeddings(
        base_url=f"{server.url}/v1", api_key=server.key, model="echo", check_embedding_ctx_length=False
    )
    assert model.embed_query("blue sky") == pytest.approx(model.embed_documents(["blue sky"])[0])
