// The team's first workflow: creates a task for each new vendor, and connects it to the vendor.
import { LiaisonProblem } from 'liaison/client';
import { serviceClient, sidesThatBecame, workflow } from 'liaison/workflow';

export const handler = workflow(['Connection Created', 'Connection Updated'], async (event) => {
  const service = serviceClient();
  for (const { record: vendor } of sidesThatBecame(event, 'vendor')) {
    // The same id each time: the event may arrive more than once.
    const task = { type: 'task', id: `papers-of-${vendor.id}` };
    await service.putRecord({
      params: task,
      body: { name: `Check the papers of ${vendor.name}`, attributes: { status: 'open' } },
    });
    try {
      await service.createConnection({
        body: { record1: task, record1RoleId: 'task', record2: vendor },
      });
    } catch (error) {
      if (!(error instanceof LiaisonProblem) || !error.is('ConnectionExists')) throw error;
    }
  }
});
