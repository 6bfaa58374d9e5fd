// Reads a record's connections as steps of a graph search: one page per Query.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { GraphQuery } from '../../contracts/graph-schemas.ts';
import type { ReadSteps, Step, StepPage } from '../../domain/graph/frontier.ts';
import { isInEffect, validityOn } from '../../domain/validity.ts';
import type { Table } from '../engine/open-table.ts';
import type { HalfItem } from '../pairs/half-item.ts';
import { items } from '../schema.ts';
import { allowedParts, keyRange, matchesKey, nextPossibleKey, partsOfKey } from './skip-scan.ts';

/** Conditions for following a connection; without conditions every connection is followed. */
export type StepConditions = Partial<
  Pick<GraphQuery, 'roleId' | 'connectedType' | 'activeOn' | 'state'>
>;

/** The attributes that a step needs; the others need not be unpacked. */
const projected = [
  'sk',
  'id',
  'source',
  'roleId',
  'connectedType',
  'connectedId',
  'connectedName',
  'connectedRoleId',
  'title',
  'effectiveStart',
  'effectiveEnd',
  'state',
] as const;
type ProjectedHalf = Pick<HalfItem, (typeof projected)[number]>;

const projection = {
  ProjectionExpression: projected.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(projected.map((name) => [`#${name}`, name])),
};

/**
 * Returns a function that reads a page of the connections of a record under these conditions. Each
 * page is one strongly consistent Query; a condition on the connected type alone skips keys that
 * cannot match, as the list of a record's connections does.
 * @param today the day for which the validity of the connections is returned
 * @param from the record from which a connection is seen: its role is `roleId`, the other one's type is
 *   `connectedType`. A path has no direction, so its connections are seen from either record. Then
 *   keys are skipped only where a connection can match from the record's own side alone.
 */
export function stepReader(
  table: Table,
  today: string,
  conditions: StepConditions = {},
  from: 'own record' | 'either record' = 'own record',
): ReadSteps {
  const { roleId, connectedType } = conditions;
  const seenFromOwn = allowedParts({
    ...(roleId !== undefined && { roleIds: [roleId] }),
    connectedType,
  });
  const every = allowedParts({});
  const fits = (role: string | undefined, otherType: string) =>
    (roleId === undefined || (role ?? null) === roleId) &&
    (connectedType === undefined || otherType === connectedType);

  return async ({ record, position, limit }) => {
    const mayFitFromOther =
      from === 'either record' && (connectedType === undefined || record.type === connectedType);
    const allowed = mayFitFromOther ? every : seenFromOwn;
    const range = keyRange(allowed) as { from: string; to: string };
    const isSeen = (item: ProjectedHalf) =>
      !mayFitFromOther ||
      fits(item.roleId, item.connectedType) ||
      fits(item.connectedRoleId, record.type);
    const { Items = [], LastEvaluatedKey } = await table.db.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :partition AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':partition': items.half.partition(record.type, record.id),
          ':from': position ?? range.from,
          ':to': range.to,
        },
        ...projection,
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    const steps: Step[] = [];
    let next = LastEvaluatedKey && `${LastEvaluatedKey.sk}!`;
    for (const item of Items as ProjectedHalf[]) {
      const parts = partsOfKey(item.sk);
      if (!matchesKey(allowed, parts)) {
        const jump = nextPossibleKey(allowed, parts);
        if (jump === undefined) return page(steps, Items.length, undefined);
        if (next !== undefined && jump > next) next = jump;
      } else if (meets(item, conditions) && isSeen(item)) {
        steps.push(stepOf(record, item, today));
      }
    }
    return page(steps, Items.length, next !== undefined && next <= range.to ? next : undefined);
  };
}

const page = (steps: readonly Step[], read: number, position: string | undefined): StepPage => ({
  steps,
  read,
  ...(position !== undefined && { position }),
});

const meets = (item: ProjectedHalf, { state = 'all', activeOn }: StepConditions) =>
  (state === 'all' || item.state === state) &&
  (activeOn === undefined || isInEffect(periodOf(item), activeOn));

const periodOf = ({ effectiveStart, effectiveEnd }: ProjectedHalf) => ({
  effectiveStart: effectiveStart ?? null,
  effectiveEnd: effectiveEnd ?? null,
});

/** The step from `own` over one of its halves. */
function stepOf(own: Parameters<ReadSteps>[0]['record'], item: ProjectedHalf, today: string): Step {
  const connected = { type: item.connectedType, id: item.connectedId };
  const near = { record: { type: own.type, id: own.id }, roleId: item.roleId ?? null };
  const far = { record: connected, roleId: item.connectedRoleId ?? null };
  const [from, to] = item.source === 1 ? [near, far] : [far, near];
  return {
    record: { ...connected, name: item.connectedName },
    edge: {
      id: item.id,
      from: from.record,
      to: to.record,
      fromRoleId: from.roleId,
      toRoleId: to.roleId,
      title: item.title ?? null,
      validity: validityOn(periodOf(item), today),
      state: item.state,
    },
  };
}
