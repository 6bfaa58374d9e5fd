// One operation of the description, from its route and from the schemas of its answers.
import * as z from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { answersTo, dryRunAnswers } from './answers/answers.ts';
import { problemWith } from './answers/problem.ts';
import { itemRefusalsOf, refusalsByStatus } from './answers/refusals.ts';
import { type Code, codes } from './error-codes.ts';
import { exampleOf } from './examples/examples.ts';
import {
  headersOfAnswer,
  headersOfRefusal,
  headersOfRequest,
  headersOfUnchanged,
} from './openapi-headers.ts';
import { maxBatchItems, maxBodyBytes, type Route } from './route-definition.ts';
import type { DescribedName } from './routes.ts';

type Responses = NonNullable<ZodOpenApiOperationObject['responses']>;

/** The operation as the description shows it. */
export function operationOf(name: DescribedName, route: Route): ZodOpenApiOperationObject {
  const headers = headersOfRequest(route);
  const { body } = exampleOf(name);
  const description = descriptionOf(name, route);
  return {
    operationId: name,
    tags: [route.tag],
    summary: route.summary,
    ...(description && { description }),
    ...(route.deprecated && {
      deprecated: true,
      'x-deprecated-since': route.deprecated.since,
      'x-sunset': route.deprecated.sunset,
    }),
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
        content: {
          'application/json': {
            schema: bodyOf(name, route, route.body),
            ...(body !== undefined && { example: body }),
          },
        },
      },
    }),
    responses: { ...successesOf(name, route), ...refusalsOf(route) },
  };
}

function descriptionOf(name: DescribedName, route: Route): string {
  const items = route.item && itemRefusalsOf(route);
  return [
    route.description,
    items &&
      `The problem of an item has one of the codes ${codeList([...items.invalid, ...items.duplicate])}.`,
    route.head && 'HEAD returns the headers alone.',
    name in dryRunAnswers &&
      'With `dryRun=true` the answer has `"dryRun": true` and no ids of connections.',
    route.deprecated && `Deprecated since ${route.deprecated.since}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function successesOf(name: DescribedName, route: Route): Responses {
  const responses: Responses = {};
  const dryRun = answersTo(name, true);
  // A deletion, which has no body, answers a dry run with another status.
  const all = { ...dryRun, ...answersTo(name, false) };
  for (const [status, schema] of Object.entries(all)) {
    const own = dryRun[Number(status)];
    responses[status as `2${string}`] = {
      description: meaningOf(status, own !== undefined && own === schema),
      ...headersIn(headersOfAnswer(name, route, status)),
      ...(schema && { content: contentOf(name, route, Number(status), schema) }),
    };
  }
  if (route.method === 'GET' && route.etag) {
    responses['304'] = {
      description: 'The caller has this version already',
      ...headersIn(headersOfUnchanged(route)),
    };
  }
  return responses;
}

function meaningOf(status: string, isDry: boolean): string {
  if (isDry) return 'Nothing was written: the answer to a dry run';
  if (status === '201') return 'Created';
  if (status === '202') return 'Done; what follows from it is in progress';
  return status === '204' ? 'Done' : 'Success';
}

function contentOf(name: DescribedName, route: Route, status: number, schema: z.ZodType) {
  const example = exampleOf(name).answers[status];
  const type = route.path === '/docs' ? 'text/html' : 'application/json';
  return {
    [type]: { schema, ...(example !== undefined && { example }) },
    ...Object.fromEntries((route.formats ?? []).map((one) => [one, { schema: z.string() }])),
  };
}

function refusalsOf(route: Route): Responses {
  const responses: Responses = {};
  for (const [status, refused] of refusalsByStatus(route)) {
    responses[`${status}` as `4${string}`] = {
      description: refused.map((code) => `\`${code}\`: ${codes[code].title}`).join('. '),
      ...headersIn(headersOfRefusal(route, status)),
      content: { 'application/problem+json': { schema: problemWith(refused) } },
    };
  }
  return responses;
}

const headersIn = (headers: z.ZodRawShape) =>
  Object.keys(headers).length > 0 ? { headers: z.object(headers) } : {};

const codeList = (list: readonly Code[]) => list.map((code) => `\`${code}\``).join(', ');

const bodyOf = (name: DescribedName, { item }: Route, body: z.ZodType) =>
  item
    ? z
        .strictObject({
          ...(body as z.ZodObject).shape,
          items: z.array(item).min(1).max(maxBatchItems),
        })
        .meta({ id: `${name[0]?.toUpperCase()}${name.slice(1)}Request` })
    : body;
