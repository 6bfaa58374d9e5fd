// Words of the frame around every page.
import type { Right } from '../sign-in/person.ts';

const rights: Record<Right, string> = { read: 'Read', write: 'Write', admin: 'Administer' };

export const layoutText = {
  product: 'Liaison',
  title: (page: string) => `${page} · Liaison`,
  skip: 'Skip to the page',
  home: 'Home',
  navigation: 'Pages',
  recordTypes: 'Record types',
  openNavigation: 'Show the navigation',
  closeNavigation: 'Close the navigation',
  search: 'Find a record by name',
  scheme: 'Light or dark',
  schemes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  person: (name: string) => `Signed in as ${name}`,
  mayDo: (granted: readonly Right[]) =>
    granted.length > 0
      ? `May: ${granted.map((right) => rights[right]).join(', ')}`
      : 'May do nothing',
  signOut: 'Sign out',
  signIn: 'Sign in again',
  endedTitle: 'Your sign-in has ended',
  ended: 'Sign in again to go on: a window opens for it, and what you have typed here stays.',
  endedWindow: (why: string) =>
    `Signing in by a window did not work (${why}). Try again, or sign in on this page: you come back to this place, and what is not saved is lost.`,
  endedOther: (other: string, own: string) =>
    `you signed in as ${other}; what is on this page is ${own}’s`,
  signInHere: 'Sign in on this page',
  signedInForOther: 'You are signed in',
  signedInForOtherHint: 'Close this window, and go on where you were.',
  starting: 'Starting Liaison …',
  startFailedTitle: 'Liaison could not start',
  startFailed: (why: string) => `Signing in did not work: ${why}`,
  notFoundTitle: 'There is no such page',
  notFound: 'The address may be old or cut short.',
  toHome: 'Go to the home page',
  brokenTitle: 'This page has failed',
  broken: 'The rest of the console still works. Load the page again, or go elsewhere.',
};

export const administeringText = {
  heading: 'Administer',
  roles: 'Connection roles',
  recordTypes: 'Record types',
  import: 'Import',
};
