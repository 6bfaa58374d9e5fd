// A function of the team: reads the names of an account's clients directly from the table.
import { connectionsOfRecord } from 'liaison/reading';

export async function handler({ accountId }: { accountId: string }): Promise<string[]> {
  const account = { type: 'account', id: accountId };
  const names: string[] = [];
  let after: string | undefined;
  do {
    const page = await connectionsOfRecord(
      account,
      { connectedRoleId: 'client', state: 'active' },
      { limit: 100, ...(after !== undefined && { after }) },
    );
    names.push(...page.items.map(({ record2 }) => record2.name));
    after = page.next;
  } while (after !== undefined);
  return names;
}
