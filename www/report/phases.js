// @ts-check

/** @typedef {Exclude<import('metadefender-wasm').Progress['phase'], 'done'>} Phase */

/**
 * A phase of a scan: when it began, in ms after the start of the scan, and how long it took.
 * @typedef {{ phase: Phase, start: number, length: number, going: boolean, progress?: import('metadefender-wasm').Progress }} Span
 */

/** Records the phases of a scan from the progress that it reports. */
export class Phases {
  /** @type {Span[]} */
  spans = [];
  /** The progress of the whole scan. */
  percentage = 0;
  #began = performance.now();

  /** @param {import('metadefender-wasm').Progress} progress */
  hear(progress) {
    const { phase } = progress;
    this.percentage = progress.percentage;
    if (phase === 'done') return this.end();
    let last = this.spans.at(-1);
    if (last?.phase !== phase || !last.going) {
      this.end();
      last = { phase, start: this.total, length: 0, going: true };
      this.spans.push(last);
    }
    last.progress = progress;
  }

  /** The scan has ended. */
  end() {
    const last = this.spans.at(-1);
    if (!last?.going) return;
    last.length = this.#now() - last.start;
    last.going = false;
  }

  /** How long a phase has taken. @param {Span} span */
  lengthOf(span) {
    return span.going ? this.#now() - span.start : span.length;
  }

  /** How long all phases have taken. */
  get total() {
    const last = this.spans.at(-1);
    return last ? last.start + this.lengthOf(last) : 0;
  }

  #now() {
    return performance.now() - this.#began;
  }
}
