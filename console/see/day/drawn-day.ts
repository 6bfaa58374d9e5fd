// The day while it is dragged: shown at once, told to the address once it rests.
import { useEffect, useRef, useState } from 'react';
import { dateOf } from './days.ts';

/** How long it rests, in ms. Each day of a drag would be a request otherwise. */
const restMs = 150;

/** `drawn` is the day that the address does not have yet. */
export function useDrawnDay(activeOn: string, onRest: (date: string) => void) {
  const [drawn, setDrawn] = useState<number | undefined>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const told = useRef(onRest);
  told.current = onRest;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the address has another day
  useEffect(() => {
    // What is dragged on meanwhile is newer than what the address has got.
    if (timer.current === undefined) setDrawn(undefined);
  }, [activeOn]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    drawn,
    move(day: number) {
      setDrawn(day);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        timer.current = undefined;
        told.current(dateOf(day));
      }, restMs);
    },
  };
}
