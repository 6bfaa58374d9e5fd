// The permissions that calls to a table need, as IAM names them: `dynamodb:Query on index by-role`.
import type { Table } from '../../shared/table/engine/open-table.ts';

interface Input {
  readonly IndexName?: string;
  readonly TransactItems?: readonly object[];
}

/** Records each permission that a call through a table's client needs, from now on. */
export function rightsAsked(table: Table): Set<string> {
  const asked = new Set<string>();
  table.db.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const { IndexName, TransactItems = [] } = args.input as Input;
        const operation = String(commandName).replace('Command', '');
        // A transaction needs the permissions of each of its actions.
        const actions = TransactItems.flatMap(Object.keys).map((action) => `${action}Item`);
        for (const action of operation === 'TransactWriteItems' ? actions : [operation]) {
          asked.add(`dynamodb:${action} on ${IndexName ? `index ${IndexName}` : 'table'}`);
        }
        return next(args);
      },
    { step: 'initialize', name: 'rights' },
  );
  return asked;
}
