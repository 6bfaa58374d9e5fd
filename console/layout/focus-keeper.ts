// Keeps the focus on the page: when the focused element is removed, for example with a dialog, the focus
// returns to the previous element; while a dialog is open, to one inside it.

/** How many previously focused elements are remembered; dialogs are not nested deeper. */
const remembered = 20;
/** Time between checks, in ms. */
const wait = 50;

/** Starts watching, until the page is closed. */
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
    // Another element has the focus now, or the user clicked on an element without focus.
    if (document.activeElement !== document.body || !last || last.isConnected) return;
    places = places.filter((place) => place.isConnected);
    const modal = [...document.querySelectorAll('[aria-modal="true"]')].at(-1);
    const within = modal ? places.filter((place) => modal.contains(place)) : places;
    const place = within.findLast(canHaveFocus);
    // The content behind a dialog becomes accessible again only a moment after the dialog has closed.
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
  // Deferred, so that the code that removed the element can move the focus itself.
  new MutationObserver(() => {
    if (document.activeElement !== document.body || !last || last.isConnected) return;
    clearTimeout(asked);
    asked = window.setTimeout(back, wait, 20);
  }).observe(document.body, { childList: true, subtree: true });
}

const canHaveFocus = (place: HTMLElement) =>
  place.checkVisibility() && !place.matches(':disabled, [data-tabster-dummy]');
