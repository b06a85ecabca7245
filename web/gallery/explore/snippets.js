/** What the page asks, ready to be pasted. */

/** `[language, code]` pairs for the pictures `wanted`, `{query, sort}`. */
export function snippets(origin, wanted) {
  const fields = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value));
  return [
    ["curl", curl(origin, fields)],
    ["Python", python(origin, fields)],
    ["JavaScript", javascript(origin, fields)],
  ];
}

function curl(origin, fields) {
  const given = Object.entries(fields).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`);
  return [`curl --get ${origin}/v1/gallery`, '-H "Authorization: Bearer $ZAFFRE_API_KEY"', ...given].join(" \\\n  ");
}

// A flat object of strings in JSON means the same in Python.
function python(origin, fields) {
  return `import os

import requests

answer = requests.get(
    "${origin}/v1/gallery",
    params=${JSON.stringify(fields)},
    headers={"Authorization": f"Bearer {os.environ['ZAFFRE_API_KEY']}"},
)
for picture in answer.json()["data"]:
    print(picture["likes"], picture["title"], picture["url"])`;
}

function javascript(origin, fields) {
  return `const wanted = new URLSearchParams(${JSON.stringify(fields)});
const answer = await fetch(\`${origin}/v1/gallery?\${wanted}\`, {
  headers: { authorization: \`Bearer \${process.env.ZAFFRE_API_KEY}\` },
});
for (const { likes, title, url } of (await answer.json()).data) console.log(likes, title, url);`;
}

const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
