// Checks that each connection has two halves that mirror each other, and that its series lists it.
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '../shared/client/create-client.ts';
import type { ConnectionHalf } from '../shared/contracts/answers/connection-answers.ts';
import type {
  ConnectionSeries,
  KeptExternalId,
  PairProblem,
} from '../shared/contracts/answers/repair-answers.ts';
import { type RecordReference, recordPath } from '../shared/contracts/identifiers.ts';
import { foldText } from '../shared/text/fold-text.ts';
import { isSameJson } from '../shared/text/same-json.ts';
import { each } from './verify-counts.ts';

/** How often two records' connections are examined, and how far apart (ms), before a problem is reported. */
const readings = { times: 3, apart: 300 } as const;

/** A connection that does not consist of two halves that agree, or that its series does not list as it is. */
export interface BrokenConnection extends PairProblem {
  /** As `type/id`. */
  readonly record1: string;
  readonly record2: string;
}

/** Two records, as `type/id`. */
export type RecordPair = readonly [record1: string, record2: string];

/** What is known of a connection: its halves, and how series list it. */
interface Parts {
  readonly halves: ConnectionHalf[];
  readonly series: Listed[];
  /** The external ids that are kept for it. */
  readonly kept: KeptExternalId[];
}

/** How a series lists a connection. */
type Listed = Omit<ConnectionSeries, 'connections'> & ConnectionSeries['connections'][number];

/**
 * Finds connections of which a part is missing or different; the parts are added in any order. Only
 * connections that are not complete yet are kept in memory. A difference may be a change made during
 * the scan, so the service examines the two records, consistently, before anything is reported.
 */
export class Pairs {
  readonly #incomplete = new Map<string, Parts>();
  /** Pairs of records of which one is in no list. */
  readonly #suspects = new Map<string, RecordPair>();
  #halves = 0;
  #complete = 0;

  get halves(): number {
    return this.#halves;
  }

  get connections(): number {
    const begun = [...this.#incomplete.values()].filter(({ halves }) => halves.length > 0);
    return this.#complete + begun.length;
  }

  /** @param isListed whether the half's record is among the records of its type */
  add(half: ConnectionHalf, isListed: boolean): void {
    this.#halves += 1;
    if (!isListed) this.#addSuspect([half.record, half.connected]);
    this.#with(half.id, (parts) => parts.halves.push(half));
  }

  addSeries({ connections, ...series }: ConnectionSeries): void {
    for (const one of connections) {
      this.#with(one.id, (parts) => parts.series.push({ ...series, ...one }));
    }
  }

  addExternalId(kept: KeptExternalId): void {
    this.#with(kept.connectionId, (parts) => parts.kept.push(kept));
  }

  #with(id: string, add: (parts: Parts) => void): void {
    const parts = this.#incomplete.get(id) ?? { halves: [], series: [], kept: [] };
    add(parts);
    if (isComplete(parts)) {
      this.#incomplete.delete(id);
      this.#complete += 1;
    } else this.#incomplete.set(id, parts);
  }

  #addSuspect(records: readonly RecordReference[]): void {
    const [record1 = '', record2 = ''] = records.map(recordPath).sort();
    this.#suspects.set(`${record1} ${record2}`, [record1, record2]);
  }

  /** The pairs of records with connections that are not complete, or whose record is in no list. */
  suspects(): RecordPair[] {
    for (const { halves, series, kept } of this.#incomplete.values()) {
      for (const { record1, record2 } of kept) this.#addSuspect([record1, record2]);
      for (const { record, connected } of halves) this.#addSuspect([record, connected]);
      for (const { record1, record2 } of series) this.#addSuspect([record1, record2]);
    }
    return [...this.#suspects.values()];
  }

  /** The connections that are still broken when the service examines their records. */
  async broken(client: Client): Promise<BrokenConnection[]> {
    return (await each(this.suspects(), (pair) => examined(client, pair))).flat();
  }
}

/** Examines the connections of two records until nothing is wrong, or something was wrong each time. */
async function examined(
  client: Client,
  [record1, record2]: RecordPair,
): Promise<BrokenConnection[]> {
  for (let time = 1; ; time += 1) {
    const { items } = await client.listPairProblems({ query: { record1, record2 } });
    if (items.length === 0) return [];
    if (time === readings.times) return items.map((item) => ({ ...item, record1, record2 }));
    await wait(readings.apart);
  }
}

/** Whether a connection has two halves that mirror each other, one series lists it as it is, and its external id is kept. */
function isComplete({ halves, series, kept }: Parts): boolean {
  const [half, twin, ...others] = halves;
  const [listed, ...more] = series;
  if (!half || !twin || !listed || others.length + more.length > 0) return false;
  return (
    half.side !== twin.side &&
    differences(half, twin).length === 0 &&
    isListedAs(listed, half) &&
    isSameJson(half.externalId, kept[0]?.externalId ?? null) &&
    kept.length <= 1
  );
}

function isListedAs(listed: Listed, half: ConnectionHalf): boolean {
  const end = (record: RecordReference, roleId: string | null) =>
    `${recordPath(record)} ${roleId ?? ''}`;
  const ends = [
    end(listed.record1, listed.record1RoleId),
    end(listed.record2, listed.record2RoleId),
  ];
  return (
    ends.includes(end(half.record, half.roleId)) &&
    ends.includes(end(half.connected, half.connectedRoleId)) &&
    listed.title === (half.title === null ? null : foldText(half.title)) &&
    listed.effectiveStart === half.effectiveStart &&
    listed.effectiveEnd === half.effectiveEnd
  );
}

/** A half, whichever side it belongs to. */
export type Half = Omit<ConnectionHalf, 'side'>;

const mirroredFields = [
  ['record', 'connected'],
  ['roleId', 'connectedRoleId'],
  ['connected', 'record'],
  ['connectedRoleId', 'roleId'],
] as const satisfies (keyof Half)[][];

const sharedFields = [
  'id',
  'title',
  'description',
  'effectiveStart',
  'effectiveEnd',
  'attributes',
  'externalId',
  'state',
  'ownerId',
  'createdAt',
  'createdBy',
  'modifiedAt',
  'modifiedBy',
  'version',
] as const satisfies (keyof Half)[];

/** The fields of a half that its twin does not mirror; named as seen from the half. */
export function differences(half: Half, twin: Half): string[] {
  const different = (one: keyof Half, other: keyof Half) =>
    textOf(half[one]) !== textOf(twin[other]);
  return [
    ...mirroredFields.filter(([own, mirrored]) => different(own, mirrored)).map(([own]) => own),
    ...sharedFields.filter((field) => different(field, field)),
  ];
}

const textOf = (value: Half[keyof Half]): unknown =>
  typeof value === 'object' ? JSON.stringify(value) : value;
