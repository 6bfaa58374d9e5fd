// The lines that the functions write, written for nobody.
import { openSync, writeSync } from 'node:fs';

/** From now on lines of logs go to /dev/null, as Lambda's go down a pipe. @returns what ends it */
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
