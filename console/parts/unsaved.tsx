// Guards what somebody has typed and not saved.
import { useEffect, useState } from 'react';
import { type Location, useBlocker } from 'react-router';
import { commonText } from '../text/common.ts';
import { Confirm } from './confirm.tsx';

const otherPage = (from: Location, to: Location) => from.pathname !== to.pathname;

/**
 * While `unsaved`, asks before the page is left by a link, by "back" or by closing the tab. For a
 * dialog: call `leave(close)` where it would close; it asks first. Render `question` somewhere.
 * @param leaves whether what was typed is gone at the other place; default: at another page
 */
export function useUnsaved(unsaved: boolean, leaves = otherPage) {
  const [leaving, setLeaving] = useState<(() => void) | undefined>();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => unsaved && leaves(currentLocation, nextLocation),
  );
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [unsaved]);
  const blocked = blocker.state === 'blocked';
  const question = (
    <Confirm
      open={blocked || leaving !== undefined}
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
  );
  const leave = (go: () => void) => (unsaved ? setLeaving(() => go) : go());
  return { leave, question };
}
