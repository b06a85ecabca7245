/** A text cut where findings begin and end. Places count code points, as the API's do: an emoji is one. */

/**
 * The pieces of `text` in order, `{text, inside, begins}`: the findings that a piece lies in,
 * and those that begin with it. `findings` have a `start` and an `end`, or `null` for neither.
 */
export function pieces(text, findings) {
  const letters = Array.from(text);
  const placed = findings.filter(({ start, end }) => start !== null && start < end && end <= letters.length);
  const cuts = [0, letters.length, ...placed.flatMap(({ start, end }) => [start, end])];
  const places = [...new Set(cuts)].sort((one, other) => one - other);
  return places.slice(0, -1).map((from, index) => ({
    text: letters.slice(from, places[index + 1]).join(""),
    inside: placed.filter(({ start, end }) => start <= from && from < end),
    begins: placed.filter(({ start }) => start === from),
  }));
}

/** The words of `text` that a finding is about. */
export function excerpt(text, { start, end }) {
  return Array.from(text).slice(start, end).join("");
}
