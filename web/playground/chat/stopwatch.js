/** The figures of one answer: time to the first token, tokens a second, time in all. */

export class Stopwatch {
  #now;
  #started;
  #first = null;
  #last = null;
  #pieces = 0;
  #usage = null;

  constructor(now = () => performance.now()) {
    this.#now = now;
    this.#started = now();
  }

  /** A piece of text has come; most servers send one token a piece. */
  piece() {
    this.#last = this.#now();
    this.#first ??= this.#last;
    this.#pieces += 1;
  }

  /** The server's own count, as the API's `usage`. */
  count(usage) {
    this.#usage = usage;
  }

  /** Milliseconds and counts; `isExact` once the server has said how many tokens there were. */
  get figures() {
    const tokens = this.#usage?.completion_tokens ?? this.#pieces;
    return {
      waited: (this.#first ?? this.#now()) - this.#started,
      total: (this.#last ?? this.#now()) - this.#started,
      rate: this.#rate(tokens),
      tokens,
      promptTokens: this.#usage?.prompt_tokens ?? null,
      isExact: this.#usage !== null,
    };
  }

  // The first token's time is the prompt's work, so the rate counts the tokens after it.
  #rate(tokens) {
    const passed = this.#last - this.#first;
    return tokens > 1 && passed > 0 ? ((tokens - 1) * 1000) / passed : null;
  }
}
