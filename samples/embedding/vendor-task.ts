// The team's workflow: opens a task each time somebody becomes a vendor.
import { workflow } from 'liaison/workflow';

export const handler = workflow('Connection Created', async ({ connection, eventId }) => {
  const { record1, record2 } = connection;
  const task = `Check the papers of ${record1.name}, a vendor of ${record2.name} from now on`;
  console.log(JSON.stringify({ level: 'INFO', message: task, eventId }));
});
