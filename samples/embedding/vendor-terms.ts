// The team's third workflow: checks that a new vendor has payment terms. It fails for a vendor without them, so that
// a person adds them and replays the failure.
import { addToLogLine, serviceClient, sidesThatBecame, workflow } from 'liaison/workflow';

export const handler = workflow(['Connection Created', 'Connection Updated'], async (event) => {
  for (const { record: vendor } of sidesThatBecame(event, 'vendor')) {
    const { attributes } = await serviceClient().getRecord({ params: vendor });
    if (typeof attributes.paymentTerms !== 'string') {
      throw new Error(
        `${vendor.type}/${vendor.id} has no attribute paymentTerms: add it, and replay`,
      );
    }
    addToLogLine({ vendorId: vendor.id, paymentTerms: attributes.paymentTerms });
  }
});
