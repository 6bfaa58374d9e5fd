// An example of each operation, for the description and for docs/liaison.http. Functions other than the one that
// describes the service do not load them.
import type { DescribedName } from '../routes.ts';
import { catalogExamples } from './catalog-examples.ts';
import { connectionExamples } from './connection-examples.ts';
import type { Example } from './example.ts';
import { queryExamples } from './query-examples.ts';

const examples: Readonly<Record<DescribedName, Example>> = {
  ...catalogExamples,
  ...connectionExamples,
  ...queryExamples,
};

/** The example of an operation. */
export const exampleOf = (name: DescribedName): Example => examples[name];
