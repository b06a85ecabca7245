/** A table that stays calm: sorted by the column whose head is pressed, and saying so when it is empty. */

import { h } from "./element.js";

/** `columns` are `{name, value(row), show?(row), isNumber?, isLong?}`; `empty` is said where there are no rows. */
export class Table {
  constructor(caption, columns, { rows = [], empty = "Nothing here yet." } = {}) {
    this.columns = columns;
    this.empty = empty;
    this.sorted = null;
    this.heads = columns.map((column) => this.#head(column));
    this.body = h("tbody");
    const table = h("table", { class: "table" }, h("caption", { class: "spoken-only" }, caption), h("thead", {}, h("tr", {}, this.heads)), this.body);
    this.element = h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": caption }, table);
    this.show(rows);
  }

  show(rows) {
    this.rows = rows;
    const none = h("tr", {}, h("td", { colspan: this.columns.length, class: "table-empty" }, this.empty));
    this.body.replaceChildren(...(rows.length ? this.#inOrder().map((row) => this.#row(row)) : [none]));
  }

  #head(column) {
    const press = h("button", { type: "button", class: "table-sort", onclick: () => this.#sortBy(column) }, column.name);
    return h("th", { scope: "col", class: column.isNumber && "number", "aria-sort": "none" }, press);
  }

  #sortBy(column) {
    const isAgain = this.sorted?.column === column;
    this.sorted = { column, direction: isAgain ? -this.sorted.direction : 1 };
    this.heads.forEach((head, index) => {
      const isThis = this.columns[index] === column;
      head.setAttribute("aria-sort", isThis ? (this.sorted.direction > 0 ? "ascending" : "descending") : "none");
    });
    this.show(this.rows);
  }

  #inOrder() {
    if (!this.sorted) return this.rows;
    const { column, direction } = this.sorted;
    const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    return [...this.rows].sort((one, other) => direction * compare(column.value(one), column.value(other)));
  }

  #row(row) {
    const cells = this.columns.map((column) => h("td", { class: kindOf(column) }, (column.show ?? column.value)(row)));
    return h("tr", {}, cells);
  }
}

function kindOf({ isNumber, isLong }) {
  if (isNumber) return "number";
  return isLong ? "long" : null;
}
