// The home page: find a record by name, or among the recent ones, or by its type.
import { Input, makeStyles, tokens } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
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
  return (
    <Page title={findText.title}>
      <Input
        className={styles.search}
        size="large"
        type="search"
        aria-label={findText.search}
        placeholder={findText.searchHint}
        contentBefore={<SearchRegular />}
        value={q}
        // Each letter in the address, none of them a step of "back".
        onChange={(_, { value }) => set({ q: value }, { replace: true })}
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
