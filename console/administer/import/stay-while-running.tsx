// Asks before a running import is left, which would cancel it.
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { Confirm } from '../../parts/confirm.tsx';
import { importText } from '../../text/import.ts';

export function StayWhileRunning() {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
  return (
    <Confirm
      open={blocker.state === 'blocked'}
      destroys
      title={importText.leaveTitle}
      confirm={importText.leaveConfirm}
      cancel={importText.leaveCancel}
      onConfirm={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {importText.leave}
    </Confirm>
  );
}
