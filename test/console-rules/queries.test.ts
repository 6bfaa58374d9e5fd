// When what was read is read again.
import { focusManager, InfiniteQueryObserver } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { newQueryClient } from '../../console/api/read-hooks.ts';

afterEach(() => {
  vi.useRealTimers();
  focusManager.setFocused(undefined);
});

it('coming back to the window asks for nothing again, but after minutes', async () => {
  vi.useFakeTimers();
  const client = newQueryClient();
  client.mount();
  const read = vi.fn(async () => ({ items: [] }));
  const list = new InfiniteQueryObserver(client, {
    queryKey: ['listRecords'],
    queryFn: read,
    initialPageParam: undefined,
    getNextPageParam: () => undefined,
  });
  const stop = list.subscribe(() => {});
  const comeBackAfter = async (ms: number) => {
    focusManager.setFocused(false);
    await vi.advanceTimersByTimeAsync(ms);
    focusManager.setFocused(true);
    await vi.advanceTimersByTimeAsync(0);
    return read.mock.calls.length;
  };
  expect(await comeBackAfter(60_000)).toBe(1);
  expect(await comeBackAfter(5 * 60_000)).toBe(2);
  stop();
  client.unmount();
});
