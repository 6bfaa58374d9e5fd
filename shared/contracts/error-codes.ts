// Every error that leaves the service: its code, its status and what it tells the caller (RFC 9457).
import * as z from 'zod';
// From the core's own module: `z.core` would bring every language of zod into the bundles.
import { toDotPath } from 'zod/v4/core';

/** Each code with its HTTP status and its title; the docs' table of errors is made from this. */
export const codes = {
  ValidationFailed: { status: 400, title: 'The request is not valid' },
  ConnectionObjectsMissing: { status: 400, title: 'A record of the connection does not exist' },
  ConnectionNotSupported: { status: 400, title: 'Connections are not enabled for the record type' },
  CannotConnectToSelf: { status: 400, title: 'A record cannot be connected to itself' },
  ConnectionInvalidStartEndDate: { status: 400, title: 'The end date is before the start date' },
  ConnectionRoleNotFound: { status: 400, title: 'The connection role does not exist' },
  ConnectionRoleNotActive: { status: 400, title: 'The connection role is not active' },
  ConnectionRoleNotValidForObjectType: {
    status: 400,
    title: 'The connection role may not be used on this record type',
  },
  UnrelatedConnectionRoles: { status: 400, title: 'The two connection roles do not match' },
  Unauthorized: { status: 401, title: 'A valid bearer token is required' },
  Forbidden: { status: 403, title: 'The caller may not do this' },
  NotFound: { status: 404, title: 'The resource does not exist' },
  MethodNotAllowed: { status: 405, title: 'The resource does not allow this method' },
  ConnectionExists: { status: 409, title: 'The connection already exists' },
  ConnectionInactive: { status: 409, title: 'The connection is inactive and therefore read-only' },
  ConnectionRoleInUse: { status: 409, title: 'The connection role is in use' },
  RecordTypeInUse: { status: 409, title: 'The record type is in use' },
  ConnectionsCannotBeDisabled: {
    status: 409,
    title: 'Connections cannot be disabled once they are enabled',
  },
  IdempotencyKeyReused: {
    status: 409,
    title: 'The idempotency key was used for a different request',
  },
  PreconditionFailed: { status: 412, title: 'The resource has changed' },
  PayloadTooLarge: { status: 413, title: 'The body is too large' },
  UnsupportedMediaType: { status: 415, title: 'The body must be JSON' },
  TooManyRequests: { status: 429, title: 'Too many requests' },
  InternalError: { status: 500, title: 'The service failed' },
  Busy: { status: 503, title: 'The service is busy; repeat the request' },
} as const satisfies Record<string, { status: number; title: string }>;

export type Code = keyof typeof codes;

/** What a code carries besides its text. */
export interface ProblemExtras {
  /** Where the request is at fault; `path` as in `record1.id` or `items[3].name`. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  /** With UnrelatedConnectionRoles: the roles that would be valid, best first. */
  readonly validRoleIds?: readonly string[];
  /** With ConnectionExists: the connection that exists. */
  readonly existingId?: string;
  /** With ConnectionRoleInUse: how many sides of connections have the role. */
  readonly count?: number;
}

export const Problem = z
  .object({
    type: z
      .string()
      .meta({ description: 'Where the code is explained', example: '/docs#NotFound' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(codes) as [Code, ...Code[]]),
    requestId: z.string().optional().meta({ description: 'Quote this when you ask for help' }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    validRoleIds: z.array(z.string()).optional(),
    existingId: z.string().optional(),
    count: z.int().optional(),
  })
  .meta({ id: 'Problem', description: 'An error (RFC 9457)' });

export type Problem = z.infer<typeof Problem>;

/** Writes the problem document for a code; `requestId` is left out inside batch results. */
export function problem(
  code: Code,
  detail: string,
  extras: ProblemExtras = {},
  requestId?: string,
): Problem {
  const { status, title } = codes[code];
  return {
    type: `/docs#${code}`,
    title,
    status,
    detail,
    code,
    ...(requestId === undefined ? {} : { requestId }),
    ...(extras as Partial<Problem>),
  };
}

/** The answer that a rule gives instead of doing what was asked. Nothing else decides a status. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: Code;
  readonly extras: ProblemExtras;

  constructor(code: Code, detail: string, extras: ProblemExtras = {}, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
    this.extras = extras;
  }

  /** A refusal that one field of the request is to blame for. */
  static at(path: string, code: Code, message: string, extras: ProblemExtras = {}): Refusal {
    // The rules' own sentences name what they are about; what is said of a value needs its place.
    const detail = code === 'ValidationFailed' && path ? `${path}: ${message}` : message;
    return new Refusal(code, detail, { errors: [{ path, message }], ...extras });
  }
}

/**
 * Reads `input` by a schema, or refuses it with the path of each fault.
 * @param what how a thing of the input is called: a field, a query parameter
 * @throws Refusal ValidationFailed
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  what = 'field',
): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const faults = new Map<string, string>();
  for (const issue of result.error.issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [key]) : [[]];
    for (const key of keys) {
      const path = toDotPath([...issue.path, ...key]);
      // The first fault of a place is the one to mend first.
      if (!faults.has(path)) faults.set(path, sentence(issue, what));
    }
  }
  const errors = [...faults].map(([path, message]) => ({ path, message }));
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  throw new Refusal('ValidationFailed', `${first?.path || 'the body'}: ${first?.message}${more}`, {
    errors,
  });
}

/** What is wrong, in words that fit behind the path. */
function sentence(issue: z.core.$ZodIssue, what: string): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `is not a known ${what}`;
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? 'is missing'
        : `must be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : issue.message;
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${issue.maximum} characters`
        : issue.message;
    default:
      return issue.message;
  }
}
