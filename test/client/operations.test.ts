// The client's table of operations agrees with the contract: every route, its method and its path.
import { expect, it } from 'vitest';
import { operations } from '../../shared/client/operations.ts';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { scopes } from '../../shared/contracts/scopes.ts';

const { getDocs: _, ...expected }: Record<string, Route> = routes;

it('has every route but the docs page', () => {
  expect(Object.keys(operations).sort()).toEqual(Object.keys(expected).sort());
});

it.each(Object.entries(operations))('%s is %s, as in the contract', (name, operation) => {
  const route = expected[name];
  expect(operation).toBe(`${route?.method} ${route?.path}`);
});

it('may send an Idempotency-Key with every POST that writes', () => {
  const posts = Object.values(expected).filter(({ method }) => method === 'POST');
  const writes = posts.filter(({ scope }) => scope !== scopes.read);
  expect(writes.every(({ idempotent }) => idempotent)).toBe(true);
});
