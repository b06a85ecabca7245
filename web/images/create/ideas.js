/** Prompts for those who don't know yet what they want to see. */

export const EXAMPLE = "A red fox in the snow, under a full moon";
export const FIRST = ["Three balloons over a mountain lake", "A cat asleep on a pile of books", "A lighthouse on a cliff at sunset"];

const WHO = [
  "A red fox", "A small owl", "Two penguins", "An old sailing ship", "A yellow tractor", "A purple octopus", "A sleepy bear",
  "A robot", "A hot-air balloon", "A white horse", "Three ducklings", "A blue whale", "A green dragon", "A family of hedgehogs",
];
const WHERE = [
  "in a snowy forest", "on a beach at sunset", "under the stars", "in a field of sunflowers", "on top of a mountain",
  "beside a lake", "in a desert with cacti", "in front of a castle", "in the rain", "between tall city towers",
];
const WITH = ["", "", " with an umbrella", " next to a big red mushroom", " and a rainbow", " holding a birthday cake", " with a lantern"];

/** A prompt that was not shown just now. */
export function surprise() {
  return pick(WHO) + pick(WITH) + " " + pick(WHERE);
}

const pick = (list) => list[Math.floor(Math.random() * list.length)];
