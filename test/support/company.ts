// Creates a test's own company in the running service, with people connected to it.
import { expect, vi } from 'vitest';
import type { clientOf } from './api.ts';

type Call = Awaited<ReturnType<typeof clientOf>>;

const hundred = 100;

/**
 * An account with `people` employees: contacts `<id>-1` and so on, each connected since
 * 2020-01-01. All are counted when it returns.
 * @returns the connections, in the order in which they were created
 */
export async function company(call: Call, id: string, people: number) {
  await put(call, 'account', id);
  const contacts = Array.from({ length: people }, (_, at) => `${id}-${at + 1}`);
  // biome-ignore lint/suspicious/noExplicitAny: the tests check the bodies that they expect
  const made: any[] = [];
  for (let from = 0; from < people; from += hundred) {
    const group = contacts.slice(from, from + hundred);
    const records = group.map((contact) => ({
      type: 'contact',
      id: contact,
      name: `Person ${contact}`,
    }));
    await must(call('POST', '/v1/records/batch', { items: records }));
    const connections = group.map((contact) => ({
      record1: { type: 'contact', id: contact },
      record1RoleId: 'employee',
      record2: { type: 'account', id },
      effectiveStart: '2020-01-01',
    }));
    const { results } = await must(call('POST', '/v1/connections/batch', { items: connections }));
    // biome-ignore lint/suspicious/noExplicitAny: as above
    made.push(...results.map((result: any) => result.connection));
  }
  const summary = `/v1/records/account/${id}/summary`;
  // Not expect.poll, which only tests may call: a beforeAll creates a company, too.
  await vi.waitFor(async () => expect((await must(call('GET', summary))).total).toBe(people), {
    timeout: 60_000,
  });
  return made;
}

/** A record whose name is its id. */
export const put = (call: Call, type: string, id: string) =>
  must(call('PUT', `/v1/records/${type}/${id}`, { name: `The ${id}` }));

async function must(reply: ReturnType<Call>) {
  const { status, body } = await reply;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
