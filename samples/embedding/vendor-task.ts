// The team's workflow: opens a task each time somebody becomes a vendor.
import { workflow } from 'liaison/workflow';

export const handler = workflow('Connection Created', async ({ connection, eventId }) => {
  const { record1, record2 } = connection;
  // Ids alone: names of persons are not for a log.
  const vendor = `${record1.type}/${record1.id}`;
  console.log('check the papers of a new vendor', { vendor, of: record2.id, eventId });
});
