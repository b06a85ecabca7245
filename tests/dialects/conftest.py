"""The official clients, without retries, so that every refusal is seen."""

import openai
import pytest

VERSION = "2024-10-21"


@pytest.fixture
def openai_client(server):
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key=server.key, max_retries=0) as client:
        yield client


@pytest.fixture
def azure_client(server):
    with openai.AzureOpenAI(
        azure_endpoint=server.url, api_key=server.key, api_version=VERSION, max_retries=0
    ) as client:
        yield client


@pytest.fixture
def azure_v1_client(server):
    with openai.OpenAI(base_url=f"{server.url}/openai/v1", api_key=server.key, max_retries=0) as client:
        yield client


@pytest.fixture(params=["openai", "azure", "azure_v1"])
def client(request):
    """Each client in turn: whatever takes it must hold in every dialect."""
    return request.getfixturevalue(f"{request.param}_client")
