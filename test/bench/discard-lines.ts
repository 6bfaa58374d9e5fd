// Discards the log lines of the functions.
import { openSync, writeSync } from 'node:fs';

/** From now on log lines go to /dev/null, as in Lambda they go to a pipe. @returns a function that ends it */
export function discardLines(): () => void {
  const { write } = process.stdout;
  const nowhere = openSync('/dev/null', 'w');
  process.stdout.write = (text: unknown) => {
    writeSync(nowhere, String(text));
    return true;
  };
  return () => {
    process.stdout.write = write;
  };
}
