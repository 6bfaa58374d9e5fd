// The connections of all records of a type, or of all that have a role, page by page.
import type { Page } from '../../contracts/paging.ts';
import type { Catalog } from '../../domain/catalog.ts';
import { type Half, twin } from '../../domain/perspective.ts';
import type { Table } from '../engine/open-table.ts';
import { rolesAsked } from './connections-of-record.ts';
import { fillPage, type Question, type Walk } from './fill-page.ts';
import { type IndexPosition, IndexWalk } from './index-walk.ts';
import { RecordWalk } from './record-walk.ts';

/** Whose halves: all of a record type, or all of a role, or those of a role and a type. */
export type Owners =
  | { readonly recordType: string; readonly role?: undefined }
  | { readonly recordType?: string | undefined; readonly role: string };

export type ListPosition = IndexPosition | string;

/**
 * One page of halves, each seen from its own record. A connection between two records of the type
 * (or of the role) has two halves and is there twice, once from each side. `after` is the position
 * an earlier page ended at.
 *
 * 1 Query in the plain cases, and one more for each shard that ends on the page. It reads what is
 * shortest: the connected record's own partition when that is given (strongly consistent), else the
 * index by role for the own roles, else for the connected role, else the index by record type.
 * Bounded as fillPage says. May lag behind a write by moments.
 */
export async function connectionsOfAll(
  table: Table,
  catalog: Catalog,
  owners: Owners,
  question: Question,
  limit: number,
  after?: ListPosition,
): Promise<Page<Half> & { position?: ListPosition }> {
  const roleIds = rolesOf(catalog, owners, question);
  const walk = walkFor(table, owners, { ...question, roleIds }, after);
  return fillPage<ListPosition>(table, walk, question, limit, false);
}

/** The own roles that owners and question allow together; undefined = any, and none. */
function rolesOf(catalog: Catalog, { role }: Owners, question: Question): string[] | undefined {
  const asked = rolesAsked(catalog, question);
  if (role === undefined) return asked;
  return asked === undefined || asked.includes(role) ? [role] : [];
}

function walkFor(
  table: Table,
  { recordType }: Owners,
  question: Question & { roleIds: string[] | undefined },
  after: ListPosition | undefined,
): Walk<ListPosition> {
  const { roleIds, connectedType, connectedId, connectedRoleId } = question;
  const indexed = after as IndexPosition | undefined;
  if (connectedId !== undefined) {
    const record = { type: connectedType as string, id: connectedId };
    const mirrored = {
      roleIds: connectedRoleId === undefined ? undefined : [connectedRoleId],
      connectedType: recordType,
      connectedRoleIds: roleIds,
    };
    return new FromOtherSide(new RecordWalk(table, record, mirrored, after as string | undefined));
  }
  if (roleIds) {
    const having = {
      ...(connectedType !== undefined && { connectedType }),
      ...(connectedRoleId !== undefined && { connectedRoleId }),
    };
    const own = { index: 'by-role', values: roleIds, first: recordType, having } as const;
    return new IndexWalk(table, own, indexed);
  }
  if (connectedRoleId !== undefined) {
    const connected = {
      index: 'by-role',
      values: [connectedRoleId],
      first: connectedType,
      having: { connectedType: recordType as string },
    } as const;
    return new FromOtherSide(new IndexWalk(table, connected, indexed));
  }
  const values = [recordType as string];
  return new IndexWalk(table, { index: 'by-record-type', values, first: connectedType }, indexed);
}

/** A walk over the halves of the connected records, seen from their other side. */
class FromOtherSide<Position> implements Walk<Position> {
  readonly #walk: Walk<Position>;

  constructor(walk: Walk<Position>) {
    this.#walk = walk;
  }

  get position(): Position | undefined {
    return this.#walk.position;
  }

  async read(limit: number) {
    const { passed, rejected } = await this.#walk.read(limit);
    return {
      passed: passed.map(({ half, position }) => ({ half: twin(half), position })),
      rejected,
    };
  }
}
