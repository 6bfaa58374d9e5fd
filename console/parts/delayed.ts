// A value that follows another once that has rested.
import { useEffect, useState } from 'react';

/** `value` as it was when it last rested for `ms`; for what is asked of the service while one types. */
export function useDelayed<Value>(value: Value, ms = 150): Value {
  const [delayed, setDelayed] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return delayed;
}
