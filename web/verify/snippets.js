/** The question that the page asks, in three languages and on the command line. */

/** `[language, code]` pairs; `name` is the file's. */
export function snippets(origin, name) {
  return [
    ["curl", curl(origin, name)],
    ["Command line", `zaffre verify ${quoted(name)}`],
    ["Python", python(origin, name)],
    ["JavaScript", javascript(origin, name)],
  ];
}

function curl(origin, name) {
  const lines = [`curl ${origin}/v1/images/verify`, '-H "Authorization: Bearer $ZAFFRE_API_KEY"', `-F ${quoted(`image=@"${escaped(name)}"`)}`];
  return lines.join(" \\\n  ");
}

// A string in JSON means the same in Python.
function python(origin, name) {
  return `import os

import requests

with open(${JSON.stringify(name)}, "rb") as picture:
    answer = requests.post(
        "${origin}/v1/images/verify",
        headers={"Authorization": f"Bearer {os.environ['ZAFFRE_API_KEY']}"},
        files={"image": picture},
    )
print(answer.json()["summary"])`;
}

function javascript(origin, name) {
  return `import { openAsBlob } from "node:fs";

const form = new FormData();
form.append("image", await openAsBlob(${JSON.stringify(name)}), "picture");
const answer = await fetch("${origin}/v1/images/verify", {
  method: "POST",
  headers: { authorization: \`Bearer \${process.env.ZAFFRE_API_KEY}\` },
  body: form,
});
console.log((await answer.json()).summary);`;
}

// In double quotes, curl takes semicolons and commas as they are.
const escaped = (name) => name.replaceAll(/["\\]/g, "\\$&");
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
