/** Vectors on paper: how alike they are, and where they lie in two dimensions. */

const STEPS = 60;

/** The cosine of each pair; 1 on the diagonal. */
export function similarities(vectors) {
  const unit = vectors.map((vector) => scaled(vector, 1 / (length(vector) || 1)));
  return unit.map((one) => unit.map((other) => dot(one, other)));
}

/**
 * The two main axes of the vectors (principal components), found by power iteration
 * on the small matrix of their products; coordinates between -1 and 1.
 */
export function flattened(vectors) {
  const middle = vectors[0].map((_, axis) => sum(vectors.map((vector) => vector[axis])) / vectors.length);
  const centred = vectors.map((vector) => vector.map((value, axis) => value - middle[axis]));
  const products = centred.map((one) => centred.map((other) => dot(one, other)));
  const first = mainAxis(products, []);
  const second = mainAxis(products, [first]);
  const reach = Math.max(1e-9, ...first.map(Math.abs), ...second.map(Math.abs));
  return first.map((x, index) => [x / reach, second[index] / reach]);
}

function mainAxis(matrix, known) {
  let axis = without(matrix.map((_, index) => Math.cos(index + 1)), known);
  let strength = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const next = without(matrix.map((row) => dot(row, axis)), known);
    strength = length(next);
    if (strength < 1e-9) return axis.map(() => 0);
    axis = scaled(next, 1 / strength);
  }
  return scaled(axis, Math.sqrt(strength));
}

const without = (vector, known) =>
  known.reduce((rest, axis) => {
    const share = dot(rest, axis) / (dot(axis, axis) || 1);
    return rest.map((value, index) => value - share * axis[index]);
  }, vector);

const sum = (values) => values.reduce((total, value) => total + value, 0);
const dot = (one, other) => sum(one.map((value, index) => value * other[index]));
const length = (vector) => Math.sqrt(dot(vector, vector));
const scaled = (vector, factor) => vector.map((value) => value * factor);
