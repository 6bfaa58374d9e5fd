// The ids, dates and texts that every request is made of, with their limits.
import * as z from 'zod';

/** Well-formed Unicode with at least one visible character, `max` UTF-16 units at most. */
export function text(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .refine((value) => value.trim() !== '', 'must not be blank')
    .refine((value) => value.isWellFormed(), 'must be well-formed Unicode');
}

/** Like `text`, but the empty text is allowed and means the same as none. */
export function optionalText(max: number) {
  return z
    .string()
    .max(max)
    .refine((value) => value.isWellFormed(), 'must be well-formed Unicode');
}

export const RecordTypeId = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be 1–64 of a–z, 0–9 and _, and begin with a letter')
  .meta({ description: 'Name of a record type', example: 'account' });

export const RecordId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:@~-]{0,127}$/,
    'must be 1–128 of A–Z, a–z, 0–9 and . _ : @ ~ -, and begin with a letter or digit',
  )
  .meta({ description: 'Id of a record, unique within its type', example: 'fabrikon' });

export const RoleId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,63}$/,
    'must be 1–64 of a–z, 0–9 and -, and begin with a letter or digit',
  )
  .meta({ description: 'Id of a connection role, chosen by the administrator', example: 'vendor' });

export const ConnectionId = z
  .uuid('must be a UUID')
  .transform((id) => id.toLowerCase())
  .meta({ description: 'Id of a connection, a UUID version 7 made by the service' });

/** Who: the `sub` of a token. */
export const Actor = text(256).meta({ description: 'The `sub` of a token', example: 'user-ines' });

export const CalendarDate = z.iso
  .date('must be a calendar date, YYYY-MM-DD')
  .meta({ description: 'A date without time', example: '2026-03-01' });

export const Instant = z.iso
  .datetime()
  .meta({ description: 'A moment in UTC', example: '2026-03-01T09:30:00.000Z' });

export const Version = z
  .int()
  .min(1)
  .meta({ description: 'Counts the changes; also the ETag, in double quotes', example: 1 });

export const State = z.enum(['active', 'inactive']);

/** A record, named by type and id. */
export const RecordReference = z
  .strictObject({ type: RecordTypeId, id: RecordId })
  .meta({ id: 'RecordReference' });

export type RecordReference = z.infer<typeof RecordReference>;
export type State = z.infer<typeof State>;

/** A record's name among others: type and id as one text. */
export const recordName = ({ type, id }: RecordReference) => `${type}/${id}`;
