/** Asks again and again for as long as somebody looks. */

export class Pulse {
  /** `beat()` is awaited; the next one comes `every` milliseconds later. */
  constructor(beat, every) {
    this.beat = beat;
    this.every = every;
  }

  start() {
    this.stop();
    this.timer = setTimeout(() => this.#pass(), this.every);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  async #pass() {
    const { timer } = this;
    // A failed beat says nothing: what is shown was true a moment ago, and the next beat may succeed.
    if (document.visibilityState === "visible") await this.beat().catch(() => {});
    if (this.timer === timer) this.start();
  }
}
