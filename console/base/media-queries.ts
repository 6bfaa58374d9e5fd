// What the window and the person's settings ask of the layout.
import { useSyncExternalStore } from 'react';

/** Below this width the navigation is behind a button, and tables have fewer columns. */
export const narrow = '@media (max-width: 860px)';
export const wide = '@media (min-width: 861px)';

function mediaQuery(text: string) {
  const query = matchMedia(text);
  const onChange = (listener: () => void) => {
    query.addEventListener('change', listener);
    return () => query.removeEventListener('change', listener);
  };
  return () => useSyncExternalStore(onChange, () => query.matches);
}

/** Whether the window is too narrow for a grid with columns. */
export const useTooNarrowForColumns = mediaQuery('(max-width: 640px)');

/** Whether this person wants less motion on the screen. */
export const useReducedMotion = mediaQuery('(prefers-reduced-motion: reduce)');
