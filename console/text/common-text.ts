// Words that several pages share, and what is said of errors.
import type { FailureCode } from '../../shared/client/liaison-problem.ts';
import { formatNumber } from './format.ts';

export const commonText = {
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  delete: 'Delete',
  retry: 'Try again',
  reload: 'Load the page again',
  notLoaded: 'This part of the console could not be loaded',
  notLoadedHint: 'Check your network. Nothing is lost: try again once it is back.',
  notLoadedStill: 'If the network is there, the console has been updated: load the page again.',
  loading: 'Loading …',
  loadingMore: 'Loading more …',
  notMore: 'The rest could not be loaded:',
  unsavedTitle: 'Leave without saving?',
  unsaved: 'What you have typed here is lost.',
  leave: 'Leave without saving',
  stay: 'Keep editing',
  requestId: (id: string) => `Quote this when you ask for help: ${id}`,
  plural: (count: number, one: string, many: string) =>
    `${formatNumber(count)} ${count === 1 ? one : many}`,
};

/** Titles of the failures that a page as a whole can have; others go by the service's own title. */
export const failureTitles: Partial<Record<FailureCode, string>> = {
  Unreachable: 'The service cannot be reached',
  Unanswered: 'The service did not answer',
  Busy: 'The service is busy',
  TooManyRequests: 'Too many requests at once',
  Forbidden: 'You may not see this',
  NotFound: 'There is nothing here',
  InternalError: 'The service has failed',
};

/** What to do about it, where the service does not say so itself. */
export const failureHelp: Partial<Record<FailureCode, string>> = {
  Unreachable: 'Check your network. Nothing is lost: try again once it is back.',
  Unanswered: 'Whether it was done is not known. Try again in a moment: nothing is saved twice.',
  Busy: 'Try again in a moment.',
  TooManyRequests: 'Try again in a moment.',
};
