// The team's workflow: opens a task each time a record becomes a vendor.
import { randomUUID } from 'node:crypto';
import { addToLogLine, once, sidesThatBecame, workflow } from 'liaison/workflow';

export const handler = workflow(['Connection Created', 'Connection Updated'], async (event) => {
  for (const { record, connected } of sidesThatBecame(event, 'vendor')) {
    const vendor = `${record.type}/${record.id}`;
    // The event may arrive again: the task is not opened a second time.
    const task = await once(`${event.eventId}/${vendor}`, () => openTask(vendor, connected.id));
    // Only ids: a log must not contain names of people.
    addToLogLine({ vendor, task });
  }
});

/** Stands for a call of the team's task system; returns the id of the task. */
async function openTask(vendor: string, customerId: string): Promise<string> {
  const id = randomUUID();
  console.log('check the papers of a new vendor', { id, vendor, of: customerId });
  return id;
}
