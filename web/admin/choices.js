/** Choices that rooms share: of one project, or of all. */

import { Field, select } from "/web/shared/field.js";

const ALL = { id: "", name: "All projects" };

/** A choice of one project, or of all unless `first` says otherwise; `load()` asks once which there are. */
export class ProjectChoice {
  constructor(desk, onChoose, { first = ALL } = {}) {
    this.desk = desk;
    this.first = first;
    this.value = "";
    this.control = select([], { onchange: () => onChoose((this.value = this.control.value)) });
    this.field = new Field("Project", this.control);
    this.element = this.field.element;
    this.#fill([]);
  }

  /** Chooses the project `id`, as soon as it is known. */
  choose(id) {
    this.value = this.control.value = id;
  }

  async load() {
    this.projects ??= await projectsOf(this.desk);
    this.#fill(this.projects);
  }

  #fill(projects) {
    this.control.replaceChildren(...[this.first, ...projects].map(({ id, name }) => new Option(name, id)));
    this.control.value = this.value;
  }
}

/** The projects that the person may see, `{id, name}`. */
export async function projectsOf(desk) {
  return desk.can("projects.read") ? desk.all("/organization/projects") : desk.me.projects;
}
