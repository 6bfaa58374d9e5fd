// Ends what the test files of a worker share when the worker ends.

let isSet = false;

/**
 * Vitest ends a worker with a signal, which skips `exit` handlers such as Playwright's, which ends the
 * browser. Engines end on their own when their host has ended.
 */
export function endWithSignal(): void {
  if (isSet) return;
  isSet = true;
  process.once('SIGTERM', () => process.exit());
}
