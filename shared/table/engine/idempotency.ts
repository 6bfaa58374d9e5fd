// Idempotency keys: the first answer to a POST is kept for a day and given again.
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { Refusal } from '../../contracts/error-codes.ts';
import { idempotencyHours } from '../../contracts/route-definition.ts';
import { expiryAttribute, items } from '../schema.ts';
import { type Action, ConditionsFailed, commit, type Item } from './commit.ts';
import type { Table } from './open-table.ts';
import { itemsAt } from './read.ts';

/** How long a request that takes several transactions holds its key, in ms; longer than it may run. */
const leaseMs = 35_000;

/** An answer as it went out: status, headers and body text. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One use of a key: who used it, for what, and under which name it is kept. */
export interface KeyUse {
  readonly partition: string;
  readonly request: string;
}

/** Names the use of a key; another caller's key of the same text is another key. */
export function keyUse(
  actor: string,
  key: string,
  request: { method: string; path: string; body: string },
): KeyUse {
  return {
    partition: items.idempotencyKey.partition(hash([actor, key])),
    request: hash([request.method, request.path, request.body]),
  };
}

const hash = (parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/**
 * The answer kept for a key; undefined when the key is new. 1 GetItem, strongly consistent.
 * @throws Refusal IdempotencyKeyReused, Busy (the first request is still running)
 */
export async function keptAnswer(table: Table, use: KeyUse): Promise<KeptAnswer | undefined> {
  const { Item } = await table.db.send(
    new GetCommand({ TableName: table.name, Key: keyOf(use), ConsistentRead: true }),
  );
  if (!Item || Item[expiryAttribute] <= table.clock() / 1000) return undefined;
  if (Item.request !== use.request) {
    throw new Refusal(
      'IdempotencyKeyReused',
      'this Idempotency-Key was used for another request; use a new key for a new request',
    );
  }
  if (Item.answer) return unpack(await partsOf(table, use, Item));
  if (Item.leaseUntil <= table.clock()) return undefined;
  throw new Refusal('Busy', 'the first request with this Idempotency-Key is still running');
}

/** The action that keeps an answer, in the transaction that it is the answer to. */
export function keepAnswer(table: Table, use: KeyUse, answer: KeptAnswer): Action {
  return {
    put: { ...item(table, use), answer: pack(answer) },
    when: {
      expression: 'attribute_not_exists(pk) OR #expiry <= :now',
      names: { expiry: expiryAttribute },
      values: { now: Math.floor(table.clock() / 1000) },
    },
  };
}

/**
 * Takes a key for a request that needs several transactions, before the first of them.
 * @throws Refusal Busy when another one holds it
 */
export async function claimKey(table: Table, use: KeyUse): Promise<void> {
  const now = table.clock();
  try {
    await commit(table, [
      {
        put: { ...item(table, use), leaseUntil: now + leaseMs },
        when: {
          expression:
            'attribute_not_exists(pk) OR #expiry <= :seconds OR (attribute_not_exists(answer) AND leaseUntil <= :now)',
          names: { expiry: expiryAttribute },
          values: { seconds: Math.floor(now / 1000), now },
        },
      },
    ]);
  } catch (error) {
    if (!(error instanceof ConditionsFailed)) throw error;
    throw new Refusal('Busy', 'the first request with this Idempotency-Key is still running');
  }
}

/**
 * Keeps the answer to a request that took its key with claimKey, or that wrote nothing.
 * @returns the answer to give: another one, when the same request was answered in the meantime
 */
export async function keepLater(
  table: Table,
  use: KeyUse,
  answer: KeptAnswer,
): Promise<KeptAnswer> {
  const [first, ...others] = chunksOf(pack(answer));
  try {
    await commit(table, [
      {
        put: { ...item(table, use), answer: first, parts: others.length + 1 },
        when: {
          expression:
            'attribute_not_exists(pk) OR #expiry <= :seconds OR (attribute_not_exists(answer) AND #request = :request)',
          names: { expiry: expiryAttribute, request: 'request' },
          values: { seconds: Math.floor(table.clock() / 1000), request: use.request },
        },
      },
      ...others.map((part, at) => ({
        put: { ...item(table, use), ...partKey(use, at + 1), part },
      })),
    ]);
    return answer;
  } catch (error) {
    if (!(error instanceof ConditionsFailed)) throw error;
    return (await keptAnswer(table, use)) ?? answer;
  }
}

/** Gives a key back that claimKey took, when the request ended without an answer to keep. */
export async function releaseKey(table: Table, use: KeyUse): Promise<void> {
  try {
    await commit(table, [
      {
        remove: keyOf(use),
        when: {
          expression: 'attribute_not_exists(answer) AND #request = :request',
          names: { request: 'request' },
          values: { request: use.request },
        },
      },
    ]);
  } catch (error) {
    if (!(error instanceof ConditionsFailed)) throw error;
  }
}

/** An answer to a full batch may outgrow an item (400 KB), even compressed: then it has parts. */
const partBytes = 350_000;

const pack = (answer: KeptAnswer): Uint8Array => gzipSync(JSON.stringify(answer));
const unpack = (bytes: Uint8Array): KeptAnswer => JSON.parse(gunzipSync(bytes).toString());

function chunksOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / partBytes) }, (_, at) =>
    bytes.subarray(at * partBytes, (at + 1) * partBytes),
  );
}

async function partsOf(
  table: Table,
  use: KeyUse,
  { answer, parts = 1 }: { answer?: Uint8Array; parts?: number },
): Promise<Uint8Array> {
  const keys = Array.from({ length: parts - 1 }, (_, at) => partKey(use, at + 1));
  const others = await itemsAt(table, keys, { consistent: true });
  const bySort = new Map(others.map(({ sk, part }) => [sk, part as Uint8Array]));
  return Buffer.concat([
    answer ?? [],
    ...keys.map(({ sk }) => bySort.get(sk) ?? []),
  ] as Uint8Array[]);
}

const partKey = ({ partition }: KeyUse, at: number) => ({
  pk: partition,
  sk: items.idempotencyKey.sort(at),
});

const keyOf = ({ partition }: KeyUse) => ({ pk: partition, sk: items.idempotencyKey.sort() });

function item(table: Table, use: KeyUse): Item {
  return {
    ...keyOf(use),
    request: use.request,
    [expiryAttribute]: Math.floor(table.clock() / 1000) + idempotencyHours * 3600,
  };
}
