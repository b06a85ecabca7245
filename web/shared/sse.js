/** Reads server-sent events: bytes in, the text of each event's `data` out. */

export async function* events(body) {
  let rest = "";
  for await (const text of textOf(body)) {
    const blocks = (rest + text).replace(/\r\n?/g, "\n").split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const data = dataOf(block);
      if (data !== null) yield data;
    }
  }
}

// Safari has no async iteration of streams yet, so the reader is drawn from by hand.
async function* textOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    reader.cancel().catch(() => {});
  }
}

function dataOf(block) {
  const lines = block.split("\n").filter((line) => line.startsWith("data:"));
  return lines.length ? lines.map((line) => line.slice(5).replace(/^ /, "")).join("\n") : null;
}
