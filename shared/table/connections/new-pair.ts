// Whether a new connection can be written: what it reserves must be free, or those that use it up are replaced.
import type { Refusal } from '../../contracts/error-codes.ts';
import type { Caller, Connection } from '../../domain/connection-rules.ts';
import { limitAdvice, replacement, replacementFault } from '../../domain/limit-rule.ts';
import type { Key } from '../engine/commit.ts';
import { limitRefusal, type Reservations, type UsedUp } from '../pairs/reservations.ts';
import { memberKey, type SeriesMember, type Sides } from '../pairs/series-item.ts';

/** An existing connection that prevents a new one, and the key of one of its halves. */
export interface Taken {
  readonly id: string;
  readonly key: Key;
}

/** Why a new connection is not written: refused, or prevented by another one of its series. */
export type Prevented = { readonly refusal: Refusal } | { readonly takenBy: Taken };

/** The member of the series of a new connection that prevents it. */
export const takenBy = ({ record1, record2 }: Sides, member: SeriesMember): Taken => ({
  id: member.id,
  key: memberKey(record1, record2, member),
});

/** A new connection that is to be written, and the ones that end in the same transaction. */
export interface NewPair {
  readonly connection: Connection;
  readonly ending: readonly { readonly before: Connection; readonly after: Connection }[];
}

/** The most connections that one new connection replaces: each takes up to 5 of the 100 actions. */
const mostReplaced = 18;

/**
 * Whether a connection can be written, apart from others that are not among the reservations yet.
 * @param isReplacing whether it may end the connections that use up a limit
 */
export async function planNewPair(
  connection: Connection,
  reservations: Reservations,
  isReplacing: boolean,
  caller: Caller,
): Promise<NewPair | Prevented> {
  const existing = reservations.collision(connection);
  if (existing) return { takenBy: takenBy(connection, existing) };
  const refusal = await reservations.externalIdRefusal(connection);
  if (refusal) return { refusal };
  const usedUp = await reservations.limitUsedUp(connection, null);
  if (!usedUp) return { connection, ending: [] };
  const planned = await replacementOf(connection, usedUp, reservations, caller);
  if (isReplacing) return planned;
  const advice = limitAdvice(usedUp.by.length, 'ending' in planned);
  return { refusal: limitRefusal(usedUp, advice) };
}

/** The connection with its start, and those that it ends: those that use up its places from then on. */
async function replacementOf(
  connection: Connection,
  before: UsedUp,
  reservations: Reservations,
  caller: Caller,
): Promise<NewPair | Prevented> {
  const started = replacement(connection, caller.now.slice(0, 10));
  const usedUp = started === connection ? before : await reservations.limitUsedUp(started, null);
  if (!usedUp) return { connection: started, ending: [] };
  const tooMany =
    usedUp.by.length > mostReplaced
      ? `at most ${mostReplaced} can be replaced at once, but ${usedUp.by.length} would have to end`
      : undefined;
  const fault = replacementFault(started, usedUp.by) ?? tooMany;
  if (fault) return { refusal: limitRefusal(usedUp, fault) };
  const { actor: modifiedBy, now: modifiedAt } = caller;
  const ending = usedUp.by.map((before) => ({
    before,
    after: {
      ...before,
      effectiveEnd: started.effectiveStart,
      ...{ modifiedAt, modifiedBy, version: before.version + 1 },
    },
  }));
  return { connection: started, ending };
}
