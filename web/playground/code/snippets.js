/** The same request in four ways, ready to be pasted; the key comes from the environment. */

const VERSION = "2024-10-21";
const METHODS = { "chat/completions": "chat.completions.create", embeddings: "embeddings.create" };

/** `[name, code]` pairs for a request to `/v1/{path}` of the server at `origin`. */
export function snippets(origin, path, body) {
  return [
    ["curl", curl(origin, path, body)],
    ["Python", python("OpenAI", [`base_url="${origin}/v1"`, 'api_key=os.environ["ZAFFRE_API_KEY"]'], path, body)],
    ["Python (Azure)", python("AzureOpenAI", azure(origin), path, body)],
    ["JavaScript", javascript(origin, path, body)],
  ];
}

function curl(origin, path, body) {
  const json = JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`);
  const lines = [`curl ${origin}/v1/${path}`, '-H "Authorization: Bearer $ZAFFRE_API_KEY"', '-H "Content-Type: application/json"', `-d '${json}'`];
  return lines.join(" \\\n  ");
}

const azure = (origin) => [`azure_endpoint="${origin}"`, 'api_key=os.environ["ZAFFRE_API_KEY"]', `api_version="${VERSION}"`];

function python(client, options, path, body) {
  const fields = Object.entries(body).map(([name, value]) => `    ${name}=${literal(value)},`);
  const made = `client = ${client}(${options.join(", ")})\nanswer = client.${METHODS[path]}(\n${fields.join("\n")}\n)`;
  return `import os\n\nfrom openai import ${client}\n\n${made}\n${pythonEnd(path, body)}`;
}

function pythonEnd(path, body) {
  if (path === "embeddings") return "print([len(item.embedding) for item in answer.data])";
  if (!body.stream) return "print(answer.choices[0].message.content)";
  return 'for chunk in answer:\n    if chunk.choices:\n        print(chunk.choices[0].delta.content or "", end="", flush=True)';
}

function javascript(origin, path, body) {
  const call = `const answer = await client.${METHODS[path]}(${JSON.stringify(body, null, 2)});`;
  const made = `const client = new OpenAI({ baseURL: "${origin}/v1", apiKey: process.env.ZAFFRE_API_KEY });`;
  return `import OpenAI from "openai";\n\n${made}\n${call}\n${javascriptEnd(path, body)}`;
}

function javascriptEnd(path, body) {
  if (path === "embeddings") return "console.log(answer.data.map((item) => item.embedding.length));";
  if (!body.stream) return "console.log(answer.choices[0].message.content);";
  return 'for await (const chunk of answer) process.stdout.write(chunk.choices[0]?.delta?.content ?? "");';
}

/** A JSON value as Python writes it; the escapes of JSON strings mean the same there. */
function literal(value) {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${literal(item)}`).join(", ")}}`;
}
