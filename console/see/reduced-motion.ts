// Whether this person wants less to move on the screen.
import { useSyncExternalStore } from 'react';

const query = matchMedia('(prefers-reduced-motion: reduce)');
const onChange = (listener: () => void) => {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

export const useReducedMotion = () => useSyncExternalStore(onChange, () => query.matches);
