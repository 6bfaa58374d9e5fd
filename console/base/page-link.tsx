// Links to the console's own pages, as Fluent draws links.
import { Link } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useHref } from 'react-router';
import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import { recordLink } from './addresses.ts';

interface LinkProps {
  readonly className?: string | undefined;
  readonly tabIndex?: 0 | -1;
  /** The cell of the grid that the link stands in. */
  readonly 'data-at'?: string;
}

interface PageLinkProps extends LinkProps {
  /** The address, from `addresses.ts`. */
  readonly to: string;
  readonly title?: string;
  readonly children: ReactNode;
}

export const PageLink = ({ to, ...link }: PageLinkProps) => <Link href={useHref(to)} {...link} />;

interface RecordLinkProps extends LinkProps {
  readonly record: NamedRecord;
  /** The tab of its page that opens; default: the first. */
  readonly tab?: string;
}

/** A record's name, as a link to its page. */
export const RecordLink = ({ record, tab, ...link }: RecordLinkProps) => (
  <PageLink to={recordLink(record, tab ? { tab } : {})} title={record.name} {...link}>
    {record.name}
  </PageLink>
);
