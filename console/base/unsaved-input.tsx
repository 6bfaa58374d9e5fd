// Protects unsaved input: confirmation before leaving, and input typed during a save.
import { useEffect, useRef, useState } from 'react';
import { type Location, useBlocker } from 'react-router';
import { commonText } from '../text/common-text.ts';
import { Late, late } from './lazy-part.tsx';

const loadConfirm = async () => ({ default: (await import('./confirm.tsx')).Confirm });
const Confirm = late(loadConfirm);

type Loses = (from: Location, to: Location) => boolean;

const otherPage: Loses = (from, to) => from.pathname !== to.pathname;

/** For each open form: whether a navigation would lose its input. */
const forms = new Set<Loses>();

/**
 * While `unsaved`, asks before the page is left by a link, "back" or closing the tab. In a dialog, call
 * `leave(close)` instead of closing it, and `saved()` before navigating after a save. Render `question`
 * within the dialog's surface.
 * @param leaves whether a navigation loses the input; default: to another page
 */
export function useUnsaved(unsaved: boolean, leaves: Loses = otherPage) {
  const [leaving, setLeaving] = useState<(() => void) | undefined>();
  // A ref, because the navigation after a save may happen before the next rendering.
  const isSaved = useRef(false);
  useEffect(() => {
    if (!unsaved) return;
    const loses: Loses = (from, to) => !isSaved.current && leaves(from, to);
    forms.add(loses);
    // Loaded early, because the network may be down when it is needed.
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

/** Asks before a navigation, for all forms: the router supports only one blocker. */
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

/** The saved values, except for fields that were changed after sending. */
export function typedSince<Typed extends object>(sent: Typed, typed: Typed, saved: Typed): Typed {
  const fields = Object.keys(saved) as (keyof Typed)[];
  const later = fields.filter((field) => typed[field] !== sent[field]);
  return { ...saved, ...Object.fromEntries(later.map((field) => [field, typed[field]])) };
}
