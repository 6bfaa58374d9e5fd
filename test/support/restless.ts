// A workflow of a test: it edits the connection whose change has started it, and so starts itself again.
import { readFileSync } from 'node:fs';
import { causeHeaders, workflow } from '../../functions/events/workflow-entry.ts';
import { createClient } from '../../shared/client/create-client.ts';

/** The file with the address and a token of the service, which are not known before it runs. */
export const accessFile = 'TEST_ACCESS_FILE';

export const handler = workflow('Connection Updated', async ({ connection: { id, version } }) => {
  const access = JSON.parse(readFileSync(process.env[accessFile] ?? '', 'utf8'));
  const client = createClient({ ...access, headers: causeHeaders });
  await client.patchConnection({ params: { id }, body: { description: `after ${version}` } });
});
