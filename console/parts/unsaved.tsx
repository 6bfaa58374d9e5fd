// Guards what somebody has typed and not saved.
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { type Location, useBlocker } from 'react-router';
import { commonText } from '../text/common.ts';

const loadConfirm = async () => ({ default: (await import('./confirm.tsx')).Confirm });
const Confirm = lazy(loadConfirm);

const otherPage = (from: Location, to: Location) => from.pathname !== to.pathname;

/**
 * While `unsaved`, asks before the page is left by a link, by "back" or by closing the tab. For a
 * dialog: call `leave(close)` where it would close, it asks first; and `saved()` before one goes
 * elsewhere for having saved. Render `question` within the dialog's surface.
 * @param leaves whether what was typed is gone at the other place; default: at another page
 */
export function useUnsaved(unsaved: boolean, leaves = otherPage) {
  const [leaving, setLeaving] = useState<(() => void) | undefined>();
  // Known at once, not with the next drawing: who saves may go elsewhere in the same event.
  const isSaved = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved && !isSaved.current && leaves(currentLocation, nextLocation),
  );
  useEffect(() => {
    if (!unsaved) return;
    // Asked for before it is needed: then there may be no network.
    loadConfirm().catch(() => {});
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [unsaved]);
  const blocked = blocker.state === 'blocked';
  const asks = blocked || leaving !== undefined;
  const question = asks && (
    <Suspense>
      <Confirm
        open
        title={commonText.unsavedTitle}
        confirm={commonText.leave}
        cancel={commonText.stay}
        onConfirm={() => {
          setLeaving(undefined);
          if (blocked) blocker.proceed();
          leaving?.();
        }}
        onCancel={() => {
          setLeaving(undefined);
          if (blocked) blocker.reset();
        }}
      >
        {commonText.unsaved}
      </Confirm>
    </Suspense>
  );
  const leave = (go: () => void) => (unsaved ? setLeaving(() => go) : go());
  const saved = () => {
    isSaved.current = true;
  };
  return { leave, saved, question };
}
