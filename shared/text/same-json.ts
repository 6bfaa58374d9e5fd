// Whether two values of JSON are the same.

/** The order of the names in an object does not matter. The values must not be nested deeply. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every(
      (name) =>
        Object.hasOwn(other, name) &&
        isSameJson(
          (one as Record<string, unknown>)[name],
          (other as Record<string, unknown>)[name],
        ),
    )
  );
}
