// The codes that each operation, and each item of a batch, can get: their own, and those that follow from the
// definition of the route.
import { type Code, codes, existsAlready } from '../error-codes.ts';
import type { Route } from '../route-definition.ts';

/** Codes that any item of a batch may have. */
type OfAnyItem = 'ValidationFailed' | 'Busy' | 'InternalError';

type OfItem<R> = R extends { readonly itemRefusals: readonly (infer C extends Code)[] } ? C : never;

/** Codes of the items of a batch, by the status of the result. */
export interface ItemRefusals<R extends Route, Existing extends Code> {
  readonly duplicate: readonly (OfItem<R> & Existing)[];
  readonly invalid: readonly (Exclude<OfItem<R>, Existing> | OfAnyItem)[];
}

/**
 * All codes that an item of a batch can get.
 * @param more codes that also mean that something else exists, in this batch
 */
export function itemRefusalsOf<R extends Route, More extends Code = never>(
  { itemRefusals = [] }: R,
  more: readonly More[] = [],
): ItemRefusals<R, (typeof existsAlready)[number] | More> {
  const all: readonly Code[] = ['ValidationFailed', ...itemRefusals, 'Busy', 'InternalError'];
  const existing: readonly Code[] = [...existsAlready, ...more];
  return {
    duplicate: all.filter((code) => existing.includes(code)),
    invalid: all.filter((code) => !existing.includes(code)),
  } as unknown as ItemRefusals<R, (typeof existsAlready)[number] | More>;
}

/** All codes that an operation can return, by status. */
export function refusalsByStatus(route: Route): Map<number, Code[]> {
  const byStatus = new Map<number, Code[]>();
  for (const code of new Set(refusalsOf(route))) {
    const { status } = codes[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}

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
