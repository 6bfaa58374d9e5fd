// The console names routes by hand, to leave zod out of the browser: each is the contract's.
import { expect, it } from 'vitest';
import { paths } from '../../console/api/paths.ts';
import { routes } from '../../shared/contracts/routes.ts';

it.each(Object.entries(paths))('the console calls %s as the contract has it', (name, path) => {
  const route = routes[name as keyof typeof paths];
  expect(path).toEqual([route.method, route.path]);
});
