// The value of a React context that must be provided.

/** @throws Error if the context has no provider. */
export function setup<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('Used outside the provider of its context');
  return value;
}
