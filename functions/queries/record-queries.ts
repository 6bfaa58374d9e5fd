// The operations that read records: one, lists, searches.
import type { RoutesOf } from '../../shared/contracts/routes.ts';
import { parseFilter } from '../../shared/domain/filter/grammar.ts';
import { recordQuestionFaults } from '../../shared/domain/record-question.ts';
import { recordsById } from '../../shared/table/lists/records-by-id.ts';
import { type NamePosition, recordsByName } from '../../shared/table/lists/records-by-name.ts';
import { recordsByWords, type WordPosition } from '../../shared/table/lists/records-by-words.ts';
import { getRecord } from '../../shared/table/records/read-records.ts';
import { wordProblems } from '../../shared/table/repair/word-problems.ts';
import { versioned } from '../http/http-answer.ts';
import type { Operations } from '../http/http-entry.ts';
import { listPage } from '../http/list-page.ts';
import { table } from '../telemetry/measured-table.ts';
import { catalogWithType, wholeQuery } from './catalog-lookup.ts';

type RecordQuery = Extract<
  RoutesOf<'queries'>,
  'getRecord' | 'listRecords' | 'searchRecords' | 'listWordProblems'
>;

export const recordQueries: Pick<Operations<'queries'>, RecordQuery> = {
  async getRecord({ params }) {
    return versioned(200, await getRecord(table, params));
  },

  listRecords: {
    async gathering({ sent, ...request }) {
      const query = sent.whole(recordQuestionFaults(sent.value));
      const { type } = request.params;
      await catalogWithType(type);
      const { namePrefix, search, ids } = query;
      const filter = query.filter === undefined ? undefined : parseFilter(query.filter, 'record');
      const list = { ...request, query };
      if (ids) {
        // All that was asked for, unless the caller wants pages.
        const all = request.url.query.limit === undefined ? ids.length : undefined;
        return listPage('listRecords', list, async (limit, after?: number) => {
          const wanted = { limit: all ?? limit, filter };
          const found = await recordsById(table, type, ids, wanted, after);
          const { items, missing, merged, position } = found;
          return { items, alongside: { missing, merged }, position };
        });
      }
      if (search !== undefined) {
        return listPage('listRecords', list, (limit, after?: WordPosition) =>
          recordsByWords(table, search, { types: [type], filter, limit }, after),
        );
      }
      return listPage('listRecords', list, (limit, after?: NamePosition) =>
        recordsByName(table, type, { namePrefix, filter, limit }, after),
      );
    },
  },

  searchRecords: {
    async gathering({ sent, ...request }) {
      const query = await wholeQuery(sent);
      const { search, types } = query;
      return listPage('searchRecords', { ...request, query }, (limit, after?: WordPosition) =>
        recordsByWords(table, search, { types, limit }, after),
      );
    },
  },

  listWordProblems: {
    async gathering({ sent, ...request }) {
      const query = await wholeQuery(sent);
      return listPage('listWordProblems', { ...request, query }, (limit, after?: NamePosition) =>
        wordProblems(table, query.recordType, limit, after),
      );
    },
  },
};
