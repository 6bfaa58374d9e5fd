// The body of every error: one schema for each code, with what it has in addition.
import * as z from 'zod';
import { connectionRoutes } from '../connection-routes.ts';
import { type Code, codes } from '../error-codes.ts';
import { ConnectionId, RecordReference, RoleId, State } from '../identifiers.ts';
import { itemRefusalsOf } from './refusals.ts';

const allCodes = Object.keys(codes) as [Code, ...Code[]];

const { duplicate, invalid } = itemRefusalsOf(connectionRoutes.changeConnections);
const codesOfChange: readonly Code[] = [...duplicate, ...invalid];

const common = {
  type: z
    .string()
    .meta({ description: 'Where the code is explained', example: '/docs/errors#NotFound' }),
  title: z.string().meta({ description: 'The code in words; the same each time' }),
  detail: z.string().meta({ description: 'What was found, where, and what would be right' }),
  requestId: z.string().optional().meta({
    description: 'Quote this when you ask for help; an item of a batch has none of its own',
  }),
  errors: z
    .array(
      z
        .object({
          path: z.string().meta({ description: 'The field', example: 'record1.id' }),
          message: z.string(),
          code: z
            .enum(allCodes)
            .optional()
            .meta({ description: 'If it is not that of the problem' }),
        })
        .meta({ id: 'Fault', description: 'One thing that is wrong with the request' }),
    )
    .optional()
    .meta({ description: 'Everything that is wrong with the request' }),
};

const differs = z.array(z.string()).optional().meta({
  description:
    'In a batch: the fields in which the existing one has other values; absent if another one prevents it',
});

const existingId = ConnectionId.meta({ description: 'The connection that exists' });

interface RefusedChange {
  index: number;
  status: 'duplicate' | 'invalid';
  problem: z.output<z.ZodObject<typeof common>> & { status: number; code: Code };
}

/** Each item that is refused, with its problem. */
const RefusedChanges: z.ZodType<RefusedChange[]> = z
  .array(
    z
      .object({
        index: z.int().min(0).meta({ description: 'The position of the item in the request' }),
        status: z.enum(['duplicate', 'invalid']),
        // Another item of the request may prevent it: that one has no id.
        problem: z.lazy(() => problemWith(codesOfChange, true)),
      })
      .meta({ id: 'RefusedChange' }),
  )
  .meta({ description: 'The items that are refused; the others were not written either' });

/** What the problems of a code have in addition. */
const additions = {
  UnrelatedConnectionRoles: {
    validRoleIds: z.array(RoleId).meta({
      description: 'The roles that would be valid for the side at fault, the default first',
    }),
  },
  ConnectionExists: { existingId, existingState: State.optional(), differs },
  ConnectionLimitReached: {
    limit: z.int().meta({ description: 'The `maxPerRecord` of the role' }),
    existingIds: z.array(ConnectionId).meta({ description: 'The connections that use it up' }),
  },
  ConnectionRoleExists: { differs },
  TooManyToSort: {
    count: z.int().meta({ description: 'How many connections the list covers' }),
  },
  ChangesRefused: { results: RefusedChanges },
  ConnectionRoleInUse: {
    count: z.int().meta({ description: 'How many connections have the role' }),
  },
  ExternalIdTaken: { existingId, differs },
  RecordMerged: {
    into: RecordReference.meta({ description: 'The record to use instead' }),
  },
  PreconditionFailed: { differs },
} as const satisfies Partial<Record<Code, z.ZodRawShape>>;

type Additions = typeof additions;
type AdditionsTo<C extends Code> = C extends keyof Additions
  ? z.output<z.ZodObject<Additions[C]>>
  : unknown;
type Shape<C extends Code> = typeof common & { status: z.ZodInt; code: z.ZodLiteral<C> };

/** The problem of one code. */
export type ProblemOf<C extends Code> = C extends Code
  ? z.output<z.ZodObject<Shape<C>>> & AdditionsTo<C>
  : never;

type Merged<Union> = Union extends unknown ? (union: Union) => void : never;
type EveryAddition =
  Merged<AdditionsTo<keyof Additions>> extends (all: infer All) => void ? All : never;

/** A problem of any code, with the additions of all. */
export type Problem = z.output<z.ZodObject<Shape<Code>>> & Partial<EveryAddition>;

function schemaOf(code: Code, isDry: boolean): z.ZodObject {
  const own: z.ZodRawShape = (additions as Partial<Record<Code, z.ZodRawShape>>)[code] ?? {};
  const { existingId: id, ...others } = own;
  return z
    .object({
      ...common,
      status: z.literal(codes[code].status),
      code: z.literal(code),
      ...(isDry && id ? { ...others, existingId: existingId.optional() } : own),
    })
    .meta({ id: `${code}Problem${isDry && id ? 'DryRun' : ''}`, description: codes[code].title });
}

const schemas = new Map<string, z.ZodObject>();

/** The schema of a code; always the same one, because it has a name in the description. */
function problemOf(code: Code, isDry: boolean): z.ZodObject {
  const key = `${code} ${isDry && code in additions && 'existingId' in additions[code as keyof Additions]}`;
  const schema = schemas.get(key) ?? schemaOf(code, isDry);
  schemas.set(key, schema);
  return schema;
}

/**
 * A problem of one of these codes, distinguished by `code`.
 * @param isDry of a dry run, where another item of the batch that exists has no id yet
 */
export function problemWith<C extends Code>(
  list: readonly C[],
  isDry = false,
): z.ZodType<ProblemOf<C>> {
  const [first, ...others] = list.map((code) => problemOf(code, isDry));
  if (!first) throw new Error('a problem has at least one code');
  const schema = others.length === 0 ? first : z.discriminatedUnion('code', [first, ...others]);
  return schema as unknown as z.ZodType<ProblemOf<C>>;
}
