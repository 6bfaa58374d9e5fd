// The example of a workflow: tells, in its log, of each connection made with the role Vendor.
import { workflow } from '../workflow.ts';

export const handler = workflow('Connection Created', async ({ connection, actor, eventId }) => {
  const { record1, record1RoleId, record2 } = connection;
  const [vendor, customer] = record1RoleId === 'vendor' ? [record1, record2] : [record2, record1];
  const message = `${vendor.name} is a vendor of ${customer.name} now, says ${actor}`;
  console.log(JSON.stringify({ level: 'INFO', message, eventId }));
});
