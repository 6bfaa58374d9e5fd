// A record's connections, page by page, strongly consistent, from one partition of the table.
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ConnectionsOfRecordQuery } from '../contracts/connections.ts';
import type { RecordReference } from '../contracts/identifiers.ts';
import type { Page } from '../contracts/pages.ts';
import { Refusal } from '../contracts/problem.ts';
import type { Catalog } from '../domain/catalog.ts';
import { isInEffect } from '../domain/period.ts';
import type { Half } from '../domain/perspective.ts';
import { type HalfItem, halfOf } from './half.ts';
import { recordKey } from './record-key.ts';
import { items } from './schema.ts';
import { bounds, matches, nextPossible, partsOf, wantedOf } from './seek.ts';
import type { Table } from './table.ts';

export type Question = Omit<ConnectionsOfRecordQuery, 'limit' | 'cursor'>;

/** What one page may cost at the most: Query calls, and items read by each after the first. */
const maxQueries = 20;
const largestRead = 200;

/**
 * One page of a record's connections, in the order of the table's keys: own role, connected type,
 * connected id. `after` is the position an earlier page ended at.
 *
 * 1 Query when the question fixes the role, the role and the type, or nothing; otherwise one more
 * for each role that has to be skipped. Conditions on state, day, owner or the connected role are
 * tried on what was read: a page may come back short after 20 queries, with a position to go on.
 * @throws Refusal NotFound when the record does not exist
 */
export async function connectionsOf(
  table: Table,
  catalog: Catalog,
  record: RecordReference,
  question: Question,
  limit: number,
  after?: string,
): Promise<Page<Half> & { position?: string }> {
  const wanted = wantedOf({ ...question, roleIds: rolesAsked(catalog, question) });
  const range = bounds(wanted);
  const found: Half[] = [];
  const partition = items.half.partition(record.type, record.id);
  let from = after === undefined ? range?.from : `${after}!`;
  let position = after;
  for (let queries = 0; range && from !== undefined && from <= range.to; queries += 1) {
    if (queries === maxQueries) return { items: found, position: position as string };
    // One more than is asked for tells whether there is a next page.
    const Limit = queries === 0 ? limit + 1 : Math.max(limit + 1 - found.length, largestRead);
    const page = await table.db.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :partition AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':partition': partition, ':from': from, ':to': range.to },
        ConsistentRead: true,
        Limit,
      }),
    );
    let jump: string | undefined;
    for (const item of (page.Items ?? []) as HalfItem[]) {
      if (jump !== undefined && item.sk < jump) continue;
      jump = undefined;
      const parts = partsOf(item.sk);
      if (!matches(wanted, parts)) {
        jump = nextPossible(wanted, parts);
        if (jump === undefined) return finished(table, record, found, after);
      } else {
        const half = halfOf(item);
        if (keeps(half, question)) {
          if (found.length === limit) return { items: found, position: position as string };
          found.push(half);
        }
      }
      position = item.sk;
    }
    if (jump !== undefined) from = jump;
    else from = page.LastEvaluatedKey ? `${page.LastEvaluatedKey.sk}!` : undefined;
  }
  return finished(table, record, found, after);
}

/** An empty first page may mean that there is no such record. */
async function finished(
  table: Table,
  record: RecordReference,
  found: readonly Half[],
  after: string | undefined,
): Promise<Page<Half>> {
  if (found.length === 0 && after === undefined) {
    const { Item } = await table.db.send(
      new GetCommand({
        TableName: table.name,
        Key: recordKey(record),
        ConsistentRead: true,
        ProjectionExpression: 'pk',
      }),
    );
    if (!Item) throw new Refusal('NotFound', `there is no record ${record.type}/${record.id}`);
  }
  return { items: found };
}

/** The own roles that a question allows; undefined when it does not ask about them. */
function rolesAsked(catalog: Catalog, { roleId, category }: Question): string[] | undefined {
  if (category === undefined) return roleId === undefined ? undefined : [roleId];
  return [...catalog.roles.values()]
    .filter((role) => role.category === category && (roleId === undefined || role.id === roleId))
    .map((role) => role.id);
}

/** The conditions that the keys do not answer. */
function keeps({ connection }: Half, { state, activeOn, ownerId }: Question): boolean {
  return (
    (state === 'all' || connection.state === state) &&
    (activeOn === undefined || isInEffect(connection, activeOn)) &&
    (ownerId === undefined || connection.ownerId === ownerId)
  );
}
