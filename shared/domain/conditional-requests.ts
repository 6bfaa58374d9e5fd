// If-Match: a write happens only while the version the caller saw still holds (RFC 9110, 13.1.1).
import { Refusal } from '../contracts/error-codes.ts';

/**
 * What a request asks for: any version (`If-Match: *`), one of these entity tags (with their
 * quotes), or that there is none yet (`If-None-Match: *`).
 */
export type IfMatch = '*' | 'absent' | readonly string[] | undefined;

/** The entity tag of a version: strong, the version in double quotes. */
export const entityTag = (version: number) => `"${version}"`;

/** @throws Refusal PreconditionFailed when the version is none of those asked for. */
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
      ? 'the resource does not exist, so If-Match fails'
      : `If-Match fails: the ETag of the resource is now ${entityTag(version)}; read it again`,
  );
}
