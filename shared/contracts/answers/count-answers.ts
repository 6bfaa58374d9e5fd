// Counts: of a record's connections, of a record type, of a role.
import * as z from 'zod';
import { RecordId, RecordTypeId, RoleId } from '../identifiers.ts';

const count = z.int().min(0);

const Counted = z.object({
  key: z.string().meta({ example: 'vendor' }),
  name: z.string().optional().meta({ description: 'Display name of the key, if it has one' }),
  count,
});

/** Null stands for sides without a role. */
const CountedOrNone = Counted.extend({ key: Counted.shape.key.nullable() });

const groups = {
  byRole: z.array(CountedOrNone).meta({ description: 'By own role; null: no role' }),
  byConnectedType: z.array(Counted),
  byCategory: z.array(CountedOrNone).meta({
    description: 'By the category of the own role; null: no role, or a role that was just deleted',
  }),
  byState: z.array(Counted),
};

export const RecordSummary = z.object({ total: count, ...groups }).meta({
  id: 'RecordSummary',
  description: 'Counts of a record’s connections, largest first; each part adds up to `total`',
});

export const RecordTypeSummary = z
  .object({
    records: count.meta({ description: 'Records of the type' }),
    connections: count.meta({
      description: 'Connections with a record of the type, each counted once',
    }),
    total: count.meta({
      description:
        'Sides with a record of the type: a connection between two such records counts twice',
    }),
    ...groups,
  })
  .meta({
    id: 'RecordTypeSummary',
    description: 'Counts of a record type, by side; each part adds up to `total`',
  });

export const ConnectionRoleSummary = z
  .object({
    records: count.meta({ description: 'Records that hold the role, each counted once' }),
    connections: count.meta({
      description: 'Connections with the role on either side, each counted once',
    }),
    total: count.meta({ description: 'Sides that have the role' }),
    byRecordType: z.array(Counted.extend({ records: count })),
  })
  .meta({ id: 'ConnectionRoleSummary', description: 'Counts of a role' });

export const PlayedRoles = z
  .object({
    items: z.array(
      z.object({
        roleId: RoleId,
        roleName: z.string().nullable(),
        category: z.string().nullable(),
        count,
      }),
    ),
    total: count.meta({ description: 'Sum of the counts' }),
  })
  .meta({
    id: 'PlayedRoles',
    description: 'Roles and how often each is played, most frequent first',
  });

export const RoleHolder = z
  .object({ type: RecordTypeId, id: RecordId, name: z.string(), count })
  .meta({ id: 'RoleHolder', description: 'A record and how often it holds the role' });

export type RecordSummary = z.infer<typeof RecordSummary>;
export type RecordTypeSummary = z.infer<typeof RecordTypeSummary>;
export type ConnectionRoleSummary = z.infer<typeof ConnectionRoleSummary>;
export type PlayedRoles = z.infer<typeof PlayedRoles>;
export type RoleHolder = z.infer<typeof RoleHolder>;
