/** The client of our own API; every page asks through it. */

import { chosenProject } from "./session.js";
import { events } from "./sse.js";

const END = "[DONE]";

/** A refusal or failure, in the words of the API. `status` is 0 where the server did not answer. */
export class Refusal extends Error {
  constructor({ status = 0, message, type = null, param = null, code = null, retryAfter = null, requestId = null }) {
    super(message);
    Object.assign(this, { status, type, param, code, retryAfter, requestId });
  }
}

// Where no key is given, the session's cookie speaks; a foreign page can't send this header without being allowed to.
const FROM_OUR_PAGES = { "x-zaffre-app": "1" };

/** The deployments that `key` may use, as the API lists them. Without a key a session speaks, here and below. */
export async function listModels(key) {
  const response = await ask("/v1/models", { key });
  return (await response.json()).data;
}

/** The whole answer to a question that changes nothing. */
export async function get(path, { key, signal } = {}) {
  return (await ask(path, { key, signal })).json();
}

/** The bytes that `path` leads to, as a blob. */
export async function getFile(path, { key, signal } = {}) {
  return (await ask(path, { key, signal })).blob();
}

/** Posts `body` and gives the whole answer. */
export async function post(path, body, { key, signal } = {}) {
  return told(await ask(path, { key, signal, body }));
}

/** Posts a form, such as one with a file in it, and gives the whole answer. */
export async function postForm(path, form, { key, signal }) {
  return (await ask(path, { key, signal, body: form })).json();
}

/** Changes what `path` names, and gives it as it is then. */
export async function patch(path, body, { key, signal } = {}) {
  return told(await ask(path, { key, signal, body, method: "PATCH" }));
}

/** Puts `body` where `path` says, whether or not something was there, and gives it as it is then. */
export async function put(path, body, { key, signal } = {}) {
  return told(await ask(path, { key, signal, body, method: "PUT" }));
}

/** Deletes what `path` names; `body` says more where the API asks for more. */
export async function remove(path, { key, signal, body } = {}) {
  return told(await ask(path, { key, signal, body, method: "DELETE" }));
}

// Where there is nothing to say, the API says nothing.
const told = (response) => (response.status === 204 ? null : response.json());

/** Posts `body` and yields each chunk of the streamed answer. */
export async function* stream(path, body, { key, signal }) {
  for await (const chunk of streamOfEvents(path, body, { key, signal })) {
    if (chunk === END) return;
    yield chunk;
  }
  throw new Refusal({ message: "The connection ended before the answer did. Try again." });
}

/** Posts `body`, JSON or a form, and yields events for as long as the answer lasts; `END` where it says that it ended. */
export async function* streamOfEvents(path, body, { key, signal }) {
  const response = await ask(path, { key, signal, body });
  for await (const data of events(response.body)) {
    const event = data === END ? END : JSON.parse(data);
    if (event.error) throw new Refusal({ status: response.status, ...event.error });
    yield event;
  }
}

async function ask(path, { key, body, signal, method = body ? "POST" : "GET" }) {
  const headers = key ? { authorization: `Bearer ${key}` } : ofSession();
  const isForm = body instanceof FormData;
  // The browser names a form's boundary itself.
  if (body && !isForm) headers["content-type"] = "application/json";
  const sent = isForm ? body : body && JSON.stringify(body);
  const request = { method, headers, body: sent, signal };
  const response = await fetch(path, request).catch(tellUnreachable);
  if (!response.ok) throw await refusalOf(response);
  return response;
}

function ofSession() {
  const project = chosenProject();
  return project ? { ...FROM_OUR_PAGES, "openai-project": project } : { ...FROM_OUR_PAGES };
}

function tellUnreachable(error) {
  if (error.name === "AbortError") throw error;
  throw new Refusal({ message: "The server did not answer. Is it running, and is this computer connected?" });
}

async function refusalOf(response) {
  const { error } = await response.json().catch(() => ({}));
  return new Refusal({
    message: response.statusText || "The server refused without a reason.",
    ...error,
    status: response.status,
    retryAfter: waitOf(response.headers),
    requestId: response.headers.get("x-request-id"),
  });
}

function waitOf(headers) {
  const milliseconds = Number(headers.get("retry-after-ms")) || Number(headers.get("retry-after")) * 1000;
  return milliseconds ? Math.ceil(milliseconds / 1000) : null;
}
