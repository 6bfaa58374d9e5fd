// Which connections are duplicates: same two records, same roles and title, and periods that collide. And whether
// the one that exists is the one that was requested.
import type { NewConnection } from '../contracts/connection-schemas.ts';
import { listed, Refusal } from '../contracts/error-codes.ts';
import type { State } from '../contracts/identifiers.ts';
import { differenceAt } from '../text/field-differences.ts';
import { foldText } from '../text/fold-text.ts';
import { isSameJson } from '../text/same-json.ts';
import { attributeDifferences } from './attributes.ts';
import type { Connection, PlannedConnection } from './connection-rules.ts';
import type { Period } from './validity.ts';

/** A title in the form in which titles are compared; an empty one is no title. */
export const comparedTitle = (title: string | null | undefined): string | null =>
  title ? foldText(title) : null;

/** What distinguishes connections of the same two records with the same roles. */
export interface Extent extends Period {
  readonly title?: string | null;
}

/**
 * Whether two connections with the same records and roles exclude each other: they do if they have the
 * same title, or none, and their periods collide. Periods collide if they share more than a boundary day (an end equal to the next start is a hand-over), or if they
 * start on the same day, because the start is part of the table's key.
 */
export function collide(a: Extent, b: Extent): boolean {
  if (comparedTitle(a.title) !== comparedTitle(b.title)) return false;
  const startsBeforeEnd = (first: Period, second: Period) =>
    first.effectiveStart === null ||
    second.effectiveEnd === null ||
    first.effectiveStart < second.effectiveEnd;
  return a.effectiveStart === b.effectiveStart || (startsBeforeEnd(a, b) && startsBeforeEnd(b, a));
}

/** The connection of which another one would be a duplicate, as far as it is known. */
export interface Existing extends Partial<Period> {
  readonly id: string;
  /** Undefined, like the period, if the connection was deleted in the meantime. */
  readonly state?: State | undefined;
}

/** What to do about a connection that exists, if it is inactive. */
const adviceFor = (state: State | undefined) =>
  state === 'inactive' ? '; that connection is inactive: activate it instead' : '';

/** In brackets, in words; nothing if it is not known. */
export function periodText({ effectiveStart, effectiveEnd }: Partial<Period>): string {
  if (effectiveStart === undefined || effectiveEnd === undefined) return '';
  if (effectiveStart === null && effectiveEnd === null) return ' (without dates)';
  if (effectiveEnd === null) return ` (from ${effectiveStart})`;
  return effectiveStart === null
    ? ` (until ${effectiveEnd})`
    : ` (${effectiveStart} to ${effectiveEnd})`;
}

/** The refusal for a duplicate. */
export function connectionExists({ id, state, ...period }: Existing): Refusal {
  return new Refusal(
    'ConnectionExists',
    'the two records are already connected with the same roles and title for an overlapping period' +
      periodText(period) +
      adviceFor(state),
    { existingId: id, ...(state && { existingState: state }) },
  );
}

/** The refusal of a connection that exists exactly as it was requested. */
export function connectionIsThere(existing: Connection): Refusal {
  const { extras } = connectionExists(existing);
  return new Refusal('ConnectionExists', 'the connection exists with the same values', extras);
}

/** A connection that is not created: exactly this one exists, or another one prevents it. */
export type Duplicate = { readonly identical: Connection } | { readonly refusal: Refusal };

/**
 * Compares a connection that collides with an existing one. It is the same connection if it has the same
 * records, roles and title, from whichever side it was created, and the same start. If the values are the same,
 * too, it is identical; otherwise the refusal says what differs. A value that the request leaves out
 * counts as the one that it would get, except the owner: a request without an owner agrees with any.
 */
export function comparedWith(
  existing: Connection,
  planned: PlannedConnection,
  request: Pick<NewConnection, 'ownerId'>,
): Duplicate {
  const exists = connectionExists(existing);
  if (planned.effectiveStart !== existing.effectiveStart) return { refusal: exists };
  const fields = ['title', 'externalId', 'effectiveEnd', 'description', 'state'] as const;
  const ofFields = (request.ownerId ? ([...fields, 'ownerId'] as const) : fields)
    .filter((field) => !isSameJson(planned[field], existing[field]))
    .map((field) => differenceAt(field, existing[field]));
  const ofAttributes = attributeDifferences(planned.attributes, existing.attributes);
  if (ofFields.length + ofAttributes.length === 0) return { identical: existing };
  const differs = [
    ...ofFields.map(({ path }) => path),
    ...(ofAttributes.length > 0 ? ['attributes'] : []),
  ];
  const errors = listed([...ofFields, ...ofAttributes], 'ValidationFailed');
  const advice = differs.includes('state') ? adviceFor(existing.state) : '';
  const detail = `the connection exists with other values: ${differs.join(', ')}${advice}`;
  return { refusal: new Refusal(exists.code, detail, { ...exists.extras, differs, errors }) };
}
