// What the files of a worker share ends with the worker.

let isSet = false;

/**
 * Vitest ends a worker with a signal, which skips the `exit` handlers: those of Playwright, which end
 * the browser. Engines end on their own once their host has.
 */
export function endWithSignal(): void {
  if (isSet) return;
  isSet = true;
  process.once('SIGTERM', () => process.exit());
}
