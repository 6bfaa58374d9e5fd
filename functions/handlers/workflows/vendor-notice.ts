// The example workflow: logs each new connection with the role Vendor, in the line of its run.
import { workflow } from '../../events/workflow-entry.ts';
import { addToLogLine } from '../../telemetry/telemetry.ts';

export const handler = workflow('Connection Created', async ({ connection }) => {
  const { record1, record1RoleId, record2 } = connection;
  const [vendor, customer] = record1RoleId === 'vendor' ? [record1, record2] : [record2, record1];
  // Ids only: names must not reach everyone who may read the log.
  addToLogLine({ vendorId: vendor.id, customerId: customer.id });
});
