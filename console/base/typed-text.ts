// A text that lives in the address, while somebody types it.
import { useEffect, useRef, useState } from 'react';

/**
 * What is typed stands there at once, and the address follows once that has rested for `ms`: an
 * update of the address comes too late for a field, which would lose letters and the caret.
 * @param apply puts a text into the address
 */
export function useTyped(value: string, apply: (value: string) => void, ms = 150) {
  const [typed, setTyped] = useState(value);
  /** Put into the address and not seen there yet, oldest first. */
  const onTheWay = useRef<readonly string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(apply);
  latest.current = apply;
  useEffect(() => {
    const at = onTheWay.current.lastIndexOf(value);
    if (at >= 0) {
      onTheWay.current = onTheWay.current.slice(at + 1);
      return;
    }
    // By "back", or by a link.
    clearTimeout(timer.current);
    setTyped(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string) => {
    setTyped(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      onTheWay.current = [...onTheWay.current, next];
      latest.current(next);
    }, ms);
  };
  return [typed, type] as const;
}

/** `value` as it was when it last rested for `ms`; for what is asked of the service while one types. */
export function useDelayed<Value>(value: Value, ms = 150): Value {
  const [delayed, setDelayed] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return delayed;
}
