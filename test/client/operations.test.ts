// The client's table of operations agrees with the contract: every route, its method and its path.
import { expect, it } from 'vitest';
import { operations, postsWithoutKey } from '../../shared/client/operations.ts';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { routes } from '../../shared/contracts/routes.ts';

const { getDocs: _, ...others }: Record<string, Route> = routes;
const expected = Object.fromEntries(Object.entries(others).filter(([, { page }]) => !page));

it('has every route but the pages of the portal', () => {
  expect(Object.keys(operations).sort()).toEqual(Object.keys(expected).sort());
});

it.each(Object.entries(operations))('%s is %s, as in the contract', (name, operation) => {
  const route = expected[name];
  expect(operation).toBe(`${route?.method} ${route?.path}`);
});

it('may send an Idempotency-Key with every POST, except those that only read', () => {
  const posts = Object.values(expected).filter(({ method }) => method === 'POST');
  for (const { path, idempotent = false } of posts) {
    expect([path, idempotent]).toEqual([path, !postsWithoutKey.has(`POST ${path}`)]);
  }
});
