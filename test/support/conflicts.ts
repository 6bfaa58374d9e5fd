// Transaction conflicts as DynamoDB documents them, which DynamoDB Local never reports: a transaction is
// cancelled if another transaction in progress writes or checks one of its items.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../shared/table/engine/open-table.ts';

/** The keys of a transaction's items, each as one text. */
function placesIn({ TransactItems = [] }: TransactWriteCommandInput): string[] {
  return TransactItems.map(({ Put, Delete, Update, ConditionCheck }) => {
    const { pk, sk } = (Put?.Item ?? (Delete ?? Update ?? ConditionCheck)?.Key) as Record<
      string,
      string
    >;
    return `${pk} ${sk}`;
  });
}

/** Lets the transactions of a table conflict. @returns how many did so far */
export function withConflicts({ db }: Pick<Table, 'db'>): { conflicts: number } {
  const inProgress = new Set<string>();
  const seen = { conflicts: 0 };
  db.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== 'TransactWriteItemsCommand') return next(args);
      const places = placesIn(args.input as TransactWriteCommandInput);
      const reasons = places.map((place) => ({
        Code: inProgress.has(place) ? 'TransactionConflict' : 'None',
      }));
      if (reasons.some(({ Code }) => Code !== 'None')) {
        seen.conflicts += 1;
        throw new TransactionCanceledException({
          message: 'Transaction cancelled',
          $metadata: {},
          CancellationReasons: reasons,
        });
      }
      for (const place of places) inProgress.add(place);
      try {
        return await next(args);
      } finally {
        for (const place of places) inProgress.delete(place);
      }
    },
    { step: 'initialize', name: 'conflicts' },
  );
  return seen;
}
