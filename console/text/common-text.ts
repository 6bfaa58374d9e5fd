// Texts that several pages share, and the texts of errors.
import type { FailureCode } from '../../shared/client/liaison-problem.ts';
import { formatNumber } from './format.ts';

export const commonText = {
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  delete: 'Delete',
  retry: 'Try again',
  reload: 'Reload the page',
  notLoaded: 'Part of the page could not be loaded',
  notLoadedHint: 'Check your network connection, then try again. Nothing you entered is lost.',
  notLoadedStill: 'If you are online, the console may have been updated. Reload the page.',
  loading: 'Loading…',
  loadingMore: 'Loading more…',
  notMore: 'More could not be loaded:',
  unsavedTitle: 'Leave without saving?',
  unsaved: 'Your changes will be lost.',
  leave: 'Leave without saving',
  stay: 'Keep editing',
  requestId: (id: string) => `Include this request id when you ask for help: ${id}`,
  plural: (count: number, one: string, many: string) =>
    `${formatNumber(count)} ${count === 1 ? one : many}`,
};

/** Titles of failures of a whole page; other failures show the title that the service sends. */
export const failureTitles: Partial<Record<FailureCode, string>> = {
  Unreachable: 'The service cannot be reached',
  Unanswered: 'The service did not answer',
  Busy: 'The service is busy',
  TooManyRequests: 'Too many requests at once',
  Forbidden: 'You don’t have permission to see this',
  NotFound: 'Not found',
  InternalError: 'Something went wrong',
};

/** What to do about a failure, where the service does not say so. */
export const failureHelp: Partial<Record<FailureCode, string>> = {
  Unreachable: 'Check your network connection, then try again. Nothing you entered is lost.',
  Unanswered:
    'Your change may or may not have been saved. Try again in a moment; nothing is saved twice.',
  Busy: 'Try again in a moment.',
  TooManyRequests: 'Try again in a moment.',
};

/** What a sign-in may allow. */
export const rightNames = { read: 'Read', write: 'Write', admin: 'Administer' };
