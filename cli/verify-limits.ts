// Finds records with more connections to holders of a role than the role's limit allows: the limit was added or
// lowered after they were made, or records were merged.
import { type Client, everyItem } from '../shared/client/create-client.ts';
import type { ConnectionHalf } from '../shared/contracts/answers/connection-answers.ts';
import { recordPath } from '../shared/contracts/identifiers.ts';
import { undefinedIfNotFound } from './read-shown-counts.ts';
import { referenceOf } from './recount.ts';
import { each } from './verify-counts.ts';

/** A record that exceeds a limit, and the first day on which it does. */
export interface ExceededLimit {
  /** As `type/id`. */
  readonly record: string;
  readonly roleId: string;
  readonly limit: number;
  /** Null if it is exceeded since ever: the connections have no start. */
  readonly day: string | null;
  readonly connectionIds: readonly string[];
}

type Holder = Pick<ConnectionHalf, 'id' | 'effectiveStart' | 'effectiveEnd'>;

/** The connections to holders of limited roles, by record and role; halves are added in any order. */
export class LimitedHolders {
  readonly #limits: ReadonlyMap<string, number>;
  readonly #holders = new Map<string, Holder[]>();

  /** @param limits the limit of each role that has one */
  constructor(limits: ReadonlyMap<string, number>) {
    this.#limits = limits;
  }

  add({ id, record, connectedRoleId, state, effectiveStart, effectiveEnd }: ConnectionHalf): void {
    if (connectedRoleId === null || !this.#limits.has(connectedRoleId) || state !== 'active')
      return;
    const place = `${connectedRoleId} ${recordPath(record)}`;
    const holders = this.#holders.get(place) ?? [];
    holders.push({ id, effectiveStart, effectiveEnd });
    this.#holders.set(place, holders);
  }

  /** The limits that are exceeded, also when the record's connections are read again, consistently. */
  async exceeded(client: Client): Promise<ExceededLimit[]> {
    const suspects = [...this.#holders].flatMap(
      ([place, holders]) => this.#exceeded(place, holders) ?? [],
    );
    return (await each(suspects, (one) => this.#again(client, one))).flat();
  }

  async #again(client: Client, { record, roleId }: ExceededLimit): Promise<ExceededLimit[]> {
    const holders: Holder[] = [];
    const request = {
      params: referenceOf(record),
      query: { connectedRoleId: roleId, state: 'active' as const },
    };
    const read = async () => {
      for await (const one of everyItem(client.listConnectionsOfRecord, request)) holders.push(one);
    };
    await undefinedIfNotFound(read());
    const found = this.#exceeded(`${roleId} ${record}`, holders);
    return found ? [found] : [];
  }

  #exceeded(place: string, holders: readonly Holder[]): ExceededLimit | undefined {
    const [roleId = '', record = ''] = place.split(' ');
    const limit = this.#limits.get(roleId) ?? Number.POSITIVE_INFINITY;
    // The number of holders grows only on days on which one starts.
    const days = new Set(holders.map(({ effectiveStart }) => effectiveStart));
    for (const day of [...days].sort((one, other) => ((one ?? '') < (other ?? '') ? -1 : 1))) {
      const onDay = holders.filter((holder) => isHolderOn(holder, day));
      if (onDay.length > limit) {
        return { record, roleId, limit, day, connectionIds: onDay.map(({ id }) => id) };
      }
    }
    return undefined;
  }
}

/** The last day of one connection may be the first day of the next. */
function isHolderOn({ effectiveStart, effectiveEnd }: Holder, day: string | null): boolean {
  if ((effectiveStart ?? '') > (day ?? '')) return false;
  return (
    effectiveEnd === null ||
    (day ?? '') < effectiveEnd ||
    (day === effectiveEnd && effectiveStart === effectiveEnd)
  );
}
