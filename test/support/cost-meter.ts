// Counts the cost of a request: calls by kind, read units and write units.
//
// Read units are those that the engine reports. For a transaction, DynamoDB Local reports half of the
// table's units, and for the indexes twice the units of one write, however many writes there are. So
// write units are computed here from the item at each key before and after, by DynamoDB's rules: one
// unit for each KB of the larger image, twice that on the table in a transaction (also for a condition
// check), and in each index that contains the item one write if the projected attributes change, two
// if the index key changes. test/table/costs.test.ts compares the index part with what the engine
// reports for the same writes made one by one.
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { type Index, indexes, partitionKey, sortKey } from '../../shared/table/schema.ts';

type Attributes = Record<string, unknown>;

/** The cost of one or several calls. */
export interface Cost {
  /** For instance `BatchGetItem, 2 Query`, in alphabetical order. */
  readonly calls: string;
  readonly read: number;
  readonly write: number;
}

/** One write of a call: the item before and after it. */
export interface Write {
  readonly before: Attributes | undefined;
  readonly after: Attributes | undefined;
}
export interface Call {
  readonly kind: string;
  readonly writes: readonly Write[];
  readonly read: number;
}

/** The size of an item or a part of it as DynamoDB counts it, in bytes. */
function sizeOf(attributes: Attributes): number {
  return Object.entries(attributes).reduce(
    (size, [name, value]) => size + Buffer.byteLength(name) + sizeOfValue(value),
    0,
  );
}

function sizeOfValue(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).replace(/\D/g, '').length / 2) + 1;
  if (value instanceof Uint8Array) return value.byteLength;
  if (Array.isArray(value)) return 3 + value.reduce((size, one) => size + 1 + sizeOfValue(one), 0);
  if (typeof value === 'object' && value !== null) return 3 + sizeOf(value as Attributes);
  return 1;
}

/** DynamoDB's overhead for each item, in the table and in each index, in bytes. */
const overhead = 100;

/** The size of an item on disk, in bytes: in the table, and in all indexes that contain it. */
export function bytesStored(item: Attributes): { table: number; indexes: number } {
  const copies = Object.values<Index>(indexes).map((index) => projected(index, item));
  return {
    table: sizeOf(item) + overhead,
    indexes: copies.reduce((sum, copy) => sum + (copy ? sizeOf(copy) + overhead : 0), 0),
  };
}

const kilobytes = (attributes: Attributes | undefined) =>
  attributes ? Math.max(1, Math.ceil(sizeOf(attributes) / 1024)) : 0;

/** The part of an item that an index contains; undefined if the item lacks one of the index's keys. */
function projected(index: Index, item: Attributes | undefined): Attributes | undefined {
  const keys = [...index.partition, ...index.sort].map(([name]) => name);
  if (!item || keys.some((name) => item[name] === undefined)) return undefined;
  if (index.projection === 'ALL') return item;
  return pick(item, [partitionKey, sortKey, ...keys]);
}

const pick = (item: Attributes, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, item[name]]));

/** Write units of one index for one write: none, those of one item, or of two if its key changes. */
export function indexUnits(index: Index, { before, after }: Write): number {
  const [old, now] = [projected(index, before), projected(index, after)];
  if (!old || !now) return kilobytes(old) + kilobytes(now);
  if (JSON.stringify(sorted(old)) === JSON.stringify(sorted(now))) return 0;
  const keys = [...index.partition, ...index.sort].map(([name]) => name);
  const isMoved = keys.some((name) => old[name] !== now[name]);
  return isMoved ? kilobytes(old) + kilobytes(now) : Math.max(kilobytes(old), kilobytes(now));
}

const sorted = (item: Attributes) => Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1));

/** Write units of the table for one write outside a transaction. */
export const tableUnits = ({ before, after }: Write) =>
  Math.max(1, kilobytes(before), kilobytes(after));

/** Write units of a write with all its indexes. */
function unitsWritten(kind: string, write: Write): number {
  const ofTable = tableUnits(write) * (kind === 'TransactWriteItems' ? 2 : 1);
  return Object.values<Index>(indexes).reduce(
    (units, index) => units + indexUnits(index, write),
    ofTable,
  );
}

/** Adds up the costs of calls. */
export function costOf(calls: readonly Call[]): Cost {
  const kinds = Map.groupBy(calls, ({ kind }) => kind);
  const write = calls.flatMap(({ kind, writes }) => writes.map((one) => unitsWritten(kind, one)));
  const counted = [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, { length }]) => (length > 1 ? `${length} ${kind}` : kind));
  return {
    calls: counted.join(', '),
    read: calls.reduce((sum, { read }) => sum + read, 0),
    write: write.reduce((sum, units) => sum + units, 0),
  };
}

/** Records every call that goes through a table's client. */
export function meter(table: Table, endpoint: DynamoDBDocumentClient): Call[] {
  const calls: Call[] = [];
  const itemAt = async (key: Attributes) => {
    const read = { TableName: table.name, Key: pick(key, [partitionKey, sortKey]) };
    return (await endpoint.send(new GetCommand({ ...read, ConsistentRead: true }))).Item;
  };
  table.db.middlewareStack.add(
    (next, context) => async (args) => {
      const kind = String(context.commandName).replace('Command', '');
      const keys = keysWritten(kind, args.input, table.name);
      const before = await Promise.all(keys.map(itemAt));
      const input = { ...args.input, ReturnConsumedCapacity: 'INDEXES' };
      const answer = await next({ ...args, input });
      const after = await Promise.all(keys.map(itemAt));
      calls.push({
        kind,
        writes: keys.map((_, at) => ({ before: before[at], after: after[at] })),
        read: keys.length > 0 ? 0 : unitsRead(kind, input, answer.output, table.name),
      });
      return answer;
    },
    { step: 'initialize', name: 'meter' },
  );
  return calls;
}

type WriteInput = Record<string, { Item?: Attributes; Key?: Attributes }>;

/** The keys of all items that a call writes, or checks in a transaction. */
function keysWritten(kind: string, input: object, tableName: string): Attributes[] {
  const { TransactItems, RequestItems, ...single } = input as {
    TransactItems?: WriteInput[];
    RequestItems?: Record<string, WriteInput[]>;
    Item?: Attributes;
    Key?: Attributes;
  };
  if (/^(Put|Update|Delete)Item$/.test(kind)) return [single.Item ?? single.Key ?? {}];
  const several = kind === 'BatchWriteItem' ? RequestItems?.[tableName] : TransactItems;
  return (several ?? []).flatMap((action) =>
    Object.values(action).map(({ Item, Key }) => Item ?? Key ?? {}),
  );
}

interface ReadInput {
  readonly ConsistentRead?: boolean;
  readonly RequestItems?: Record<string, { Keys: unknown[]; ConsistentRead?: boolean }>;
}
interface ReadOutput {
  readonly ConsumedCapacity?: { CapacityUnits?: number } | readonly { CapacityUnits?: number }[];
  readonly Responses?: Record<string, unknown[]>;
  readonly UnprocessedKeys?: Record<string, { Keys: unknown[] }>;
}

/**
 * Read units as the engine counts them, plus those that it omits: in AWS, a read that finds nothing
 * costs as much as one that finds the smallest item.
 */
function unitsRead(kind: string, from: object, to: object, tableName: string): number {
  const [input, output] = [from as ReadInput, to as ReadOutput];
  const reported = [output.ConsumedCapacity ?? []]
    .flat()
    .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  const asked = input.RequestItems?.[tableName];
  const least = (asked ?? input).ConsistentRead ? 1 : 0.5;
  if (kind !== 'BatchGetItem' || !asked) return Math.max(reported, least);
  const unread = output.UnprocessedKeys?.[tableName]?.Keys.length ?? 0;
  const missing = asked.Keys.length - unread - (output.Responses?.[tableName]?.length ?? 0);
  return reported + missing * least;
}
