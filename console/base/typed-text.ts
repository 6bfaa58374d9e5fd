// Text input whose value follows later: into the address, or into requests.
import { useEffect, useRef, useState } from 'react';

/**
 * The text of a field that is stored in the address: shown at once, and put into the address after a
 * pause of `ms`. Going through the address first would lose letters and the caret.
 * @param apply puts a text into the address
 */
export function useTyped(value: string, apply: (value: string) => void, ms = 150) {
  const [typed, setTyped] = useState(value);
  /** Texts put into the address that have not come back yet, oldest first. */
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
    // Changed by "back" or a link.
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

/** `value`, updated only after a pause of `ms`; for requests while the user types. */
export function useDelayed<Value>(value: Value, ms = 150): Value {
  const [delayed, setDelayed] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return delayed;
}
