// Blanking a role on connections: on all that have it, or where it was set while it was deleted.
import type { Cause } from '../../contracts/cause-header.ts';
import type { Author, Connection, Side } from '../../domain/connection-rules.ts';
import { connectionEvent } from '../../domain/events/announced-events.ts';
import { causeFrom } from '../../domain/events/causation.ts';
import type { Change } from '../../domain/events/connection-change.ts';
import { catalogFor } from '../catalog/freshness.ts';
import { roleKey } from '../catalog/read-catalog.ts';
import type { Action } from '../engine/commit.ts';
import { isStill } from '../engine/conditions.ts';
import { AttachedFailed } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { pagesOf } from '../engine/read.ts';
import { connectionAt, connectionNow } from '../pairs/find-connection.ts';
import type { HalfItem } from '../pairs/half-item.ts';
import { authorAtWriteTime, type Pages, type Rule, type Sweep, sweep } from './sweep.ts';

/**
 * Blanks a role on every connection that has it, as long as the role is being cleared since
 * `author.now`: activating the role, or requesting its deletion again, ends this. A connection that
 * would become a duplicate of another one is deleted.
 * @returns whether the role was blanked everywhere
 * @throws Refusal Busy; SweepStopped if `mustStop` said so
 */
export async function clearRole(
  table: Table,
  roleId: string,
  author: Author,
  mustStop?: () => boolean,
): Promise<boolean> {
  const isClearing: Action = {
    check: roleKey(roleId),
    when: isStill({ clearing: author.now }, 'clearing'),
  };
  const ruleFor = () => blanked(table, roleId, author);
  const pass = () => connectionsWithRole(table, roleId);
  return sweptUnderGuard(table, { pass, ruleFor, guards: [isClearing], mustStop });
}

/** The actor of changes that blank a role because it was set while it was deleted. */
const actor = 'liaison:gone-role';

/**
 * Blanks roles that were set on connections although they are deleted or being cleared: their
 * setters had read the catalog a moment before. Call it with every change, after the change is
 * counted. Reads nothing if no role was set, otherwise the catalog's version.
 * @throws Refusal Busy
 */
export async function blankDeletedRoles(table: Table, changes: readonly Change[]): Promise<void> {
  const set = new Map(
    changes.flatMap((change) => {
      const { before, after } = change;
      const roles = after ? rolesSet(before, after) : [];
      return after && roles.length > 0 ? [[after.id, { change, after, roles }] as const] : [];
    }),
  );
  if (set.size === 0) return;
  const catalog = await catalogFor(table, 'blankDeletedRoles');
  const isDeleted = (role: string) => !catalog.roles.has(role) || catalog.clearing.has(role);
  for (const { change, after, roles } of set.values()) {
    for (const role of roles.filter(isDeleted)) {
      await blankOn(table, role, after, causeFrom(connectionEvent(change).detail));
    }
  }
}

function rolesSet(before: Connection | null, after: Connection): string[] {
  const sides = ['record1', 'record2'] as const;
  const roles = sides.flatMap((side) =>
    before?.[side].roleId === after[side].roleId ? [] : (after[side].roleId ?? []),
  );
  return [...new Set(roles)];
}

async function blankOn(
  table: Table,
  role: string,
  connection: Connection,
  cause: Cause,
): Promise<void> {
  const author = { actor, now: new Date(table.clock()).toISOString(), cause };
  const isDeleted: Action = {
    check: roleKey(role),
    when: { expression: 'attribute_not_exists(pk) OR attribute_exists(clearing)' },
  };
  const pass = async function* () {
    const current = await connectionNow(table, connection);
    yield current ? [current] : [];
  };
  // The guard fails if the role was activated or created again; then it stays.
  await sweptUnderGuard(table, {
    pass,
    ruleFor: () => blanked(table, role, author),
    guards: [isDeleted],
  });
}

/** False if a guard failed, so that the sweep ended early. */
async function sweptUnderGuard(table: Table, task: Sweep): Promise<boolean> {
  try {
    await sweep(table, task);
    return true;
  } catch (error) {
    if (error instanceof AttachedFailed) return false;
    throw error;
  }
}

/** The rule that blanks a role; the sweep deletes a connection that would become a duplicate. */
function blanked(table: Table, roleId: string, author: Author): Rule {
  const blank = (side: Side): Side => (side.roleId === roleId ? { ...side, roleId: null } : side);
  return (connection) => {
    const { record1, record2 } = connection;
    if (record1.roleId !== roleId && record2.roleId !== roleId) return undefined;
    const { actor, now } = authorAtWriteTime(table, author);
    const after: Connection = {
      ...connection,
      record1: blank(record1),
      record2: blank(record2),
      modifiedAt: now,
      modifiedBy: actor,
      version: connection.version + 1,
    };
    return { after, author };
  };
}

async function* connectionsWithRole(table: Table, roleId: string): Pages {
  for (let shard = 0; shard < table.shards; shard += 1) {
    const ofShard = {
      IndexName: 'by-role',
      KeyConditionExpression: 'roleId = :role AND #shard = :shard',
      ExpressionAttributeNames: { '#shard': 'shard' },
      ExpressionAttributeValues: { ':role': roleId, ':shard': shard },
    };
    for await (const { Items = [] } of pagesOf(table, ofShard)) {
      // The index may lag, so each connection is read from the table.
      const current = await Promise.all(
        (Items as HalfItem[]).map((half) => connectionAt(table, half.id, half)),
      );
      yield current.filter((connection) => connection !== undefined);
    }
  }
}
