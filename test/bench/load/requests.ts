// The operations as HTTP requests; both services accept the same ones.
import type { Kind } from './linkbench.ts';
import type { Operation } from './open-loop.ts';

/** An edge: a connection of a user, as its fan, to a page. */
export interface Link {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

export const types = { from: 'user', to: 'page' } as const;
export const roles = { from: 'fan', to: 'star' } as const;
export const userId = (n: number) => `user-${n}`;
export const pageId = (n: number) => `page-${n}`;
/** About 60 characters, more than an edge of LinkBench contains. */
export const description = 'What is known of this connection, in a sentence or so of text';
/** The start date of all edges. */
export const effectiveStart = '2026-01-01';
const perPage = 25;

const ofUser = (n: number) => `/v1/records/${types.from}/${userId(n)}`;

export const requests = {
  add: (from: number, to: number, made: (id: string) => void): Operation => ({
    kind: 'add',
    requests: [
      {
        method: 'POST',
        path: '/v1/connections',
        body: {
          record1: { type: types.from, id: userId(from) },
          record1RoleId: roles.from,
          record2: { type: types.to, id: pageId(to) },
          record2RoleId: roles.to,
          description,
          effectiveStart,
        },
        fine: [201, 409],
      },
    ],
    done: (body) => made((JSON.parse(body) as { id: string }).id),
  }),
  delete: (id: string): Operation => ({
    kind: 'delete',
    requests: [{ method: 'DELETE', path: `/v1/connections/${id}`, fine: [204, 404] }],
  }),
  update: (id: string, text: string): Operation => ({
    kind: 'update',
    requests: [
      {
        method: 'PATCH',
        path: `/v1/connections/${id}`,
        body: { description: `${description}, ${text}` },
        fine: [200, 404],
      },
    ],
  }),
  count: (from: number): Operation => ({
    kind: 'count',
    requests: [{ method: 'GET', path: `${ofUser(from)}/summary`, fine: [200] }],
  }),
  list: (from: number): Operation => ({
    kind: 'list',
    requests: [
      {
        method: 'GET',
        path: `${ofUser(from)}/connections?roleId=${roles.from}&limit=${perPage}`,
        fine: [200],
      },
    ],
  }),
  /** Neither service has a route for several ids, so they are requested concurrently, and all awaited. */
  get: (kind: Kind, ids: readonly string[]): Operation => ({
    kind,
    requests: ids.map((id) => ({
      method: 'GET',
      path: `/v1/connections/${id}`,
      fine: [200, 404],
    })),
  }),
};
