// The part of a half's sort key that stands for the title of a connection.
import { createHash } from 'node:crypto';
import { comparedTitle } from '../../domain/duplicate-rule.ts';

/** Characters of base64url, 6 bits each: no two titles will ever have the same part. */
const length = 22;

/**
 * A hash of the title as titles are compared; undefined without a title. Not the title itself: with it
 * a key could be longer than the 1,024 bytes that DynamoDB allows.
 */
export function titleKey(title: string | null): string | undefined {
  const compared = comparedTitle(title);
  if (compared === null) return undefined;
  return createHash('sha256').update(compared).digest('base64url').slice(0, length);
}
