// Cursors: where a walk over pages stands, sealed, and good for the same question only.
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

/** The key made of a secret; to be kept, for making it takes longer than a cursor does. */
export const cursorKeyOf = (secret: string): KeyObject =>
  createSecretKey(createHash('sha256').update(secret).digest());

const boundTo = (question: unknown) => Buffer.from(JSON.stringify(question));

/**
 * Seals a position for the question it belongs to, so that nobody can read or change it.
 * @param question what tells the query from all others, without limit and cursor
 */
export function sealCursor(key: KeyObject, question: unknown, position: unknown): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(boundTo(question));
  const sealed = [cipher.update(JSON.stringify(position)), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString('base64url');
}

/** @throws Refusal ValidationFailed for a cursor that was changed or belongs to another question */
export function openCursor(key: KeyObject, question: unknown, cursor: string): unknown {
  const bytes = Buffer.from(cursor, 'base64url');
  // The decoder skips what it does not know: only the very text that was sealed is accepted.
  if (bytes.toString('base64url') !== cursor || bytes.length < nonceBytes + tagBytes) {
    throw notOurs();
  }
  const nonce = bytes.subarray(0, nonceBytes);
  const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(boundTo(question)).setAuthTag(tag);
  const sealed = bytes.subarray(nonceBytes + tagBytes);
  try {
    return JSON.parse(Buffer.concat([decipher.update(sealed), decipher.final()]).toString());
  } catch {
    throw notOurs();
  }
}

const notOurs = () =>
  Refusal.at(
    'cursor',
    'ValidationFailed',
    'is not a cursor of this query; send the nextCursor of its previous page unchanged',
  );
