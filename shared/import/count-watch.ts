// Follows the counts that the service shows, to know when they include what was imported.
import type { Client } from '../client/create-client.ts';
import { LiaisonProblem } from '../client/liaison-problem.ts';
import type { CallOptions } from '../client/operation-types.ts';
import type { LineValue } from './import-lines.ts';

/** Of a record type: its records, and the sides of connections that its records have. */
interface TypeCounts {
  records: number;
  sides: number;
}

/** How many of the created records and connections the counts include. */
export interface CountProgress {
  readonly records: { readonly created: number; readonly counted: number };
  readonly connections: { readonly created: number; readonly counted: number };
}

export const isUpToDate = ({ records, connections }: CountProgress): boolean =>
  records.counted === records.created && connections.counted === connections.created;

/** The record types of a record or of the two sides of a connection. */
const typesOf = ({ type, record1, record2 }: LineValue): string[] => {
  const sides = [record1, record2].filter((side) => side !== undefined);
  return sides.length === 0
    ? [String(type)]
    : sides.map((side) => String((side as LineValue).type));
};

/**
 * Reads the counts of each record type before the first line about it is sent, and again at the end. The
 * counts are exact if nobody else writes. What others create at the same time counts as imported: then
 * they may seem up to date a moment too early.
 */
export class CountWatch {
  readonly #client: Client;
  readonly #before = new Map<string, Promise<TypeCounts | undefined>>();
  readonly #created = new Map<string, TypeCounts>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** Call it before lines are sent. 1 request for each record type that they mention first. */
  async before(lines: readonly LineValue[], options: CallOptions): Promise<void> {
    for (const type of new Set(lines.flatMap(typesOf))) {
      if (this.#before.has(type)) continue;
      // An import does not fail because its counts cannot be followed.
      this.#before.set(
        type,
        this.#read(type, options).catch(() => undefined),
      );
    }
    await Promise.all(this.#before.values());
  }

  /** Notes a line that created something. */
  created(line: LineValue): void {
    const types = typesOf(line);
    for (const type of types) {
      const counts = this.#created.get(type) ?? { records: 0, sides: 0 };
      if (line.record1 === undefined) counts.records += 1;
      else counts.sides += 1;
      this.#created.set(type, counts);
    }
  }

  /**
   * Compares what was created with the counts now; undefined if they could not be read before. 1
   * request for each record type.
   */
  async progress(options: CallOptions): Promise<CountProgress | undefined> {
    const created = { records: 0, sides: 0 };
    const counted = { records: 0, sides: 0 };
    for (const [type, expected] of this.#created) {
      const before = await this.#before.get(type);
      if (!before) return undefined;
      const now = await this.#read(type, options);
      for (const what of ['records', 'sides'] as const) {
        const more = now[what] - before[what];
        created[what] += expected[what];
        counted[what] += Math.max(0, Math.min(more, expected[what]));
      }
    }
    return {
      records: { created: created.records, counted: counted.records },
      connections: { created: created.sides / 2, counted: Math.floor(counted.sides / 2) },
    };
  }

  async #read(type: string, options: CallOptions): Promise<TypeCounts> {
    try {
      const { records, total } = await this.#client.getRecordTypeSummary({
        params: { type },
        ...options,
      });
      return { records, sides: total };
    } catch (error) {
      const isUnknown = error instanceof LiaisonProblem && [400, 404].includes(error.status);
      if (!isUnknown) throw error;
      return { records: 0, sides: 0 };
    }
  }
}
