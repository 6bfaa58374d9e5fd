// Idempotency keys: the first answer to a POST is stored for a day and returned again.
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Refusal } from '../../contracts/error-codes.ts';
import { idempotencyHours } from '../../contracts/route-definition.ts';
import { expiryAttribute, items } from '../schema.ts';
import { type Action, commitIf, type Item } from './commit.ts';
import type { Condition } from './conditions.ts';
import type { Table } from './open-table.ts';
import { itemAt, itemsAt } from './read.ts';
import { idempotencyLeaseMs } from './retries.ts';

/** An answer as it was sent: status, headers and body text. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A key as stored: reserved until `leaseUntil`, or with its answer. */
interface StoredUse {
  readonly request: string;
  readonly [expiryAttribute]: number;
  readonly leaseUntil?: number;
  readonly answer?: Uint8Array;
  readonly parts?: number;
}

/** One use of a key: the partition that stores it, and a hash of the request. */
export interface KeyUse {
  readonly partition: string;
  readonly request: string;
}

/**
 * Identifies the use of a key. The same text from another caller is another key.
 * @param request `address` is the path, and the query if there is one
 */
export function keyUse(
  actor: string,
  key: string,
  request: { method: string; address: string; body: string },
): KeyUse {
  return {
    partition: items.idempotencyKey.partition(hash([actor, key])),
    request: hash([request.method, request.address, request.body]),
  };
}

const hash = (parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/**
 * The answer stored for a key; undefined when the key is new. 1 GetItem, strongly consistent.
 * @throws Refusal IdempotencyKeyReused, Busy (the first request is still running)
 */
export async function storedAnswer(table: Table, use: KeyUse): Promise<StoredAnswer | undefined> {
  const stored = (await itemAt(table, keyOf(use))) as StoredUse | undefined;
  if (!stored || stored[expiryAttribute] <= table.clock() / 1000) return undefined;
  if (stored.request !== use.request) {
    throw new Refusal(
      'IdempotencyKeyReused',
      'this Idempotency-Key was used for another request; use a new key for a new request',
    );
  }
  if (stored.answer) return unpack(await partsOf(table, use, stored));
  if (stored.leaseUntil !== undefined && stored.leaseUntil <= table.clock()) return undefined;
  throw new Refusal('Busy', 'the first request with this Idempotency-Key is still running');
}

/** The actions that store an answer, for the transaction that it is the answer to: 1, more for a very large one. */
export function answerWrites(table: Table, use: KeyUse, answer: StoredAnswer): Action[] {
  return partPuts(table, use, answer, {
    expression: 'attribute_not_exists(pk) OR #expiry <= :now',
    names: { expiry: expiryAttribute },
    values: { now: Math.floor(table.clock() / 1000) },
  });
}

/**
 * Reserves a key for a request that needs several transactions, before the first of them.
 * @throws Refusal Busy when another request has reserved it
 */
export async function claimKey(table: Table, use: KeyUse): Promise<void> {
  const now = table.clock();
  const isClaimed = await commitIf(table, [
    {
      put: { ...item(table, use), leaseUntil: now + idempotencyLeaseMs },
      when: {
        expression:
          'attribute_not_exists(pk) OR #expiry <= :seconds OR (attribute_not_exists(answer) AND leaseUntil <= :now)',
        names: { expiry: expiryAttribute },
        values: { seconds: Math.floor(now / 1000), now },
      },
    },
  ]);
  if (isClaimed) return;
  throw new Refusal('Busy', 'the first request with this Idempotency-Key is still running');
}

/**
 * Stores the answer to a request that reserved its key with claimKey.
 * @returns the answer to send instead, if the same request was answered in the meantime
 */
export async function storeAnswer(
  table: Table,
  use: KeyUse,
  answer: StoredAnswer,
): Promise<StoredAnswer | undefined> {
  const isKept = await commitIf(
    table,
    partPuts(table, use, answer, {
      expression:
        'attribute_not_exists(pk) OR #expiry <= :seconds OR (attribute_not_exists(answer) AND #request = :request)',
      names: { expiry: expiryAttribute, request: 'request' },
      values: { seconds: Math.floor(table.clock() / 1000), request: use.request },
    }),
  );
  return isKept ? undefined : storedAnswer(table, use);
}

/** Frees a key that claimKey reserved, when the request ended without an answer to store. */
export async function releaseKey(table: Table, use: KeyUse): Promise<void> {
  await commitIf(table, [
    {
      remove: keyOf(use),
      when: {
        expression: 'attribute_not_exists(answer) AND #request = :request',
        names: { request: 'request' },
        values: { request: use.request },
      },
    },
  ]);
}

/** The answer to a full batch may exceed an item (400 KB) even compressed; then it is split. */
const partBytes = 350_000;

/** The puts of an answer and, if it is split, of its other parts. */
function partPuts(table: Table, use: KeyUse, answer: StoredAnswer, when: Condition): Action[] {
  const [first, ...others] = chunksOf(pack(answer));
  const parts = others.length > 0 ? { parts: others.length + 1 } : {};
  return [
    { put: { ...item(table, use), answer: first, ...parts }, when },
    ...others.map((part, at) => ({
      put: { ...item(table, use), ...partKey(use, at + 1), part },
    })),
  ];
}

const pack = (answer: StoredAnswer): Uint8Array => gzipSync(JSON.stringify(answer));
const unpack = (bytes: Uint8Array): StoredAnswer => JSON.parse(gunzipSync(bytes).toString());

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
