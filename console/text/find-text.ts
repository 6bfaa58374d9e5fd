// Texts for finding records: the home page, the records of a type, the lookup; and for a new record.
import { commonText } from './common-text.ts';

export const findText = {
  title: 'Find a record',
  search: 'Search by name',
  searchHint: 'Start typing a name',
  noResults: (text: string) => `No record has a name with words that start with “${text}”.`,
  noResultsHint:
    'The search compares the beginning of each word, in any order, and ignores upper and lower case.',
  searching: 'Searching…',
  moreOf: (type: string) => `More ${type}`,
  recent: 'Recent records',
  noRecent: 'Records you open appear here.',
  forget: 'Clear',
  types: 'Record types',
  noTypes: 'There are no record types yet',
  noTypesHint:
    'An administrator can create them or import data, for example with: npm run liaison -- import samples/sales',
  records: (count: number) => commonText.plural(count, 'record', 'records'),
  connections: (count: number) => commonText.plural(count, 'connection', 'connections'),
  filter: 'Filter by name',
  noRecords: (types: string) => `There are no ${types} yet`,
  noneMatches: (text: string) => `No names match “${text}”`,
  newRecord: 'New record',
  newRecordNamed: (name: string) => `New record “${name}”`,
  noSuchType: 'This record type does not exist',
  name: 'Name',
  id: 'Id',
  idHint: 'Letters, digits and . _ : @ ~ -. Created from the name if you leave it empty.',
  type: 'Record type',
  attributes: 'Attributes',
  attribute: 'Attribute',
  value: 'Value',
  addAttribute: 'Add attribute',
  removeAttribute: (name: string) => `Remove ${name || 'this attribute'}`,
  nameMissing: 'Enter a name.',
  attributeTwice: (name: string) => `Two attributes have the name ${name}. Remove or rename one.`,
};
