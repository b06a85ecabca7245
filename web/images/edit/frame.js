/** The frame around a picture: as large as the picture, or larger where it is to be continued. */

// How much more a shape that is off counts than an area that is.
const SHAPE = 12;
const STEP = 32;
const FARTHEST = 2048;

/** `margins` `{left, top, right, bottom}` around a picture of `width` by `height`; `x` and `y` are not above 0. */
export function frameOf({ left, top, right, bottom }, { width, height }) {
  return { x: -left, y: -top, width: left + width + right, height: top + height + bottom };
}

export const NONE = { left: 0, top: 0, right: 0, bottom: 0 };
export const isGrown = (margins) => Object.values(margins).some((margin) => margin > 0);

/**
 * The nearest frame that can be drawn, `{margins, target}`: of the shape of one of `sizes`, and what comes
 * back will measure `target`. No sizes mean that any will do.
 */
export function fitted(margins, picture, sizes) {
  const frame = frameOf(margins, picture);
  if (!sizes.length) return { margins, target: [frame.width, frame.height] };
  const target = nearest(frame, sizes);
  return { margins: padded(margins, frame, target[0] / target[1]), target };
}

/**
 * Margins with `edge` moved outwards (`way` 1) or inwards (-1), as far as it takes to come to another frame: a
 * smaller step would be undone by the shapes that can be drawn.
 */
export function nudged(margins, edge, way, picture, sizes) {
  for (let step = STEP; step <= FARTHEST; step += STEP) {
    const wanted = { ...margins, [edge]: Math.max(0, margins[edge] + way * step) };
    if ((fitted(wanted, picture, sizes).margins[edge] - margins[edge]) * way > 0) return wanted;
  }
  return margins;
}

/** The size that is nearest in shape, and then in area. */
function nearest({ width, height }, sizes) {
  const distance = ([wide, high]) => SHAPE * Math.abs(Math.log((width / height / wide) * high)) + Math.abs(Math.log((width * height) / wide / high));
  return sizes.reduce((best, size) => (distance(size) < distance(best) ? size : best));
}

function padded({ left, top, right, bottom }, { width, height }, ratio) {
  const wider = Math.max(0, Math.round(height * ratio - width));
  const higher = Math.max(0, Math.round(width / ratio - height));
  const [more, less] = [shared(wider, left, right), shared(higher, top, bottom)];
  return { left: left + more[0], right: right + more[1], top: top + less[0], bottom: bottom + less[1] };
}

// What must be added goes to the side that grew; to both where both did, or none.
function shared(number, first, second) {
  if (first > 0 === second > 0) return [Math.floor(number / 2), Math.ceil(number / 2)];
  return first > 0 ? [number, 0] : [0, number];
}
