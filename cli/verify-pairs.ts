// Checks that each connection has two halves and that each half mirrors the other.
import { setTimeout as wait } from 'node:timers/promises';
import { type Client, everyItem } from '../shared/client/create-client.ts';
import { LiaisonProblem } from '../shared/client/liaison-problem.ts';
import type { ConnectionHalf, ConnectionView } from '../shared/contracts/connection-schemas.ts';
import { type RecordReference, recordPath } from '../shared/contracts/identifiers.ts';

/** How often a pair is read, and how far apart (ms), before it is reported as broken. */
const readings = { times: 3, apart: 300 } as const;

/** A connection that does not consist of two halves that agree. */
export interface BrokenConnection {
  readonly connectionId: string;
  /** As `type/id`. */
  readonly record1: string;
  readonly record2: string;
  readonly detail: string;
  /** The fields that differ, as seen from record1. */
  readonly fields?: readonly string[];
}

/** By connection: the halves whose twin has not been added yet. */
type Unmatched = Map<string, ConnectionHalf[]>;

/**
 * Finds halves without a twin, and halves that differ from their twin; halves are added in any order.
 * Only halves whose twin is missing are kept in memory. A difference may be a change made during the
 * scan, so the connection is read again, consistently, before it is reported.
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

  add(half: ConnectionHalf): void {
    this.#halves += 1;
    if (matchOff(this.#unmatched, half)) this.#pairs += 1;
  }

  /** The connections that are still broken when they are read again. */
  async broken(client: Client): Promise<BrokenConnection[]> {
    const problems: BrokenConnection[] = [];
    const unreadable = new Set<string>();
    for (const [id, found] of this.#unmatched) {
      const verdict = await readAgain(client, found);
      if (verdict === 'unreadable') unreadable.add(id);
      else if (verdict !== 'whole') problems.push(verdict);
    }
    if (unreadable.size > 0) problems.push(...(await scanAgain(client, unreadable)));
    return problems;
  }
}

/** Removes the twin of a half and returns true; stores the half if its twin is not there yet. */
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

/** Reads a connection from both its records until it is whole or has been broken each time. */
async function readAgain(
  client: Client,
  found: readonly ConnectionHalf[],
): Promise<BrokenConnection | 'whole' | 'unreadable'> {
  const [half, other] = found;
  if (half === undefined) return 'whole';
  // A record's list does not show the side; but the side of a half never changes.
  if (other !== undefined && other.side === half.side && isMirrored(half, other)) {
    const detail = `both halves say that they belong to ${half.side}`;
    return { ...placeOf(half), detail, fields: ['side'] };
  }
  const [record1, record2] = recordsOf(half);
  for (let time = 1; ; time += 1) {
    const halves1 = await halvesAt(client, half.id, record1, record2);
    const halves2 = await halvesAt(client, half.id, record2, record1);
    if (halves1 === undefined || halves2 === undefined) return 'unreadable';
    const fault = faultIn(half, halves1, halves2);
    if (fault === undefined) return 'whole';
    if (time === readings.times) return { ...placeOf(half), ...fault };
    await wait(readings.apart);
  }
}

/**
 * Checks, by another scan, connections that cannot be read from both records because one of these
 * does not exist: its connections are being deleted in the background, or a half was left behind.
 */
async function scanAgain(client: Client, ids: ReadonlySet<string>): Promise<BrokenConnection[]> {
  const unmatched: Unmatched = new Map();
  for await (const half of everyItem(client.listConnectionHalves, {})) {
    if (ids.has(half.id)) matchOff(unmatched, half);
  }
  return [...unmatched.values()].flatMap((found) => {
    const [half] = found;
    if (half === undefined) return [];
    const [record1] = recordsOf(half).map(recordPath);
    const at1 = found.filter(({ record }) => recordPath(record) === record1);
    const at2 = found.filter(({ record }) => recordPath(record) !== record1);
    const fault = faultIn(half, at1, at2);
    return fault === undefined ? [] : [{ ...placeOf(half), ...fault }];
  });
}

/** The halves of a connection at one of its records; undefined when the record does not exist. */
async function halvesAt(
  client: Client,
  connectionId: string,
  { type, id }: RecordReference,
  connected: RecordReference,
): Promise<Half[] | undefined> {
  const query = { connectedType: connected.type, connectedId: connected.id };
  const halves: Half[] = [];
  try {
    for await (const view of everyItem(client.listConnectionsOfRecord, {
      params: { type, id },
      query,
    })) {
      if (view.id === connectionId) halves.push(halfOf(view));
    }
    return halves;
  } catch (error) {
    if (error instanceof LiaisonProblem && error.code === 'NotFound') return undefined;
    throw error;
  }
}

function faultIn(half: ConnectionHalf, halves1: readonly Half[], halves2: readonly Half[]) {
  const [one, other] = [halves1[0], halves2[0]];
  if (one === undefined && other === undefined) return undefined;
  const [record1, record2] = recordsOf(half).map(recordPath);
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
    recordPath(half.record) === recordPath(other.connected) &&
    recordPath(half.connected) === recordPath(other.record)
  );
}

function recordsOf(half: ConnectionHalf): [RecordReference, RecordReference] {
  const { side, record, connected } = half;
  return side === 'record1' ? [record, connected] : [connected, record];
}

function placeOf(half: ConnectionHalf) {
  const [record1, record2] = recordsOf(half);
  return { connectionId: half.id, record1: recordPath(record1), record2: recordPath(record2) };
}

/** A half as it is stored, or as read from the list of a record's connections. */
export type Half = Omit<ConnectionHalf, 'side'>;

const mirroredFields = [
  ['record', 'connected'],
  ['roleId', 'connectedRoleId'],
  ['connected', 'record'],
  ['connectedRoleId', 'roleId'],
] as const satisfies (keyof Half)[][];

const sharedFields = [
  'id',
  'description',
  'effectiveStart',
  'effectiveEnd',
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

/** A connection in a record's list, as the half that it is made from. */
export function halfOf(view: ConnectionView): Half {
  const { record1, record1RoleId, record2, record2RoleId, ...rest } = view;
  return {
    ...rest,
    record: record1,
    roleId: record1RoleId,
    connected: record2,
    connectedRoleId: record2RoleId,
  };
}

const textOf = (value: Half[keyof Half]): unknown =>
  typeof value === 'object' && value !== null ? `${value.type}/${value.id} ${value.name}` : value;
