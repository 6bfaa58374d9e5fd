// What a context holds once the shell has set it up.

/** @throws Error when a component is used outside the shell. */
export function setup<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('Used outside the shell');
  return value;
}
