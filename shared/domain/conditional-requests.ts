// If-Match and If-None-Match: a write only succeeds on the version that the caller has read
// (RFC 9110, 13.1.1 and 13.1.2).
import { Refusal } from '../contracts/error-codes.ts';

/**
 * The condition of a request: any version (`If-Match: *`), one of these entity tags (with their
 * quotes), or no version, because the resource must not exist (`If-None-Match: *`).
 */
export type IfMatch = '*' | 'absent' | readonly string[] | undefined;

/** The entity tag of a version: a strong one, the version in double quotes. */
export const entityTag = (version: number) => `"${version}"`;

/**
 * @param version undefined when the resource does not exist
 * @throws Refusal PreconditionFailed when the version does not meet the condition
 */
export function assertVersion(ifMatch: IfMatch, version: number | undefined): void {
  if (ifMatch === undefined) return;
  if (ifMatch === 'absent') {
    if (version === undefined) return;
    throw new Refusal('PreconditionFailed', 'the resource already exists, so If-None-Match fails');
  }
  if (version !== undefined && (ifMatch === '*' || ifMatch.includes(entityTag(version)))) return;
  throw new Refusal(
    'PreconditionFailed',
    version === undefined
      ? 'the resource does not exist, so it does not match If-Match'
      : `the resource does not match If-Match: its ETag is now ${entityTag(version)}; read it again`,
  );
}
