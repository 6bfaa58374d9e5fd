// The answers of the services written for comparison: the same text as Liaison's, built in a simple way.
import type { HttpResult } from '../../../functions/http/http-exchange.ts';
import { type Half, type Known, recordPartition } from './items.ts';

type Roles = Known['roles'];

const validityOn = ({ effectiveStart, effectiveEnd }: Half, day: string) => {
  if (effectiveStart !== undefined && day < effectiveStart) return 'future';
  return effectiveEnd !== undefined && day > effectiveEnd ? 'past' : 'current';
};
export const today = () => new Date().toISOString().slice(0, 10);

/** A connection as the API shows it, from one half. */
export function shown(half: Half, roles: Roles, day: string) {
  const roleName = (id: string | undefined) =>
    id === undefined ? null : (roles.get(id)?.name ?? null);
  return {
    id: half.id,
    name: half.connectedName,
    title: half.title ?? null,
    record1: { type: half.recordType, id: half.recordId, name: half.recordName },
    record1RoleId: half.roleId ?? null,
    record1RoleName: roleName(half.roleId),
    record2: { type: half.connectedType, id: half.connectedId, name: half.connectedName },
    record2RoleId: half.connectedRoleId ?? null,
    record2RoleName: roleName(half.connectedRoleId),
    description: half.description ?? null,
    effectiveStart: half.effectiveStart ?? null,
    effectiveEnd: half.effectiveEnd ?? null,
    validity: validityOn(half, day),
    state: half.state,
    attributes: half.attributes === undefined ? null : JSON.parse(half.attributes),
    externalId:
      half.externalSource === undefined
        ? null
        : { source: half.externalSource, key: half.externalKey },
    ownerId: half.ownerId,
    createdAt: half.createdAt,
    createdBy: half.createdBy,
    modifiedAt: half.modifiedAt ?? half.createdAt,
    modifiedBy: half.modifiedBy ?? half.createdBy,
    version: half.version,
  };
}

export const answer = (statusCode: number, body?: unknown): HttpResult => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

/** 25 of up to 26 halves, and the cursor of the next page. */
export function pageOf(halves: readonly Half[], { roles }: Known): HttpResult {
  const day = today();
  const last = halves[24];
  return answer(200, {
    items: halves.slice(0, 25).map((half) => shown(half, roles, day)),
    ...(halves.length > 25 && {
      nextCursor: Buffer.from(`${last?.sk}!`).toString('base64url'),
    }),
  });
}

/** The roles that a record has, from the cells of its summary, the most frequent first. */
export function rolesOf(cells: Readonly<Record<string, number>>, { roles }: Known): HttpResult {
  const items = Object.entries(cells)
    .filter(([cell, count]) => cell.startsWith('role:') && count > 0)
    .map(([cell, count]) => {
      const roleId = cell.slice(5);
      const { name = null, category = null } = roles.get(roleId) ?? {};
      return { roleId, roleName: name, category, count };
    })
    .sort((a, b) => b.count - a.count || (a.roleId < b.roleId ? -1 : 1));
  return answer(200, { items, total: items.reduce((total, { count }) => total + count, 0) });
}

/** The parts of halves that a graph needs. */
export const graphAttributes = [
  ...['sk', 'id', 'source', 'roleId', 'connectedType', 'connectedId', 'connectedName'],
  ...['connectedRoleId', 'title', 'effectiveStart', 'effectiveEnd', 'state'],
];

/** A neighbourhood of depth 1, without the degrees of its nodes. */
export function graphOf(root: { type: string; id: string; name: string }, halves: readonly Half[]) {
  const day = today();
  const own = { type: root.type, id: root.id };
  const nodes = [
    { ...root, depth: 0 },
    ...halves.map((half) => ({
      ...{ type: half.connectedType, id: half.connectedId, name: half.connectedName },
      depth: 1,
    })),
  ];
  const edges = halves.map((half) => {
    const near = { record: own, roleId: half.roleId ?? null };
    const far = {
      record: { type: half.connectedType, id: half.connectedId },
      roleId: half.connectedRoleId ?? null,
    };
    const [from, to] = half.source === 1 ? [near, far] : [far, near];
    return {
      id: half.id,
      from: from.record,
      to: to.record,
      fromRoleId: from.roleId,
      toRoleId: to.roleId,
      title: half.title ?? null,
      validity: validityOn(half, day),
      state: half.state,
    };
  });
  return { root: own, nodes, edges, truncated: false };
}

/** The same with degrees, by the partition of each record. */
export const graphAnswer = (
  graph: ReturnType<typeof graphOf>,
  degrees: ReadonlyMap<string, number>,
) =>
  answer(200, {
    ...graph,
    nodes: graph.nodes.map((node) => ({
      ...node,
      degree: degrees.get(recordPartition(node.type, node.id)) ?? 0,
    })),
  });
