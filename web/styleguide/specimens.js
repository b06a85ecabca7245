/** What the styleguide shows: pairs of a name and the elements that stand for it. */

import { button, iconButton } from "/web/shared/button.js";
import { barChart, sparkline } from "/web/shared/charts.js";
import { codeBlock } from "/web/shared/codeblock.js";
import { columnRows } from "/web/shared/columns.js";
import { dropZone } from "/web/shared/dropzone.js";
import { h } from "/web/shared/element.js";
import { checkbox, Field, input, select, textarea } from "/web/shared/field.js";
import { count } from "/web/shared/format.js";
import { Many } from "/web/shared/many.js";
import { meter } from "/web/shared/meter.js";
import { refusalCard } from "/web/shared/refusal.js";
import { segmented } from "/web/shared/segmented.js";
import { Table } from "/web/shared/table.js";
import { Tabs } from "/web/shared/tabs.js";
import { timeline } from "/web/shared/timeline.js";
import { toast } from "/web/shared/toast.js";
import { verdictBars } from "/web/shared/verdictbars.js";
import { messages } from "./messages.js";

const COLOURS = ["ink", "muted", "paper", "zaffre", "zaffre-soft", "success", "warning", "danger"];

export function specimens() {
  return [
    ["Colours", h("ul", { class: "colours" }, COLOURS.map((name) => h("li", { class: `colour colour-${name}` }, name)))],
    ["Buttons", buttons()],
    ["Fields", ...fields()],
    ["Any number of many", ...many()],
    ["Drop zone", dropZone("Drop a picture, or choose one", { accept: "image/*", hint: "PNG, JPEG or WebP", onFile: ({ name }) => toast(`${name} was chosen.`) })],
    ["Segmented control", segmented("View", options("Table", "Chart"), { value: "Table", onChoose: () => {} })],
    ["Tabs", ...tabs()],
    ["Table", table([["chat", 1204], ["embeddings", 87], ["images", 12]])],
    ["Empty table", table([])],
    ["Meters", ...meters()],
    ["Sparkline", sparkline([3, 5, 4, 8, 6, 9, 12, 10], "Requests over eight hours, rising from 3 to 10")],
    ["Bar chart", barChart("Tokens by deployment", [{ name: "chat", number: 900, words: "900" }, { name: "embeddings", number: 310, words: "310" }])],
    ["Columns over time", columns()],
    ["Timeline", timeline(HAPPENED)],
    ["Verdict bars", verdictBars(VERDICTS)],
    ["Code block", codeBlock('curl "$ZAFFRE_URL/v1/models" -H "api-key: $ZAFFRE_API_KEY"', "A request by curl")],
    ["Refusals", ...refusals()],
    ["Toast and dialogs", messages()],
  ];
}

const VERDICTS = [
  { category: "Hate", score: 0.04, threshold: 0.5, severity: "safe", blocked: false },
  { category: "Violence", score: 0.36, threshold: 0.5, severity: "low", blocked: false },
  { category: "Jailbreak", score: 0.91, threshold: 0.5, severity: "detected", blocked: true },
];

const DAY = 86_400;
const NOW = Date.now() / 1000;
const HAPPENED = [
  { words: "Applied", time: NOW - 3 * DAY, by: "Ada" },
  { words: "Asked back", time: NOW - 2 * DAY, by: "Keeper", note: "Which models do you need?" },
  { words: "Approved", time: NOW - DAY, by: "Keeper" },
];

const options = (...words) => words.map((word) => ({ value: word, label: word }));

function buttons() {
  const kinds = ["plain", "primary", "quiet", "danger"];
  const shown = kinds.map((kind) => button(`${kind[0].toUpperCase()}${kind.slice(1)}`, { kind }));
  return h("div", { class: "row" }, shown, button("Disabled", { disabled: true }), iconButton("Copy", "copy"));
}

function fields() {
  const refused = new Field("Temperature", input({ value: "9", inputmode: "decimal" }));
  refused.refuse("Give a number from 0 to 2.");
  return [
    new Field("Name", input({ value: "Cobalt" }), { hint: "People see it beside the key." }).element,
    refused.element,
    new Field("Deployment", select(options("chat", "embeddings"))).element,
    new Field("System prompt", textarea({ rows: 3, value: "Answer in one sentence." })).element,
    checkbox("Remember the key in this browser"),
  ];
}

function many() {
  const refused = new Many("Networks", options("10.0.0.0/8"));
  refused.refuse("Choose at least one.");
  return [new Many("Only these deployments", options("chat", "embeddings", "images"), { hint: "None ticked: all that the project may call.", values: ["chat"] }).element, refused.element];
}

function tabs() {
  const pages = ["First", "Second"].map((label) => ({ id: label.toLowerCase(), label, panel: h("div", {}, `The ${label.toLowerCase()} panel.`) }));
  return [new Tabs("Example pages", pages).element, ...pages.map(({ panel }) => panel)];
}

function table(rows) {
  const columns = [
    { name: "Deployment", value: ([name]) => name },
    { name: "Requests", value: ([, number]) => number, show: ([, number]) => count(number), isNumber: true },
  ];
  const caption = rows.length ? "Requests by deployment" : "Requests of a new key";
  return new Table(caption, columns, { rows, empty: "No requests yet. The first one appears here at once." }).element;
}

function meters() {
  return [
    meter("Requests", { used: 12, limit: 60, words: "12 of 60 a minute" }),
    meter("Tokens", { used: 46_000, limit: 50_000, words: `${count(46_000)} of ${count(50_000)} a minute` }),
    meter("Budget", { used: 20, limit: 20, words: "spent" }),
  ];
}

function columns() {
  const column = (number) => number !== null && { share: number / 20, words: `${number} of 20 calls` };
  const row = (name, numbers, words) => ({ name, words, columns: numbers.map(column) });
  const rows = [row("Any category", [0, 1, 4, 2, null, 1, 0, 3], "7.9 %"), row("Violence", [0, 1, 2, 2, null, 0, 0, 1], "4.3 %")];
  const ticks = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon"].map((words, at) => ({ at, words }));
  return columnRows("Share of calls that were blocked", { rows, top: { share: 0.2, words: "20 %" }, ticks });
}

function refusals() {
  const wrong = { status: 400, message: "Invalid 'temperature': expected at most 2.", param: "temperature", code: "invalid_value" };
  const later = { status: 503, message: "The engine is starting again.", code: "unavailable" };
  return [refusalCard(wrong), refusalCard(later, { onRetry: () => {} })];
}
