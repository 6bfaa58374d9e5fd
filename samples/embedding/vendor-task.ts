// The team's workflow: opens a task each time a record becomes a vendor.
import { sidesThatBecame, workflow } from 'liaison/workflow';

export const handler = workflow(['Connection Created', 'Connection Updated'], async (event) => {
  for (const { record, connected } of sidesThatBecame(event, 'vendor')) {
    // Only ids: a log must not contain names of people.
    const vendor = `${record.type}/${record.id}`;
    console.log('check the papers of a new vendor', {
      vendor,
      of: connected.id,
      eventId: event.eventId,
    });
  }
});
