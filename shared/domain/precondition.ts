// If-Match: a write happens only while the version the caller saw still holds (RFC 9110, 13.1.1).
import { Refusal } from '../contracts/problem.ts';

/** What If-Match asked for: any version, or one of these entity tags (with their quotes). */
export type IfMatch = '*' | readonly string[] | undefined;

/** The entity tag of a version: strong, the version in double quotes. */
export const entityTag = (version: number) => `"${version}"`;

/** @throws Refusal PreconditionFailed when the version is none of those asked for. */
export function assertVersion(ifMatch: IfMatch, version: number | undefined): void {
  if (ifMatch === undefined) return;
  if (version !== undefined && (ifMatch === '*' || ifMatch.includes(entityTag(version)))) return;
  throw new Refusal(
    'PreconditionFailed',
    version === undefined
      ? 'the resource does not exist, so If-Match cannot hold'
      : `If-Match does not hold: the resource is at ${entityTag(version)} now; read it again`,
  );
}
