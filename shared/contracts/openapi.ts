// The OpenAPI 3.1 document, generated from the routes and from the schemas that validate requests.
import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi';
import { answersTo, dryRunAnswers } from './answers/answers.ts';
import { Problem } from './answers/problem.ts';
import { conventions } from './conventions.ts';
import { type Code, codes } from './error-codes.ts';
import { idempotencyHours, maxBatchItems, maxBodyBytes, type Route } from './route-definition.ts';
import { type RouteName, routes } from './routes.ts';
import { scopes } from './scopes.ts';

const scopeTexts = {
  [scopes.read]: 'Read everything',
  [scopes.write]: 'Create, change and delete records and connections',
  [scopes.admin]:
    'Manage record types and roles; delete or reassign connections that others own; delete records that others created',
};

/** The whole document. Building it takes some milliseconds: do it once. */
export function openApiDocument(): ReturnType<typeof createDocument> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = paths[route.path] ?? {};
    path[route.method.toLowerCase()] = operation(name as RouteName, route);
    paths[route.path] = path;
  }
  const description: Parameters<typeof createDocument>[0] = {
    openapi: '3.1.0',
    info: {
      title: 'Liaison',
      version: '1',
      description: conventions.join('\n\n'),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: Object.entries(scopeTexts)
            .map(([scope, text]) => `\`${scope}\`: ${text}.`)
            .join(' '),
        },
      },
    },
  };
  // `attributes` is free JSON: its schema only says that it is an object.
  return createDocument(description, { allowEmptySchema: { custom: true } });
}

function operation(name: RouteName, route: Route): ZodOpenApiOperationObject {
  const description = [
    route.description,
    route.item && `The problem of an item has one of the codes ${codeList(itemRefusalsOf(route))}.`,
    route.head && 'HEAD returns the headers alone.',
  ]
    .filter(Boolean)
    .join(' ');
  const responses: ZodOpenApiOperationObject['responses'] = {};
  for (const [status, schema] of Object.entries(successesOf(name))) {
    responses[status as `${1 | 2}${string}`] = {
      description: status === '202' ? 'Done, or in progress' : 'Success',
      headers: z.object(headersOfAnswer(name, route, status)),
      ...(schema && {
        content: {
          [route.path === '/docs' ? 'text/html' : 'application/json']: { schema },
          ...Object.fromEntries((route.formats ?? []).map((one) => [one, { schema: z.string() }])),
        },
      }),
    };
  }
  const isRead = route.method === 'GET';
  if (isRead && route.etag)
    responses['304'] = {
      description: 'The caller has this version already',
      headers: z.object({ ETag: z.string() }),
    };
  for (const [status, refused] of Object.entries(refusalsByStatus(route))) {
    responses[status as `${4 | 5}${string}`] = {
      description: refused.map((code) => `\`${code}\`: ${codes[code].title}`).join('. '),
      ...(refused.includes('Busy') && { headers: z.object({ 'Retry-After': retryAfter }) }),
      content: { 'application/problem+json': { schema: Problem } },
    };
  }
  const headers = {
    ...(route.ifMatch && {
      'If-Match': z
        .string()
        .optional()
        .meta({ description: 'The request fails unless the resource still has this ETag' }),
    }),
    ...(isRead &&
      route.etag && {
        'If-None-Match': z.string().optional().meta({
          description: 'If the resource still has this ETag, the answer is 304, without a body',
        }),
      }),
    ...(route.method === 'PUT' &&
      route.ifMatch && {
        'If-None-Match': z
          .literal('*')
          .optional()
          .meta({ description: 'Create only: the request fails if the resource exists' }),
      }),
    ...(route.idempotent && {
      'Idempotency-Key': z
        .string()
        .min(1)
        .max(255)
        .optional()
        .meta({
          description: `For ${idempotencyHours} hours, the same key and body return the first answer again, with the header Idempotent-Replayed`,
        }),
    }),
  };
  return {
    operationId: name,
    tags: [route.tag],
    summary: route.summary,
    ...(description && { description }),
    security: route.scope === null ? [] : [{ token: [route.scope] }],
    requestParams: {
      ...(route.params && { path: route.params as z.ZodObject }),
      ...(route.query && { query: route.query as z.ZodObject }),
      ...(Object.keys(headers).length > 0 && { header: z.object(headers) }),
    },
    ...(route.body && {
      requestBody: {
        required: true,
        description:
          `At most ${maxBodyBytes} bytes.` +
          (route.resource
            ? ' Other fields that answers show may be sent back with the values that they have.'
            : ''),
        content: { 'application/json': { schema: bodyOf(route, route.body) } },
      },
    }),
    responses,
  };
}

const retryAfter = z.string().meta({ description: 'In seconds' });

/** The headers of a successful answer. */
function headersOfAnswer(name: RouteName, route: Route, status: string): z.ZodRawShape {
  const isPaged = route.query instanceof z.ZodObject && 'cursor' in route.query.shape;
  const unlessDry = (header: z.ZodString) => (name in dryRunAnswers ? header.optional() : header);
  return {
    ...(route.etag && {
      ETag: unlessDry(z.string()).meta({ description: 'The version in double quotes' }),
    }),
    ...(status === '201' && {
      Location: unlessDry(z.string()).meta({ description: 'The path of what was created' }),
    }),
    ...(isPaged && {
      Link: z
        .string()
        .optional()
        .meta({ description: 'The next page, with `rel="next"`; absent on the last page' }),
    }),
    ...(route.idempotent && {
      'Idempotent-Replayed': z.literal('true').optional().meta({
        description: 'This answer was given before, to a request with the same Idempotency-Key',
      }),
    }),
  };
}

const codeList = (list: readonly Code[]) => list.map((code) => `\`${code}\``).join(', ');

/** All codes that an item of a batch can have. */
const itemRefusalsOf = ({ itemRefusals = [] }: Route): Code[] => [
  'ValidationFailed',
  ...itemRefusals,
  'Busy',
  'InternalError',
];

/** The schemas of successful answers by status, with those of dry runs. */
function successesOf(name: RouteName): Readonly<Record<number, z.ZodType | null>> {
  const dryRuns = answersTo(name, true);
  const both = { ...dryRuns, ...answersTo(name, false) };
  return Object.fromEntries(
    Object.entries(both).map(([status, body]) => {
      const dryRun = dryRuns[Number(status)];
      return [status, body && dryRun && body !== dryRun ? z.union([body, dryRun]) : body];
    }),
  );
}

const bodyOf = ({ item }: Route, body: z.ZodType) =>
  item
    ? z.strictObject({
        ...(body as z.ZodObject).shape,
        items: z.array(item).min(1).max(maxBatchItems),
      })
    : body;

/** All codes that a route can return: its own, and those that follow from its definition. */
function refusalsOf(route: Route): Code[] {
  return [
    'ValidationFailed',
    ...(route.scope === null ? [] : (['Unauthorized', 'Forbidden'] as const)),
    ...route.refusals,
    ...(route.idempotent ? (['IdempotencyKeyReused'] as const) : []),
    ...(route.ifMatch ? (['PreconditionFailed'] as const) : []),
    // A body where none is expected is read, too.
    ...(route.method === 'GET' ? [] : (['PayloadTooLarge', 'UnsupportedMediaType'] as const)),
    'TooManyRequests',
    'InternalError',
    ...(route.scope === null ? [] : (['Busy'] as const)),
  ];
}

function refusalsByStatus(route: Route): Record<string, Code[]> {
  const byStatus: Record<string, Code[]> = {};
  for (const code of new Set(refusalsOf(route))) {
    const status = String(codes[code].status);
    byStatus[status] = [...(byStatus[status] ?? []), code];
  }
  return byStatus;
}
