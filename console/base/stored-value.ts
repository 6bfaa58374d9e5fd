// A value stored in this browser.

/** Stored as JSON in `localStorage`; returns `standard` if it cannot be read, ignores failed writes. */
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
