// How fresh a catalog of record types and roles each operation needs.
import type { Catalog } from '../../domain/catalog.ts';
import type { Table } from '../engine/open-table.ts';
import { catalogSince, currentCatalog } from './read-catalog.ts';

/** How long a `recent` catalog is used without checking its version, in ms. */
const recentMs = 1000;

/**
 * - `remembered`: the catalog in memory, whatever its age; no read
 * - `recent`: at most a second old; 1 GetItem of the version at most once a second
 * - `current`: as stored (strongly consistent); 1 GetItem of the version
 *
 * Each also reads the whole catalog when memory has none or an older version.
 */
type Freshness = 'remembered' | 'recent' | 'current';

export const freshness = {
  /** Reads the catalog's version together with the records, and plans again if it is newer. */
  createConnection: 'remembered',
  /** As for creating a connection. */
  putRecord: 'remembered',
  /** Neither a role, a date nor an attribute is set, so the catalog decides nothing. */
  editConnection: 'remembered',
  /**
   * A role that was deleted or deactivated must not be set, nor an attribute that a schema forbids; a role or
   * date may need a place of a limit.
   */
  setRoleOrDate: 'current',
  /** The same request has just read the catalog's version, to create connections. */
  upsertConnection: 'remembered',
  /** It may need a place of a limit. */
  activateConnection: 'current',
  /** Loads the catalog before the write: a read that failed after it would look like a failed write. */
  answerWrite: 'recent',
  /** Uses what `answerWrite` has loaded. */
  answerAfterWrite: 'remembered',
  /** Role names in an answer may be a second old. */
  showConnections: 'recent',
  /** As for connections. */
  showCounts: 'recent',
  /** A role that was just put into the category must be found. */
  listByCategory: 'current',
  /** Verify looks again for the types that seem to be missing. */
  findRecordsWithoutType: 'recent',
  /** A type or role that exists already need not be read again. */
  findNamed: 'recent',
  /** Before the answer is 404: the type or role may have been created within the last second. */
  confirmMissing: 'current',
  /** Answers about types and roles themselves show every change at once. */
  readTypesAndRoles: 'current',
  /** Decides which deletion is requested and whether it is allowed. */
  deleteTypeOrRole: 'current',
  /** Another client may have made the role active again, or requested its deletion again. */
  clearRole: 'current',
  /** Decides whether a role that was just set on a connection still exists. */
  blankDeletedRoles: 'current',
  /** Decides whether the type of a record that was just created still exists. */
  deleteRecordsWithoutType: 'current',
} as const satisfies Record<string, Freshness>;

/** The catalog for an operation, as fresh as the table above says. */
export async function catalogFor(
  table: Table,
  operation: keyof typeof freshness,
): Promise<Catalog> {
  const { catalog, checkedAt = 0 } = table.catalogMemory;
  switch (freshness[operation]) {
    case 'remembered':
      return catalogSince(table, 0);
    case 'recent':
      return catalog && table.clock() - checkedAt < recentMs ? catalog : currentCatalog(table);
    case 'current':
      return currentCatalog(table);
  }
}
