// What keeps a role that is gone from staying on connections: a deletion that waits until the counts
// agree that nobody has it, and a look at each connection that was written at the same moment.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Refusal } from '../../contracts/error-codes.ts';
import type { Catalog, CatalogChange } from '../../domain/catalog.ts';
import type { Connection } from '../../domain/connection-rules.ts';
import type { Change } from '../../domain/events/connection-change.ts';
import { connectionAt } from '../connections/find-connection.ts';
import { halfKey } from '../connections/half-item.ts';
import type { Author } from '../connections/pair-writes.ts';
import { type Action, ConditionsFailed, isNew } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { countParts, items } from '../schema.ts';
import { clearedOf, countConnectionsWithRole } from '../sweeps/clear-role.ts';
import { sweep } from '../sweeps/sweep.ts';
import { changeCatalog, currentCatalog, roleKey } from './stored-catalog.ts';

/** Waits for index and counts to agree, in ms: about 2.5 s in all. */
const waits = [40, 80, 160, 320, 640, 1280];

/**
 * Deletes a role that no connection has. An index may be behind, and a connection may be written at
 * this moment by somebody who saw the role a moment ago: so the deletion holds only if the role's
 * counts come to nothing and nobody counts for it meanwhile. Whoever is counted later meets
 * `blankGoneRoles`.
 * @param rule the deletion; asked with the catalog as it is
 * @throws what the rule throws; Refusal ConnectionRoleInUse; Busy while the counts are not at rest
 */
export async function deleteUnusedRole(
  table: Table,
  id: string,
  author: Author,
  rule: (catalog: Catalog) => CatalogChange,
): Promise<void> {
  for (const wait of [...waits, 0]) {
    const { total, unchanged } = await countedSoFar(table, id);
    const count = await countConnectionsWithRole(table, id);
    if (count > 0) {
      throw new Refusal(
        'ConnectionRoleInUse',
        `${count} connections have the role ${id}; use policy=clear to blank it on them, or deactivate the role`,
        { count },
      );
    }
    try {
      const delete_ = (catalog: Catalog) => ({ change: rule(catalog) });
      if (total === 0) {
        await changeCatalog(table, author, delete_, () => unchanged);
        return;
      }
    } catch (error) {
      if (!(error instanceof ConditionsFailed)) throw error;
    }
    await table.pause(wait);
  }
  throw new Refusal(
    'Busy',
    `connections with the role ${id} are still being counted; nothing was written, try again in a second`,
  );
}

/** How many connections have a role by its counts, and the checks that these stay as they are. */
async function countedSoFar(table: Table, id: string) {
  const pk = items.roleCounts.partition(id);
  const { Items = [] } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :counts',
      ExpressionAttributeValues: { ':counts': pk },
      ConsistentRead: true,
    }),
  );
  const total = Items.reduce((sum, { connections = 0 }) => sum + connections, 0);
  const known = new Map(Items.map((item) => [item.sk as string, item]));
  const parts = Array.from({ length: countParts(table.shards) }, (_, part) => part);
  const unchanged = parts.map((part): Action => {
    const check = { pk, sk: items.roleCounts.sort(part) };
    const before = known.get(check.sk);
    return { check, when: before ? isStill(before) : isNew };
  });
  return { total, unchanged };
}

/** Nobody has counted since: each count of connections moves `connections` or `total`. */
function isStill({ connections, total }: Record<string, unknown>) {
  const cells = { connections, total };
  const expression = Object.entries(cells).map(([cell, value]) =>
    value === undefined ? `attribute_not_exists(#${cell})` : `#${cell} = :${cell}`,
  );
  const values = Object.fromEntries(
    Object.entries(cells).filter(([, value]) => value !== undefined),
  );
  const hasValues = Object.keys(values).length > 0;
  return {
    expression: expression.join(' AND '),
    names: { connections: 'connections', total: 'total' },
    ...(hasValues && { values }),
  };
}

/** In whose name roles are blanked that were set at the moment they went. */
const actor = 'liaison:gone-role';

/**
 * Blanks roles that were set on connections although they are gone or being cleared: whoever set
 * one had seen it a moment before. To be given every change, after it was counted. Reads nothing
 * when no role was set, else the catalog's version.
 * @throws Refusal Busy
 */
export async function blankGoneRoles(table: Table, changes: readonly Change[]): Promise<void> {
  const set = new Map(
    changes.flatMap(({ before, after }) =>
      after && rolesSet(before, after).length > 0 ? [[after.id, { before, after }] as const] : [],
    ),
  );
  if (set.size === 0) return;
  const catalog = await currentCatalog(table);
  const isGone = (role: string) => !catalog.roles.has(role) || catalog.clearing.has(role);
  for (const { before, after } of set.values()) {
    for (const role of rolesSet(before, after).filter(isGone)) await blank(table, role, after);
  }
}

function rolesSet(before: Connection | null, after: Connection): string[] {
  const sides = ['record1', 'record2'] as const;
  const roles = sides.flatMap((side) =>
    before?.[side].roleId === after[side].roleId ? [] : (after[side].roleId ?? []),
  );
  return [...new Set(roles)];
}

async function blank(table: Table, role: string, connection: Connection): Promise<void> {
  // Moved meanwhile: then that is told of, too.
  const place = halfKey({ connection, side: 'record1' });
  const author = { actor, now: new Date(table.clock()).toISOString() };
  const isGone: Action = {
    check: roleKey(role),
    when: { expression: 'attribute_not_exists(pk) OR attribute_exists(clearing)' },
  };
  const pass = async function* () {
    const current = await connectionAt(table, connection.id, place);
    yield current ? [current] : [];
  };
  try {
    await sweep(table, { pass, rule: clearedOf(table, role, author), author, guards: [isGone] });
  } catch (error) {
    // Made active again, or made anew.
    if (!(error instanceof ConditionsFailed)) throw error;
  }
}
