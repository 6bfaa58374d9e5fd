// Guards what somebody has typed and not saved.
import { useEffect, useRef, useState } from 'react';
import { type Location, useBlocker } from 'react-router';
import { commonText } from '../text/common-text.ts';
import { Late, late } from './lazy-part.tsx';

const loadConfirm = async () => ({ default: (await import('./confirm.tsx')).Confirm });
const Confirm = late(loadConfirm);

type Loses = (from: Location, to: Location) => boolean;

const otherPage: Loses = (from, to) => from.pathname !== to.pathname;

/** One for each form that there is: whether it would lose what was typed. */
const forms = new Set<Loses>();

/**
 * While `unsaved`, asks before the page is left by a link, by "back" or by closing the tab. For a
 * dialog: call `leave(close)` where it would close, it asks first; and `saved()` before one goes
 * elsewhere for having saved. Render `question` within the dialog's surface.
 * @param leaves whether what was typed is gone at the other place; default: at another page
 */
export function useUnsaved(unsaved: boolean, leaves: Loses = otherPage) {
  const [leaving, setLeaving] = useState<(() => void) | undefined>();
  // Known at once, not with the next drawing: who saves may go elsewhere in the same event.
  const isSaved = useRef(false);
  useEffect(() => {
    if (!unsaved) return;
    const loses: Loses = (from, to) => !isSaved.current && leaves(from, to);
    forms.add(loses);
    // Asked for before it is needed: then there may be no network.
    loadConfirm().catch(() => {});
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => {
      forms.delete(loses);
      removeEventListener('beforeunload', ask);
    };
  }, [unsaved, leaves]);
  const stay = () => setLeaving(undefined);
  const question = leaving && (
    <Question
      onStay={stay}
      onLeave={() => {
        stay();
        leaving();
      }}
    />
  );
  const leave = (go: () => void) => (unsaved ? setLeaving(() => go) : go());
  const saved = () => {
    isSaved.current = true;
  };
  return { leave, saved, question };
}

/** Asks before another place is gone to, once for all forms: a router asks only one of those who ask. */
export function UnsavedForms() {
  const blocker = useBlocker(({ currentLocation, nextLocation }) =>
    [...forms].some((loses) => loses(currentLocation, nextLocation)),
  );
  if (blocker.state !== 'blocked') return null;
  return <Question onStay={() => blocker.reset()} onLeave={() => blocker.proceed()} />;
}

function Question({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <Late onGiveUp={onStay}>
      <Confirm
        open
        destroys
        title={commonText.unsavedTitle}
        confirm={commonText.leave}
        cancel={commonText.stay}
        onConfirm={onLeave}
        onCancel={onStay}
      >
        {commonText.unsaved}
      </Confirm>
    </Late>
  );
}

/** What is saved now, but for the fields that were changed since they were sent. */
export function typedSince<Typed extends object>(sent: Typed, typed: Typed, saved: Typed): Typed {
  const fields = Object.keys(saved) as (keyof Typed)[];
  const later = fields.filter((field) => typed[field] !== sent[field]);
  return { ...saved, ...Object.fromEntries(later.map((field) => [field, typed[field]])) };
}
