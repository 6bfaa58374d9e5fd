// The measurements, combined from all rounds.
import type { RecordableHistogram } from 'node:perf_hooks';
import { type Measured, microseconds } from './open-loop.ts';
import type { Usage } from './service.ts';

/** A number stands for an open loop with that many operations a second. */
export type Phase = 'warm-up' | 'throughput' | number;

export interface Place {
  readonly mix: string;
  readonly phase: Phase;
  readonly service: string;
}

export interface Sum {
  readonly latency: Map<string, RecordableHistogram>;
  readonly wrong: Map<string, number>;
  done: number;
  seconds: number;
  cpuMs: number;
  calls: number;
  /** The maximum observed. */
  memoryMb: number;
}

/** All kinds of operations together. */
export const everything = 'all';

export class Results {
  readonly #sums = new Map<string, { place: Place; sum: Sum }>();

  note(place: Place, measured: Measured, usage: Usage): void {
    const sum = this.of(place);
    for (const [kind, histogram] of measured.latency) {
      for (const name of [kind, everything]) {
        const all = sum.latency.get(name) ?? microseconds();
        all.add(histogram);
        sum.latency.set(name, all);
      }
    }
    for (const [what, times] of measured.wrong) {
      sum.wrong.set(what, (sum.wrong.get(what) ?? 0) + times);
    }
    sum.done += measured.done;
    sum.seconds += measured.seconds;
    sum.cpuMs += usage.cpuMs;
    sum.calls += usage.calls;
    sum.memoryMb = Math.max(sum.memoryMb, usage.memoryMb);
    const { mix, phase, service } = place;
    const rate = `${Math.round(measured.done / measured.seconds)}/s`;
    console.error(`${mix}, ${phase}, ${service}: ${measured.done} operations, ${rate}`);
  }

  of(place: Place): Sum {
    const name = JSON.stringify([place.mix, place.phase, place.service]);
    const known = this.#sums.get(name) ?? { place, sum: nothing() };
    this.#sums.set(name, known);
    return known.sum;
  }

  /** Operations a second. */
  rate(place: Place): number {
    const { done, seconds } = this.of(place);
    return done / seconds;
  }

  /** The rates of the open loops of a mix. */
  rates(mix: string): number[] {
    const phases = [...this.#sums.values()]
      .filter(({ place }) => place.mix === mix)
      .map(({ place }) => place.phase);
    return [...new Set(phases)].filter((phase) => typeof phase === 'number');
  }

  /** All errors, by service. */
  wrong(): { service: string; what: string; times: number }[] {
    return [...this.#sums.values()].flatMap(({ place, sum }) =>
      [...sum.wrong].map(([what, times]) => ({
        ...{ service: `${place.service} (${place.mix}, ${place.phase})`, what, times },
      })),
    );
  }
}

const nothing = (): Sum => ({
  ...{ latency: new Map(), wrong: new Map() },
  ...{ done: 0, seconds: 0, cpuMs: 0, calls: 0, memoryMb: 0 },
});
