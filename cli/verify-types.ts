// Finds connections of records whose record type does not exist.
import { type Client, everyItem } from '../shared/client/create-client.ts';
import type { ConnectionHalf } from '../shared/contracts/connection-schemas.ts';
import { type RecordReference, recordPath } from '../shared/contracts/identifiers.ts';
import { shownOfType, undefinedIfNotFound } from './read-shown-counts.ts';
import { type Patience, type Rechecked, recheckSuspects } from './recheck-suspects.ts';
import type { BrokenConnection } from './verify-pairs.ts';

/**
 * Collects halves whose record has an unknown type. No list shows such a record, so without
 * connections it cannot be found. It may have been deleted with its type a moment ago, while its
 * connections are still being deleted; so each connection is read again before it is reported.
 */
export class UnknownTypes {
  readonly #types: ReadonlySet<string>;
  readonly #connectionIds = new Set<string>();

  constructor(types: readonly string[]) {
    this.#types = new Set(types);
  }

  add({ id, record }: Pick<ConnectionHalf, 'id' | 'record'>): void {
    if (!this.#types.has(record.type)) this.#connectionIds.add(id);
  }

  /** The connections that still have a record of an unknown type when they are read again. */
  async connections(client: Client, patience?: Patience): Promise<Rechecked<BrokenConnection>> {
    const suspects = new Map([...this.#connectionIds].map((id) => [id, []]));
    const pulse = async () =>
      JSON.stringify(await Promise.all([...this.#types].map((type) => shownOfType(client, type))));
    const recheck = (ids: readonly string[]) => findingsOf(client, ids);
    const { wrong, unsettled } = await recheckSuspects(suspects, { recheck, pulse }, patience);
    return { wrong, unsettled: unsettled.map((id) => `the record types of connection ${id}`) };
  }
}

async function findingsOf(
  client: Client,
  ids: readonly string[],
): Promise<Map<string, BrokenConnection[]>> {
  const types = new Set<string>();
  for await (const { type } of everyItem(client.listRecordTypes, {})) types.add(type);
  const findings = new Map<string, BrokenConnection[]>();
  for (const id of ids) {
    const connection = await undefinedIfNotFound(client.getConnection({ params: { id } }));
    if (!connection) continue;
    const { record1, record2 } = connection;
    const unknown = [record1, record2].find(({ type }) => !types.has(type));
    if (unknown) findings.set(id, [findingOf(id, record1, record2, unknown)]);
  }
  return findings;
}

const findingOf = (
  connectionId: string,
  record1: RecordReference,
  record2: RecordReference,
  unknown: RecordReference,
): BrokenConnection => ({
  connectionId,
  record1: recordPath(record1),
  record2: recordPath(record2),
  detail: `there is no record type ${unknown.type}`,
});
