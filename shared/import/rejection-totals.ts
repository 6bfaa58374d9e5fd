// Why lines were rejected: how many for each outcome, code and field.
import type { RejectedLine, RejectedStatus } from './import-outcomes.ts';

/** How many lines were rejected with one outcome and code, and how many of them because of each field. */
export interface RejectionTotal {
  readonly outcome: RejectedStatus;
  readonly code: string;
  readonly count: number;
  readonly fields: Readonly<Record<string, number>>;
}

export class RejectionTotals {
  readonly #totals = new Map<string, { total: RejectionTotal; fields: Map<string, number> }>();

  add(rejected: readonly RejectedLine[]): void {
    for (const { status, fault } of rejected) {
      const key = `${status} ${fault.code}`;
      const { total, fields } = this.#totals.get(key) ?? {
        total: { outcome: status, code: fault.code, count: 0, fields: {} },
        fields: new Map<string, number>(),
      };
      this.#totals.set(key, { total: { ...total, count: total.count + 1 }, fields });
      for (const field of new Set(fault.errors?.map(({ path }) => fieldOf(path)))) {
        fields.set(field, (fields.get(field) ?? 0) + 1);
      }
    }
  }

  /** The most frequent first, also among the fields. */
  list(): RejectionTotal[] {
    return [...this.#totals.values()]
      .map(({ total, fields }) => ({
        ...total,
        fields: Object.fromEntries([...fields].sort(([, one], [, other]) => other - one)),
      }))
      .sort((one, other) => other.count - one.count);
  }
}

/** All elements of a list are one field. */
const fieldOf = (path: string) => path.replace(/\[\d+\]/g, '') || 'the line';
