// Connection roles: what a record can be to another record, and which roles match.
import * as z from 'zod';
import { AttributeSchema } from './attribute-schemas.ts';
import { optionalText, RecordTypeId, RoleId, State, text, Version } from './identifiers.ts';
import type { Resource } from './returned-fields.ts';

/** The usual categories; administrators can use others. */
const roleCategories = [
  'business',
  'family',
  'social',
  'sales',
  'other',
  'stakeholder',
  'sales-team',
  'service',
] as const;

/** How many roles a role can match, how many record types it can list, and the largest limit per record. */
export const roleLimits = { matchingRoles: 50, recordTypes: 100, perRecord: 100 } as const;

const category = text(100).meta({
  description: `Usually one of ${roleCategories.join(', ')}`,
  example: 'business',
});

const MaxPerRecord = z
  .int()
  .min(1)
  .max(roleLimits.perRecord)
  .nullable()
  .meta({
    description:
      'The limit of the role: the most active connections to records with this role that one record may ' +
      'have in effect on one day; `null` for no limit. A limit that is added or lowered later changes no connection.',
  });

const fields = {
  name: text(100),
  category: category.default('other'),
  description: optionalText(1000).nullable().default(null),
  recordTypes: z.array(RecordTypeId).max(roleLimits.recordTypes).default([]).meta({
    description: 'The record types that the role may be used on; an empty list means all',
  }),
  matchingRoleIds: z
    .array(RoleId)
    .max(roleLimits.matchingRoles)
    .default([])
    .meta({
      description:
        'The roles allowed on the other side. Matching is symmetric. The default is the first role ' +
        'that is active and valid for the type of the other record.',
    }),
  maxPerRecord: MaxPerRecord.default(null),
  attributeSchema: AttributeSchema.nullable().default(null),
  state: State.default('active'),
};

export const ConnectionRole = z
  .object({
    id: RoleId,
    name: z.string(),
    category: z.string(),
    description: z.string().nullable(),
    recordTypes: z.array(RecordTypeId),
    matchingRoleIds: z.array(RoleId),
    maxPerRecord: MaxPerRecord,
    attributeSchema: AttributeSchema.nullable(),
    state: State,
    version: Version,
  })
  .meta({ id: 'ConnectionRole' });

/** A role as bodies describe it. */
export const roleResource: Resource = {
  shown: Object.keys(ConnectionRole.shape),
  fixed: { id: 'cannot be changed: create another role and delete this one' },
};

/** Body of POST and of each item of a batch. */
export const NewConnectionRole = z
  .strictObject({ id: RoleId, ...fields })
  .meta({ id: 'NewConnectionRole' });

/** Body of PUT; may repeat `id` of the path. */
export const ConnectionRoleInput = z
  .strictObject({ id: RoleId.optional(), ...fields })
  .meta({ id: 'ConnectionRoleInput' });

export const ConnectionRolePatch = z
  .strictObject({
    name: text(100).optional(),
    category: category.optional(),
    description: optionalText(1000).nullable().optional(),
    recordTypes: z.array(RecordTypeId).max(roleLimits.recordTypes).optional(),
    matchingRoleIds: z.array(RoleId).max(roleLimits.matchingRoles).optional(),
    maxPerRecord: MaxPerRecord.optional(),
    attributeSchema: AttributeSchema.nullable().optional().meta({
      description: 'Replaces the whole schema; `null` removes it',
    }),
    state: State.optional(),
  })
  .meta({ id: 'ConnectionRolePatch' });

export type ConnectionRole = z.infer<typeof ConnectionRole>;
export type NewConnectionRole = z.output<typeof NewConnectionRole>;
export type ConnectionRolePatch = z.output<typeof ConnectionRolePatch>;
