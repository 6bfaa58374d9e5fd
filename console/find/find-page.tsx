// The home page: find a record by name, or among the recent ones, or by its type.
import { Input, makeStyles, tokens } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { useId } from 'react';
import { useTyped } from '../parts/typed.ts';
import { useUrlState } from '../parts/url-state.ts';
import { Page } from '../shell/page.tsx';
import { findText } from '../text/find.ts';
import { FoundList } from './found-list.tsx';
import { RecentRecords } from './recent-list.tsx';
import { TypeCards } from './type-cards.tsx';

const useStyles = makeStyles({
  search: { width: '100%', maxWidth: '640px' },
  sections: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXL },
});

const standard = { q: '' };

export function FindPage() {
  const styles = useStyles();
  const [{ q }, set] = useUrlState(standard);
  // No letter of it is a step of "back".
  const [typed, type] = useTyped(q, (next) => set({ q: next }, { replace: true }));
  const field = useId();
  return (
    <Page title={findText.title} first={field}>
      <Input
        id={field}
        className={styles.search}
        size="large"
        type="search"
        aria-label={findText.search}
        placeholder={findText.searchHint}
        contentBefore={<SearchRegular />}
        value={typed}
        onChange={(_, { value }) => type(value)}
      />
      <div className={styles.sections}>
        {q.trim() !== '' ? (
          <FoundList text={q} />
        ) : (
          <>
            <RecentRecords />
            <TypeCards />
          </>
        )}
      </div>
    </Page>
  );
}
