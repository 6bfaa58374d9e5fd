// The text of a line from its bytes, or why it has none.
import { type Fault, shortened } from './line-faults.ts';

/** @returns the text without a byte order mark, or the place of the first byte that is not UTF-8 */
export function textOfLine(bytes: Uint8Array): { text: string } | { fault: Fault } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { fault: notUtf8(bytes, badByteOf(bytes)) };
  }
}

/** Why a line is not read; `beginning` is what is known of it. */
export const tooLong = (beginning: Uint8Array, size: number, longest: number): Fault => ({
  code: 'ValidationFailed',
  detail: `the line has ${size} bytes; the service accepts at most ${longest}`,
  found: shortened(new TextDecoder().decode(beginning.subarray(0, 1000))),
});

/** The index of the first character that is not UTF-8, by bisection; the length if the end is missing. */
function badByteOf(bytes: Uint8Array): number {
  const isBeginning = (length: number) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isBeginning(middle)) good = middle;
    else bad = middle;
  }
  if (good === bytes.length) return good;
  // A letter of Latin-1 may look like the first byte of a longer character, up to the byte after it.
  while (good > 0 && !isWhole(bytes.subarray(0, good))) good -= 1;
  return good;
}

function isWhole(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Most such files are in Windows-1252, which contains Latin-1. */
const western = (bytes: Uint8Array) => new TextDecoder('windows-1252').decode(bytes);

function notUtf8(bytes: Uint8Array, at: number): Fault {
  const [byte] = bytes.subarray(at);
  const what =
    byte === undefined
      ? 'the last character is incomplete'
      : `byte ${at + 1} is 0x${byte.toString(16).toUpperCase()}, in Latin-1 ${western(bytes.subarray(at, at + 1))}`;
  return {
    code: 'ValidationFailed',
    detail: `not UTF-8: ${what}; save the file as UTF-8`,
    found: western(bytes.subarray(Math.max(0, at - 40), at + 40)),
  };
}
