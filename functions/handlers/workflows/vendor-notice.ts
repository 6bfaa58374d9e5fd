// The example workflow: logs each record that becomes a vendor, in the line of its run.
import { sidesThatBecame, workflow } from '../../events/workflow-entry.ts';
import { addToLogLine } from '../../telemetry/telemetry.ts';

export const handler = workflow(['Connection Created', 'Connection Updated'], async (event) => {
  const vendors = sidesThatBecame(event, 'vendor');
  // Ids only: names must not reach everyone who may read the log.
  addToLogLine({
    vendorIds: vendors.map(({ record }) => record.id),
    customerIds: vendors.map(({ connected }) => connected.id),
  });
});
