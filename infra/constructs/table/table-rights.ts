// The rights of each function to the table: DynamoDB actions, and the indexes it may query. Tests
// compare them with the calls that are really made: test/table/rights.test.ts, test/table/costs.test.ts.
import { indexes } from '../../../shared/table/schema.ts';

type TableAction =
  | 'BatchGetItem'
  | 'ConditionCheckItem'
  | 'DeleteItem'
  | 'GetItem'
  | 'PutItem'
  | 'Query'
  | 'Scan'
  | 'UpdateItem';
export type IndexName = keyof typeof indexes;

export interface TableRights {
  /** Actions on the table itself, also inside transactions. */
  readonly actions: readonly TableAction[];
  /** Indexes that may be queried. */
  readonly indexes?: readonly IndexName[];
}

const reading = ['BatchGetItem', 'GetItem', 'Query'] as const;

/** Rights to read the table and to query these indexes. */
export const readingWith = (named: readonly IndexName[]) =>
  ({ actions: reading, indexes: named }) satisfies TableRights;

/** Rights to read the table, to write whole items and to query these indexes. */
export const writingWith = (named: readonly IndexName[]) =>
  ({
    actions: [...reading, 'ConditionCheckItem', 'DeleteItem', 'PutItem'],
    indexes: named,
  }) satisfies TableRights;

export const tableRights = {
  /** Export and verify scan the whole table. */
  queries: {
    actions: [...reading, 'Scan'],
    indexes: Object.keys(indexes) as IndexName[],
  },
  connections: {
    actions: [...reading, 'DeleteItem', 'PutItem'],
    indexes: ['by-connection-id'],
  },
  /** Checks the surviving record of a merge. */
  records: { actions: [...reading, 'ConditionCheckItem', 'DeleteItem', 'PutItem'] },
  /** Adds to counters that others may update at the same time; checks the uses of a role that is deleted. */
  administration: {
    actions: [...reading, 'ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'],
    indexes: ['by-role', 'by-record-name'],
  },
  /** Also corrects connections that were written while one of their records or roles was deleted. */
  projector: {
    actions: [...reading, 'ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'],
  },
  /** For a renamed, a deleted and a merged record: one may be deleted while its new name is being copied. */
  sweepRecord: writingWith([]),
  clearRole: {
    actions: ['BatchGetItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'],
    indexes: ['by-role'],
  },
  /** Also writes the feed. */
  endOfTerm: {
    actions: ['DeleteItem', 'GetItem', 'PutItem', 'Query'],
    indexes: ['by-connection-id'],
  },
} as const satisfies Record<string, TableRights>;
