// Keeps the focus on the page: when what has it is taken away, such as a dialog, it goes back to where
// it was before; within a dialog, as long as one is open.

/** How many places are remembered; what is opened from what goes no deeper. */
const remembered = 20;

/** Begins to watch; for as long as the page lives. */
export function keepFocus(): void {
  /** Oldest first. */
  let places: HTMLElement[] = [];
  let last: Element | null = null;
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement || target instanceof SVGElement)) return;
    last = target;
    places = [...places.filter((place) => place !== target), target as HTMLElement].slice(
      -remembered,
    );
  });
  const back = () => {
    // Something else has taken it meanwhile, or somebody has clicked at where nothing takes it.
    if (document.activeElement !== document.body || !last || last.isConnected) return;
    places = places.filter((place) => place.isConnected);
    const modal = [...document.querySelectorAll('[aria-modal="true"]')].at(-1);
    const within = modal ? places.filter((place) => modal.contains(place)) : places;
    const to =
      within.findLast(canHaveFocus) ??
      (modal ?? document).querySelector<HTMLElement>(modal ? 'input, button' : 'main h1');
    last = null;
    to?.focus({ preventScroll: true });
  };
  // After whatever took it away is done, and has had its say where the focus goes.
  let asked = 0;
  new MutationObserver(() => {
    if (document.activeElement !== document.body || !last || last.isConnected) return;
    clearTimeout(asked);
    asked = window.setTimeout(back, 50);
  }).observe(document.body, { childList: true, subtree: true });
}

const canHaveFocus = (place: HTMLElement) =>
  place.checkVisibility() &&
  !place.matches(':disabled, [data-tabster-dummy]') &&
  !place.closest('[aria-hidden="true"], [inert]');
