// The example of a workflow: tells, in its line of the log, of each connection made with the role Vendor.

import { workflow } from '../../events/workflow-entry.ts';
import { tell } from '../../telemetry/telemetry.ts';

export const handler = workflow('Connection Created', async ({ connection }) => {
  const { record1, record1RoleId, record2 } = connection;
  const [vendor, customer] = record1RoleId === 'vendor' ? [record1, record2] : [record2, record1];
  // Ids alone: whoever may read the log need not know who it is.
  tell({ vendorId: vendor.id, customerId: customer.id });
});
