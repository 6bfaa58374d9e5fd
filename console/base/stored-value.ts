// A value that this browser keeps.

/** Reads and writes it as JSON; what cannot be kept or read is as if it had not been there. */
export function kept<Value>(key: string, standard: Value, isValue: (value: Value) => boolean) {
  return {
    read(): Value {
      try {
        const value: Value = JSON.parse(localStorage.getItem(key) ?? '');
        return isValue(value) ? value : standard;
      } catch {
        return standard;
      }
    },
    write(value: Value): void {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // No room, or no storage allowed.
      }
    },
    drop(): void {
      try {
        localStorage.removeItem(key);
      } catch {
        // No storage allowed.
      }
    },
  };
}
