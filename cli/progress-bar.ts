// Progress on standard error: a bar with rate and time left on a terminal, a line every 10 seconds elsewhere.

const barWidth = 30;

/** Milliseconds. Redrawing more often costs time and is not visible; lines in a log are for people, too. */
const intervals = { redraw: 100, line: 10_000 } as const;

/** A rate is not shown before this many milliseconds: until then it changes too much. */
const rateAfter = 2000;

interface Shown {
  readonly label: string;
  readonly done: number;
  readonly total: number | undefined;
  /** What is counted for the rate: lines, for example. */
  readonly units: { readonly name: string; readonly done: number } | undefined;
}

export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  #shown: Shown | undefined;
  #startedAt = 0;
  #note = '';
  #lastDrawnAt: number | undefined;
  #lines: NodeJS.Timeout | undefined;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  /**
   * Shows `done` of `total` as a bar or, when the total is not known, `done` as a number. The rate is
   * that of the units, the time left that of `done`.
   */
  show(label: string, done: number, total?: number, units?: Shown['units']): void {
    if (label !== this.#shown?.label) this.#startedAt = performance.now();
    this.#shown = { label, done, total, units };
    this.#note = '';
    this.#draw();
  }

  /** Shows a note with the progress until the next step: what is waited for. */
  note(text: string): void {
    this.#note = text;
    this.#draw();
  }

  /** Clears the line, so that other output starts on an empty one. */
  clear(): void {
    if (this.#stream.isTTY && this.#lastDrawnAt !== undefined) this.#stream.write('\r\x1b[K');
    this.#lastDrawnAt = undefined;
    clearInterval(this.#lines);
    this.#lines = undefined;
  }

  #draw(): void {
    if (!this.#stream.isTTY) {
      this.#lines ??= setInterval(
        () => this.#stream.write(`${this.#text()}\n`),
        intervals.line,
      ).unref();
      return;
    }
    const now = performance.now();
    if (this.#lastDrawnAt !== undefined && now - this.#lastDrawnAt < intervals.redraw) return;
    this.#lastDrawnAt = now;
    this.#stream.write(`\r\x1b[K${this.#text()}`);
  }

  #text(): string {
    const elapsed = performance.now() - this.#startedAt;
    const progress = this.#shown ? progressText(this.#shown, elapsed, !this.#stream.isTTY) : '';
    return [progress, this.#note].filter((text) => text !== '').join('; ');
  }
}

/**
 * `records: ████ 35%, 4,400 lines, 410/s, 0:20 left`; in a log without the bar.
 * @param elapsed since the first step, in milliseconds
 */
export function progressText(
  { label, done, total, units }: Shown,
  elapsed: number,
  isLog: boolean,
): string {
  const parts = [
    total === undefined
      ? done.toLocaleString('en-US')
      : isLog
        ? percent(done, total)
        : bar(done, total),
  ];
  if (units) parts.push(`${units.done.toLocaleString('en-US')} ${units.name}`);
  if (elapsed >= rateAfter) {
    const rate = ((units?.done ?? done) * 1000) / elapsed;
    if (units) parts.push(`${Math.round(rate).toLocaleString('en-US')}/s`);
    if (total !== undefined && done > 0 && done < total) {
      parts.push(`${clock((elapsed * (total - done)) / done)} left`);
    }
  }
  return `${label}: ${parts.join(', ')}`;
}

/** A bar and a percentage; 0 of 0 is 100%. */
export function bar(done: number, total: number): string {
  const part = total === 0 ? 1 : Math.min(done / total, 1);
  const filled = Math.round(part * barWidth);
  const text = percent(done, total).padStart(4);
  return `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${text}`;
}

const percent = (done: number, total: number) =>
  `${Math.floor((total === 0 ? 1 : Math.min(done / total, 1)) * 100)}%`;

/** Minutes and seconds, or hours, minutes and seconds. */
function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((n) =>
    String(n).padStart(2, '0'),
  );
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':').replace(/^0/, '');
}
