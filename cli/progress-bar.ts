// A progress bar on a terminal; prints nothing elsewhere.

const barWidth = 30;

/** Redrawing more often than this costs time and is not visible. Milliseconds. */
const interval = 100;

/** One line on standard error that is redrawn in place. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  #lastDrawnAt = 0;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  /** Shows `done` of `total` as a bar or, when the total is not known, `done` as a number. */
  show(label: string, done: number, total?: number): void {
    const now = performance.now();
    if (!this.#stream.isTTY || (this.#lastDrawnAt !== 0 && now - this.#lastDrawnAt < interval))
      return;
    this.#lastDrawnAt = now;
    const shown = total === undefined ? done.toLocaleString('en-US') : bar(done, total);
    this.#stream.write(`\r\x1b[K${label}: ${shown}`);
  }

  /** Clears the line, so that other output starts on an empty one. */
  clear(): void {
    if (this.#lastDrawnAt !== 0) this.#stream.write('\r\x1b[K');
    this.#lastDrawnAt = 0;
  }
}

/** A bar and a percentage; 0 of 0 is 100%. */
export function bar(done: number, total: number): string {
  const part = total === 0 ? 1 : Math.min(done / total, 1);
  const filled = Math.round(part * barWidth);
  const percent = String(Math.floor(part * 100)).padStart(3);
  return `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${percent}%`;
}
