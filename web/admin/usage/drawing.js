/** Usage drawn: columns over time, or a bar for each of the largest. */

import { barChart } from "/web/shared/charts.js";
import { columnRows } from "/web/shared/columns.js";
import { isTime, labelOf, nameOf } from "./dimensions.js";

const MOST_BARS = 12;
const MOST_ROWS = 6;
const MOST_TICKS = 5;

/** `measure` of `rows` by `by`, and by `then` where it is not empty. */
export function drawing(rows, { by, then }, measure, currency) {
  const title = `${measure.label} by ${labelOf(by).toLowerCase()}`;
  const say = (number) => measure.show(number, currency);
  return isTime(by) ? overTime(title, rows, { by, then }, measure, say) : bars(title, rows, by, measure, say);
}

function bars(title, rows, by, measure, say) {
  const sums = summed(rows, (row) => nameOf(by, row), measure).slice(0, MOST_BARS);
  return barChart(title, sums.map(([name, number]) => ({ name, number, words: say(number) })));
}

// A row of columns for each of the largest under `then`; all share the scale.
function overTime(title, rows, { by, then }, measure, say) {
  const times = [...new Set(rows.map(({ key }) => Number(key)))].sort((one, other) => one - other);
  const named = then ? summed(rows, (row) => nameOf(then, row.then), measure).slice(0, MOST_ROWS).map(([name]) => name) : [measure.label];
  const of = (name) => (then ? rows.filter((row) => nameOf(then, row.then) === name) : rows);
  const most = Math.max(...rows.map(measure.value));
  const shown = named.map((name) => {
    const known = new Map(of(name).map((row) => [Number(row.key), measure.value(row)]));
    const sum = [...known.values()].reduce((total, number) => total + number, 0);
    const columns = times.map((time) => known.has(time) && column(known.get(time), most, `${nameOf(by, { key: time })}: ${say(known.get(time))}`));
    return { name, words: `${say(sum)} in all`, columns };
  });
  return columnRows(title, { rows: shown, top: { share: 1, words: say(most) }, ticks: ticks(times, by) });
}

const column = (number, most, words) => ({ share: most ? number / most : 0, words });

function summed(rows, name, measure) {
  const sums = new Map();
  for (const row of rows) sums.set(name(row), (sums.get(name(row)) ?? 0) + measure.value(row));
  return [...sums].sort(([, one], [, other]) => other - one);
}

function ticks(times, by) {
  const step = Math.ceil(times.length / MOST_TICKS);
  const places = times.map((_, place) => place).filter((place) => (times.length - 1 - place) % step === 0);
  return places.map((at) => ({ at, words: nameOf(by, { key: times[at] }) }));
}
