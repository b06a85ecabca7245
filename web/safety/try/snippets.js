/** The question that the page asks, in four languages; the key comes from the environment. */

/** `[language, code]` pairs; `body` is what `POST /v1/policies/test` is sent. */
export function snippets(origin, body) {
  return [
    ["curl", curl(origin, body)],
    ["Python", python(origin, body)],
    ["Python (Azure)", azure(origin, body)],
    ["JavaScript", javascript(origin, body)],
  ];
}

function curl(origin, body) {
  const json = JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`);
  const lines = [`curl ${origin}/v1/policies/test`, '-H "Authorization: Bearer $ZAFFRE_API_KEY"', '-H "Content-Type: application/json"', `-d '${json}'`];
  return lines.join(" \\\n  ");
}

// The fields are strings, and the escapes of JSON strings mean the same in Python.
function python(origin, body) {
  return `import os

from openai import OpenAI

client = OpenAI(base_url="${origin}/v1", api_key=os.environ["ZAFFRE_API_KEY"])
answer = client.post("/policies/test", cast_to=object, body=${JSON.stringify(body, null, 4)})
for verdict in answer["data"]:
    print(verdict["policy"]["id"], "blocks" if verdict["would_block"] else "passes", verdict["blocked_for"])`;
}

function azure(origin, { input }) {
  return `import os

from azure.ai.contentsafety import ContentSafetyClient
from azure.ai.contentsafety.models import AnalyzeTextOptions
from azure.core.credentials import AzureKeyCredential

client = ContentSafetyClient("${origin}", AzureKeyCredential(os.environ["ZAFFRE_API_KEY"]))
answer = client.analyze_text(AnalyzeTextOptions(text=${JSON.stringify(input)}))
for analysis in answer.categories_analysis:
    print(analysis.category, analysis.severity)`;
}

function javascript(origin, body) {
  return `import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${origin}/v1", apiKey: process.env.ZAFFRE_API_KEY });
const answer = await client.post("/policies/test", { body: ${JSON.stringify(body, null, 2)} });
for (const verdict of answer.data) console.log(verdict.policy.id, verdict.would_block, verdict.blocked_for);`;
}
