// Every error that the service returns: its code, its status and its problem document (RFC 9457).
import * as z from 'zod';
// From the core module: `z.core` would add every language of zod to the bundles.
import { toDotPath } from 'zod/v4/core';
import { State } from './identifiers.ts';

/** Each code with its HTTP status and title; the table of errors in /docs is generated from it. */
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

/** Fields that a problem has in addition to its text. */
export interface ProblemExtras {
  /** The faults of the request; a `path` looks like `record1.id` or `items[3].name`. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  /** With UnrelatedConnectionRoles: the roles that would be valid, the default first. */
  readonly validRoleIds?: readonly string[];
  /** With ConnectionExists: the id of the existing connection. */
  readonly existingId?: string;
  /** With ConnectionExists: the state of the existing connection. */
  readonly existingState?: State;
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
    existingState: State.optional(),
    count: z.int().optional(),
  })
  .meta({ id: 'Problem', description: 'An error (RFC 9457)' });

export type Problem = z.infer<typeof Problem>;

/** The problem document for a code; inside batch results it has no `requestId`. */
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

/** Thrown when a rule refuses a request. Only a Refusal decides the status of an error. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: Code;
  readonly extras: ProblemExtras;

  constructor(code: Code, detail: string, extras: ProblemExtras = {}, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
    this.extras = extras;
  }

  /** A refusal because of one field of the request. */
  static at(path: string, code: Code, message: string, extras: ProblemExtras = {}): Refusal {
    // The message of ValidationFailed does not name the field; the messages of other codes do.
    const detail = code === 'ValidationFailed' && path ? `${path}: ${message}` : message;
    return new Refusal(code, detail, { errors: [{ path, message }], ...extras });
  }
}

/**
 * Parses `input` with a schema, or refuses it with the path of each fault.
 * @param what the word for a part of the input in messages: field, query parameter
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
      // Only the first fault of each path is reported.
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

/** The fault, in words that fit after the path. */
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
