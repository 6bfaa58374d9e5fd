// The headers of each operation in the description: of its request, and of each of its answers.
import * as z from 'zod';
import { answersTo } from './answers/answers.ts';
import { CauseHeader, causeHeaderName } from './cause-header.ts';
import { idempotencyHours, type Route, writes } from './route-definition.ts';
import type { RouteName } from './routes.ts';

const text = (description: string) => z.string().meta({ description });

/** The headers that a request may carry. */
export function headersOfRequest(route: Route): z.ZodRawShape {
  const isRead = route.method === 'GET';
  return {
    ...(route.ifMatch && {
      'If-Match': text('The request fails unless the resource still has this ETag')
        .optional()
        .meta({ example: '"1"' }),
    }),
    ...(isRead &&
      route.etag && {
        'If-None-Match': text(
          'If the resource still has this ETag, the answer is 304, without a body',
        )
          .optional()
          .meta({ example: '"1"' }),
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
          example: '5b1f3f0e-6a0e-4c57-9d3b-0e7f2a9c4d11',
        }),
    }),
    ...(writes(route) && { [causeHeaderName]: CauseHeader.optional() }),
  };
}

/** The headers of a successful answer. */
export function headersOfAnswer(name: RouteName, route: Route, status: string): z.ZodRawShape {
  const isPaged = route.query instanceof z.ZodObject && 'cursor' in route.query.shape;
  const hasDryRun = Object.keys(answersTo(name, true)).length > 0;
  const unlessDry = (header: z.ZodString) => (hasDryRun ? header.optional() : header);
  return {
    ...(route.etag && { ETag: unlessDry(text('The version in double quotes')) }),
    ...(status === '201' && { Location: unlessDry(text('The path of what was created')) }),
    ...(isPaged && {
      Link: text('The next page, with `rel="next"`; absent on the last page').optional(),
    }),
    ...(route.idempotent && {
      'Idempotent-Replayed': z.literal('true').optional().meta({
        description: 'This answer was given before, to a request with the same Idempotency-Key',
      }),
    }),
    ...(answersTo(name, false)[Number(status)] && {
      'Content-Encoding': z.literal('gzip').optional().meta({
        description: 'If the answer has more than 16 KB and `Accept-Encoding` allows it',
      }),
    }),
    ...headersOfDeprecated(route),
  };
}

/** The headers of an answer that says that the caller has the version already. */
export const headersOfUnchanged = (route: Route): z.ZodRawShape => ({
  ETag: text('The version in double quotes'),
  ...headersOfDeprecated(route),
});

/** The headers of a refusal. */
export function headersOfRefusal(route: Route, status: number): z.ZodRawShape {
  return {
    ...((status === 401 || status === 403) && {
      'WWW-Authenticate': text('What a valid token must have (RFC 6750)').optional(),
    }),
    ...(status === 503 && { 'Retry-After': text('When to repeat the request, in seconds') }),
    ...headersOfDeprecated(route),
  };
}

function headersOfDeprecated({ deprecated }: Route): z.ZodRawShape {
  if (!deprecated) return {};
  return {
    Deprecation: text(`Since ${deprecated.since}, as a date of RFC 9745`),
    Sunset: text(`The route will be removed on ${deprecated.sunset} (RFC 8594)`),
  };
}
