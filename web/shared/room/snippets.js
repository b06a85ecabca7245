/** A request of administration in three ways: curl, Python, and the command line where it has one. */

/** `[name, code]` pairs for a request to `path` under `/v1`; `command` is what `zaffre` is told instead. */
export function snippets({ method = "GET", path, body, command }) {
  const ways = [["curl", curl(method, path, body)], ["Python", python(method, path, body)]];
  return command ? [...ways, ["Command line", `zaffre ${command}`]] : ways;
}

function curl(method, path, body) {
  const lines = [`curl ${method === "GET" ? "" : `-X ${method} `}${quoted(`${location.origin}/v1${path}`)}`, '-H "Authorization: Bearer $ZAFFRE_API_KEY"'];
  if (body) lines.push('-H "Content-Type: application/json"', `-d ${quoted(JSON.stringify(body, null, 2))}`);
  return lines.join(" \\\n  ");
}

function python(method, path, body) {
  const told = body ? `, body=${literal(body)}` : "";
  return `import os

from openai import OpenAI

client = OpenAI(base_url="${location.origin}/v1", api_key=os.environ["ZAFFRE_API_KEY"])
answer = client.${method.toLowerCase()}("${path}", cast_to=object${told})
print(answer)`;
}

// Strings and numbers are alike in JSON and Python; these three words are not.
function literal(value) {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object") return `{${Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${literal(one)}`).join(", ")}}`;
  return JSON.stringify(value);
}

const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
