// Texts of the header, the navigation and the pages that stand in for others.
import { rightNames } from './common-text.ts';

export const layoutText = {
  product: 'Liaison',
  title: (page: string) => `${page} · Liaison`,
  skip: 'Skip to main content',
  home: 'Home',
  navigation: 'Navigation',
  recordTypes: 'Record types',
  openNavigation: 'Open navigation',
  closeNavigation: 'Close navigation',
  search: 'Find a record by name',
  scheme: 'Theme',
  schemes: { system: 'System', light: 'Light', dark: 'Dark' },
  person: (name: string) => `Signed in as ${name}`,
  mayDo: (granted: readonly (keyof typeof rightNames)[]) =>
    granted.length > 0
      ? `Rights: ${granted.map((right) => rightNames[right]).join(', ')}`
      : 'No rights',
  signOut: 'Sign out',
  signIn: 'Sign in again',
  endedTitle: 'Your session has expired',
  ended:
    'Sign in again to continue. A new window opens, and nothing you entered on this page is lost.',
  endedWindow: (why: string) =>
    `The sign-in window did not work (${why}). Try again, or sign in on this page: you return here afterwards, but unsaved changes are lost.`,
  endedOther: (other: string, own: string) =>
    `you signed in as ${other}, but this page belongs to ${own}`,
  signInHere: 'Sign in on this page',
  signedInForOther: 'You are signed in',
  signedInForOtherHint: 'You can close this window and continue in the other one.',
  starting: 'Starting Liaison…',
  startFailedTitle: 'Liaison could not start',
  startFailed: (why: string) => `Sign-in failed: ${why}`,
  notFoundTitle: 'Page not found',
  notFound: 'The address may be outdated or incomplete.',
  toHome: 'Go to home page',
  brokenTitle: 'Something went wrong on this page',
  broken: 'The rest of the console still works. Reload this page or go to another one.',
};

export const administeringText = {
  heading: 'Administer',
  roles: 'Connection roles',
  recordTypes: 'Record types',
  import: 'Import',
  failures: 'Failures',
};
