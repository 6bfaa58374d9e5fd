// Cursors: encrypted positions in a list, each valid only for its own query.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { Refusal } from '../../contracts/error-codes.ts';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** The key derived from a secret. Reuse it: deriving it takes longer than sealing a cursor. */
export const cursorKeyOf = (secret: string): KeyObject =>
  createSecretKey(createHash('sha256').update(secret).digest());

const boundTo = (query: unknown) => Buffer.from(JSON.stringify(query));

/**
 * Encrypts a position for the query it belongs to, so that callers can neither read nor change it.
 * @param query what distinguishes this query from all others, without limit and cursor
 */
export function sealCursor(key: KeyObject, query: unknown, position: unknown): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(boundTo(query));
  const sealed = [cipher.update(JSON.stringify(position)), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString('base64url');
}

/** The parameter that contains a cursor, and the field of an answer that it comes from. */
interface CursorWords {
  readonly parameter: string;
  readonly source: string;
}

const wordsOfLists: CursorWords = { parameter: 'cursor', source: 'nextCursor' };

/** @throws Refusal ValidationFailed for a cursor that was changed or belongs to another query */
export function openCursor(
  key: KeyObject,
  query: unknown,
  cursor: string,
  words = wordsOfLists,
): unknown {
  const bytes = Buffer.from(cursor, 'base64url');
  // The decoder ignores invalid characters, so check that this is exactly the text that was sent.
  if (bytes.toString('base64url') !== cursor || bytes.length < nonceBytes + tagBytes) {
    throw invalidCursor(words);
  }
  const nonce = bytes.subarray(0, nonceBytes);
  const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(boundTo(query)).setAuthTag(tag);
  const sealed = bytes.subarray(nonceBytes + tagBytes);
  try {
    return JSON.parse(Buffer.concat([decipher.update(sealed), decipher.final()]).toString());
  } catch {
    throw invalidCursor(words);
  }
}

const invalidCursor = ({ parameter, source }: CursorWords) =>
  Refusal.at(
    parameter,
    'ValidationFailed',
    `is not a cursor for this query; send the ${source} of its previous page unchanged`,
  );
