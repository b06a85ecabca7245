/** What the deployments that draw can do, as the list of models tells it. */

/** The deployments that can do `operation`: image_generation, image_edit or image_variation. */
export const ableTo = (models, operation) => models.filter(({ capabilities }) => capabilities[operation]);

/** Whether `model` has a feature such as `mask` or `seed`. */
export const has = (model, feature) => Boolean(model?.pictures?.features.includes(feature));

/** The sizes of `model` as `[width, height]`; an empty list means that any will do. */
export function sizesOf(model) {
  return (model?.pictures?.sizes ?? []).map((text) => text.split("x").map(Number));
}

/** "1024x1536" → "Tall, 1024 × 1536". */
export function sizeName(text) {
  const [width, height] = text.split("x").map(Number);
  const shape = width === height ? "Square" : width > height ? "Wide" : "Tall";
  return `${shape}, ${width} × ${height}`;
}
