// Checks that each connection has two halves that agree.
import { setTimeout as wait } from 'node:timers/promises';
import type { ConnectionHalf } from '../shared/contracts/connection-schemas.ts';
import { type RecordReference, recordName } from '../shared/contracts/identifiers.ts';
import { type Api, Refused } from './api.ts';
import { differences, type Half, halfOf } from './halves.ts';

/** A pair is read this often, this far apart (ms), before it is called broken. */
const readings = { times: 3, apart: 300 } as const;

/** A connection that is not two halves that agree. */
export interface BrokenConnection {
  readonly connectionId: string;
  /** As `type/id`. */
  readonly record1: string;
  readonly record2: string;
  readonly detail: string;
  /** The fields that differ, as seen from record1. */
  readonly fields?: readonly string[];
}

/** By connection, the halves that no twin has come by for. */
type Unmatched = Map<string, ConnectionHalf[]>;

/**
 * Takes halves in any order and finds those without a twin or different from it. Only halves whose
 * twin has not come by are kept in memory. What looks wrong may be a change made during the scan,
 * so it is read again, consistently, before it is reported.
 */
export class Pairs {
  readonly #unmatched: Unmatched = new Map();
  #halves = 0;
  #pairs = 0;

  get halves(): number {
    return this.#halves;
  }

  get connections(): number {
    return this.#pairs + this.#unmatched.size;
  }

  take(half: ConnectionHalf): void {
    this.#halves += 1;
    if (matchOff(this.#unmatched, half)) this.#pairs += 1;
  }

  /** Those that are broken still when they are read again. */
  async broken(api: Api): Promise<BrokenConnection[]> {
    const problems: BrokenConnection[] = [];
    const unreadable = new Set<string>();
    for (const [id, found] of this.#unmatched) {
      const verdict = await readAgain(api, found);
      if (verdict === 'unreadable') unreadable.add(id);
      else if (verdict !== 'whole') problems.push(verdict);
    }
    if (unreadable.size > 0) problems.push(...(await scanAgain(api, unreadable)));
    return problems;
  }
}

/** Takes the twin of a half away and answers true; keeps the half when there is none yet. */
function matchOff(unmatched: Unmatched, half: ConnectionHalf): boolean {
  const others = unmatched.get(half.id) ?? [];
  const isTwin = (other: ConnectionHalf) =>
    other.side !== half.side && differences(half, other).length === 0;
  const twin = others.find(isTwin);
  const left = twin === undefined ? [...others, half] : others.filter((other) => other !== twin);
  if (left.length > 0) unmatched.set(half.id, left);
  else unmatched.delete(half.id);
  return twin !== undefined;
}

/** Reads a connection from both its records until it is whole or has been wrong each time. */
async function readAgain(
  api: Api,
  found: readonly ConnectionHalf[],
): Promise<BrokenConnection | 'whole' | 'unreadable'> {
  const [half, other] = found;
  if (half === undefined) return 'whole';
  // A record's list does not tell the side; but no change ever moves it.
  if (other !== undefined && other.side === half.side && isMirrored(half, other)) {
    const detail = `both halves say that they are seen from ${half.side}`;
    return { ...placeOf(half), detail, fields: ['side'] };
  }
  const [record1, record2] = recordsOf(half);
  for (let time = 1; ; time += 1) {
    const halves1 = await halvesAt(api, half.id, record1, record2);
    const halves2 = await halvesAt(api, half.id, record2, record1);
    if (halves1 === undefined || halves2 === undefined) return 'unreadable';
    const fault = faultIn(half, halves1, halves2);
    if (fault === undefined) return 'whole';
    if (time === readings.times) return { ...placeOf(half), ...fault };
    await wait(readings.apart);
  }
}

/**
 * Judges by another scan what cannot be read from its records, because one of them does not exist:
 * its connections are being deleted in the background, or a half was left behind.
 */
async function scanAgain(api: Api, ids: ReadonlySet<string>): Promise<BrokenConnection[]> {
  const unmatched: Unmatched = new Map();
  for await (const half of api.walk('listConnectionHalves', {})) {
    if (ids.has(half.id)) matchOff(unmatched, half);
  }
  return [...unmatched.values()].flatMap((found) => {
    const [half] = found;
    if (half === undefined) return [];
    const [record1] = recordsOf(half).map(recordName);
    const at1 = found.filter(({ record }) => recordName(record) === record1);
    const at2 = found.filter(({ record }) => recordName(record) !== record1);
    const fault = faultIn(half, at1, at2);
    return fault === undefined ? [] : [{ ...placeOf(half), ...fault }];
  });
}

/** The halves of a connection at one of its records; undefined when the record does not exist. */
async function halvesAt(
  api: Api,
  connectionId: string,
  { type, id }: RecordReference,
  connected: RecordReference,
): Promise<Half[] | undefined> {
  const query = { connectedType: connected.type, connectedId: connected.id };
  const halves: Half[] = [];
  try {
    for await (const view of api.walk('listConnectionsOfRecord', { params: { type, id }, query })) {
      if (view.id === connectionId) halves.push(halfOf(view));
    }
    return halves;
  } catch (error) {
    if (error instanceof Refused && error.problem.code === 'NotFound') return undefined;
    throw error;
  }
}

function faultIn(half: ConnectionHalf, halves1: readonly Half[], halves2: readonly Half[]) {
  const [one, other] = [halves1[0], halves2[0]];
  if (one === undefined && other === undefined) return undefined;
  const [record1, record2] = recordsOf(half).map(recordName);
  if (halves1.length !== 1 || halves2.length !== 1 || one === undefined || other === undefined) {
    const counts = `${record1} has ${halves1.length} and ${record2} has ${halves2.length}`;
    return { detail: `each record must have one half, but ${counts}` };
  }
  const fields = differences(one, other);
  return fields.length === 0
    ? undefined
    : { detail: `the half of ${record2} differs in ${fields.join(', ')}`, fields };
}

function isMirrored(half: Half, other: Half): boolean {
  return (
    recordName(half.record) === recordName(other.connected) &&
    recordName(half.connected) === recordName(other.record)
  );
}

function recordsOf(half: ConnectionHalf): [RecordReference, RecordReference] {
  const { side, record, connected } = half;
  return side === 'record1' ? [record, connected] : [connected, record];
}

function placeOf(half: ConnectionHalf) {
  const [record1, record2] = recordsOf(half);
  return { connectionId: half.id, record1: recordName(record1), record2: recordName(record2) };
}
