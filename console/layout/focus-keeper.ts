// Keeps the focus on the page: when what has it is taken away, such as a dialog, it goes back to where
// it was before; within a dialog, as long as one is open.

/** How many places are remembered; what is opened from what goes no deeper. */
const remembered = 20;
/** Between looks, in ms. */
const wait = 50;

/** Begins to watch; for as long as the page lives. */
export function keepFocus(): void {
  /** Oldest first. */
  let places: HTMLElement[] = [];
  let last: Element | null = null;
  let asked = 0;
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement || target instanceof SVGElement)) return;
    last = target;
    places = [...places.filter((place) => place !== target), target as HTMLElement].slice(
      -remembered,
    );
  });
  const back = (tries: number) => {
    // Something else has taken it meanwhile, or somebody has clicked at where nothing takes it.
    if (document.activeElement !== document.body || !last || last.isConnected) return;
    places = places.filter((place) => place.isConnected);
    const modal = [...document.querySelectorAll('[aria-modal="true"]')].at(-1);
    const within = modal ? places.filter((place) => modal.contains(place)) : places;
    const place = within.findLast(canHaveFocus);
    // What a dialog was over is shown to readers of screens again a moment after it has gone.
    if (place?.closest('[aria-hidden="true"], [inert]') && tries > 0) {
      asked = window.setTimeout(back, wait, tries - 1);
      return;
    }
    const otherwise = modal?.querySelector<HTMLElement>('input, button');
    last = null;
    (place ?? otherwise ?? document.querySelector<HTMLElement>('main h1'))?.focus({
      preventScroll: true,
    });
  };
  // After whatever took it away is done, and has had its say where the focus goes.
  new MutationObserver(() => {
    if (document.activeElement !== document.body || !last || last.isConnected) return;
    clearTimeout(asked);
    asked = window.setTimeout(back, wait, 20);
  }).observe(document.body, { childList: true, subtree: true });
}

const canHaveFocus = (place: HTMLElement) =>
  place.checkVisibility() && !place.matches(':disabled, [data-tabster-dummy]');
