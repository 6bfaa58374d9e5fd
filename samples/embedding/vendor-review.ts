// A workflow of the team that writes back: creates a review of each new vendor, and connects it to the vendor.
import { LiaisonProblem } from 'liaison/client';
import { serviceClient, sidesThatBecame, workflow } from 'liaison/workflow';

export const handler = workflow(['Connection Created', 'Connection Updated'], async (event) => {
  const service = serviceClient();
  for (const { record: vendor } of sidesThatBecame(event, 'vendor')) {
    // The same id each time: the event may arrive more than once.
    const review = { type: 'review', id: `papers-of-${vendor.id}` };
    await service.putRecord({ params: review, body: { name: `Papers of ${vendor.name}` } });
    try {
      await service.createConnection({ body: { record1: review, record2: vendor } });
    } catch (error) {
      if (!(error instanceof LiaisonProblem) || !error.is('ConnectionExists')) throw error;
    }
  }
});
