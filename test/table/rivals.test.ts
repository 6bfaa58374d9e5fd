// The services that Liaison's CPU time is compared with do what Liaison does: `npm run bench:cpu` still runs.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { names, type Recorded, recordServices } from '../bench/cpu/services.ts';
import { capturedLines } from '../support/in-process.ts';

let services: Recorded[];

beforeAll(async () => {
  capturedLines();
  // Fails if a service makes other calls than Liaison, answers differently, or writes other items.
  services = await recordServices(inject('endpoint'));
});

describe('a service whose CPU time is measured', () => {
  it.each(names)('answers %s from the recorded answers of the engine', async (name) => {
    const replayed = services.map((service) => service.ready(name));
    for (const ask of replayed) {
      expect((await ask()).statusCode).toBeLessThan(300);
    }
  });
});
