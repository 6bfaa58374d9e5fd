// What each piece of work asks of the table: its actions, and the indexes it queries. Tests hold
// them to what the work really asks: test/table/rights.test.ts, test/table/costs.test.ts.
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
  /** On the table itself, inside transactions too. */
  readonly actions: readonly TableAction[];
  /** That may be queried. */
  readonly indexes?: readonly IndexName[];
}

const reading = ['BatchGetItem', 'GetItem', 'Query'] as const;

/** Rights to read, and to query these indexes. */
export const readingWith = (named: readonly IndexName[]) =>
  ({ actions: reading, indexes: named }) satisfies TableRights;

/** Rights to read and to write whole items, and to query these indexes. */
export const writingWith = (named: readonly IndexName[]) =>
  ({
    actions: [...reading, 'ConditionCheckItem', 'DeleteItem', 'PutItem'],
    indexes: named,
  }) satisfies TableRights;

export const tableRights = {
  /** Walks the whole table, too: export and verify. */
  queries: {
    actions: [...reading, 'Scan'],
    indexes: Object.keys(indexes) as IndexName[],
  },
  connections: writingWith(['by-connection-id']),
  records: { actions: [...reading, 'DeleteItem', 'PutItem'] },
  /** Adds to counts where others may add at the same moment; checks those of a role that goes. */
  administration: {
    actions: [...reading, 'ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'],
    indexes: ['by-role', 'by-name'],
  },
  /** Reads and writes halves, too: of connections that got a role as it went. */
  projector: {
    actions: [...reading, 'ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'],
  },
  cascade: { actions: ['ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'] },
  rename: { actions: ['ConditionCheckItem', 'GetItem', 'PutItem', 'Query'] },
  clearRole: {
    actions: ['ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'],
    indexes: ['by-role'],
  },
  endOfTerm: {
    announce: { actions: ['DeleteItem', 'GetItem', 'Query'], indexes: ['by-connection-id'] },
    deactivate: {
      actions: ['DeleteItem', 'GetItem', 'PutItem', 'Query'],
      indexes: ['by-connection-id'],
    },
  },
} as const satisfies Record<string, TableRights | Record<string, TableRights>>;
