/** The application: who, which use, which models, how much; a draft is kept until it is sent. */

import { post } from "/web/shared/api.js";
import { h } from "/web/shared/element.js";
import { checkbox, Field, input, select, textarea } from "/web/shared/field.js";
import { Many } from "/web/shared/many.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { whole } from "/web/shared/room/numbers.js";
import { device, forget, keep, recall } from "/web/shared/storage.js";
import { Terms } from "../terms.js";

const DRAFT = "zaffre.application";

export class ApplicationForm {
  /** `ways` are those of the server, `kind` is access or more; `done(words)` hears that it was sent, or was left. */
  constructor(me, ways, kind, done) {
    Object.assign(this, { ways, kind, done });
    const draft = recall(device, DRAFT) ?? {};
    this.use = new Field("What do you want to do?", textarea({ name: "use_case", rows: 4, value: draft.use ?? "" }), { hint: "A few plain sentences: for whom, with what data, what happens with the answers." });
    this.project = kind === "more" && new Field("For which project?", select(me.projects.map(({ id, name }) => ({ value: id, label: name })), { name: "project_id" }));
    this.models = many("Which models?", ways.form?.models, draft.models, "None ticked: whichever you advise.");
    this.requests = number("Requests a day, about", "requests_per_day", draft.requests);
    this.tokens = number("Tokens a day, about", "tokens_per_day", draft.tokens);
    this.capabilities = many("Do you need any of these?", ways.form?.capabilities, draft.capabilities, "They are given with care, and a second person looks at the application.");
    this.production = checkbox("It is for production: people rely on it", { name: "is_production", checked: draft.isProduction });
    this.terms = new Terms(ways.terms);
    this.element = h("section", { class: "quota-card" }, h("h3", {}, kind === "more" ? "Ask for more" : "Apply for access"), this.#who(me), this.#form());
    this.element.addEventListener("input", () => keep(device, DRAFT, this.#draft()));
  }

  #who({ user }) {
    return h("p", { class: "muted" }, `You apply as ${user.name || user.email}, ${user.email}.`);
  }

  #form() {
    const fields = { use_case: this.use, project_id: this.project, models: this.models, requests_per_day: this.requests, tokens_per_day: this.tokens, capabilities: this.capabilities, is_production: plainly(this.production), agreed_terms: this.terms };
    const shown = Object.fromEntries(Object.entries(fields).filter(([, field]) => field));
    this.use.element.classList.add("wide");
    return new Form(shown, { verb: "Send application", onSubmit: () => this.#send(), onCancel: () => this.done() }).element;
  }

  #draft() {
    const volume = { requests: this.requests.control.value, tokens: this.tokens.control.value };
    return { use: this.use.control.value, models: this.models?.values, capabilities: this.capabilities?.values, isProduction: ticked(this.production), ...volume };
  }

  async #send() {
    const use = this.use.control.value.trim();
    if (!use) throw wrong("use_case", "Say in a few words what you want to do.");
    const agreed = this.terms.read();
    await post("/v1/me/applications", {
      kind: this.kind,
      ...(this.project && { project_id: this.project.control.value }),
      use_case: use,
      models: this.models?.values ?? [],
      volume: { requests_per_day: whole("requests_per_day", this.requests), tokens_per_day: whole("tokens_per_day", this.tokens) },
      capabilities: this.capabilities?.values ?? [],
      is_production: ticked(this.production),
      ...agreed,
    });
    forget(device, DRAFT);
    this.done("Your application is sent. Here you see how it stands.");
  }
}

// A tick box can't be wrong, but stands among the fields.
const plainly = (box) => ({ element: h("div", { class: "wide" }, box), control: box, refuse: () => {} });

const ticked = (box) => box.querySelector("input").checked;

function many(legend, options, values, hint) {
  const told = (options ?? []).map((one) => (typeof one === "string" ? { value: one, label: one } : { value: one.name ?? one.id, label: one.description || one.name || one.id }));
  return told.length > 0 && new Many(legend, told, { values: values || [], hint });
}

const number = (label, name, value) => new Field(label, input({ name, inputmode: "numeric", value: value ?? "", placeholder: "not known" }));
