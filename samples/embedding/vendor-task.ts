// The team's workflow: opens a task each time a record becomes a vendor.
import { workflow } from 'liaison/workflow';

export const handler = workflow('Connection Created', async ({ connection, eventId }) => {
  const { record1, record2 } = connection;
  // Only ids: a log must not contain names of people.
  const vendor = `${record1.type}/${record1.id}`;
  console.log('check the papers of a new vendor', { vendor, of: record2.id, eventId });
});
