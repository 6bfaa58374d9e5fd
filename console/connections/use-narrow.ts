// Whether the window is too narrow for columns.
import { useSyncExternalStore } from 'react';

const query = matchMedia('(max-width: 640px)');
const onChange = (listener: () => void) => {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

export const useNarrow = () => useSyncExternalStore(onChange, () => query.matches);
