/** A request for pictures in four ways, ready to be pasted; the key comes from the environment. */

const VERSION = "2024-10-21";
const METHODS = { generations: "generate", edits: "edit", variations: "create_variation" };
const OURS = ["seed", "steps", "guidance", "negative_prompt", "strength"];
const FILES = ["image", "mask"];

/** `[name, code]` pairs for `POST /v1/images/{kind}` at `origin`. */
export function snippets(origin, kind, body) {
  const known = Object.entries(body).filter(([, value]) => value !== undefined);
  const fields = Object.fromEntries([...known, ["response_format", "b64_json"]]);
  const key = 'api_key=os.environ["ZAFFRE_API_KEY"]';
  return [
    ["curl", curl(origin, kind, fields)],
    ["Python", python("OpenAI", [`base_url="${origin}/v1"`, key], kind, fields)],
    ["Python (Azure)", python("AzureOpenAI", [`azure_endpoint="${origin}"`, key, `api_version="${VERSION}"`], kind, fields)],
    ["JavaScript", javascript(origin, kind, fields)],
  ];
}

function curl(origin, kind, fields) {
  const lines = [`curl ${origin}/v1/images/${kind}`, '-H "Authorization: Bearer $ZAFFRE_API_KEY"'];
  if (kind === "generations") lines.push('-H "Content-Type: application/json"', `-d ${quoted(JSON.stringify(fields, null, 2))}`);
  else lines.push(...Object.entries(fields).map(formField));
  return `${lines.join(" \\\n  ")} |\n  jq -r '.data[0].b64_json' | base64 --decode > picture-1.${fields.output_format ?? "png"}`;
}

// In what -F is given, a semicolon, an at sign and a less-than sign mean something.
function formField([name, value]) {
  return FILES.includes(name) ? `-F ${quoted(`${name}=@${value}`)}` : `--form-string ${quoted(`${name}=${value}`)}`;
}

function python(client, options, kind, fields) {
  const isOurs = ([name]) => OURS.includes(name);
  const own = Object.entries(fields).filter(isOurs);
  const plain = Object.entries(fields).filter((field) => !isOurs(field));
  const lines = plain.map(([name, value]) => `    ${name}=${FILES.includes(name) ? `open(${literal(value)}, "rb")` : literal(value)},`);
  if (own.length) lines.push(`    extra_body={${own.map(([name, value]) => `"${name}": ${literal(value)}`).join(", ")}},`);
  return `import base64
import os
from pathlib import Path

from openai import ${client}

client = ${client}(${options.join(", ")})
answer = client.images.${METHODS[kind]}(
${lines.join("\n")}
)
for number, picture in enumerate(answer.data, start=1):
    Path(f"picture-{number}.${fields.output_format ?? "png"}").write_bytes(base64.b64decode(picture.b64_json))`;
}

function javascript(origin, kind, fields) {
  const lines = Object.entries(fields).map(([name, value]) => `  ${name}: ${FILES.includes(name) ? `fs.createReadStream(${literal(value)})` : literal(value)},`);
  const method = kind === "variations" ? "createVariation" : METHODS[kind];
  return `import fs from "node:fs";

import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${origin}/v1", apiKey: process.env.ZAFFRE_API_KEY });
const answer = await client.images.${method}({
${lines.join("\n")}
});
answer.data.forEach((picture, index) => {
  fs.writeFileSync(\`picture-\${index + 1}.${fields.output_format ?? "png"}\`, Buffer.from(picture.b64_json, "base64"));
});`;
}

// A string in JSON means the same in Python and JavaScript; so does a number.
const literal = (value) => JSON.stringify(value);
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
