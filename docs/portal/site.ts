// The pages of the portal: which Markdown pages it has, in which order, and where their links lead.
import { readdirSync } from 'node:fs';
import { codes } from '../../shared/contracts/error-codes.ts';

/** A Markdown page that is also a page of the portal. */
export interface Guide {
  /** Its path from docs/. */
  readonly file: string;
  /** Its name in the portal: `/docs/{name}`. */
  readonly name: string;
  /** Its name in lists of pages; the page has a longer title of its own. */
  readonly label: string;
  /** What a reader finds there, in a few words. */
  readonly about: string;
}

/** The Markdown pages, in the order of the portal. A page that is not in this list is for operators. */
export const guides: Readonly<Record<'Begin' | 'Guides', readonly Guide[]>> = {
  Begin: [
    {
      file: 'start.md',
      name: 'start',
      label: 'The first five minutes',
      about: 'A token, a first connection, a first question: curl, TypeScript, Python',
    },
    {
      file: 'connections.md',
      name: 'connections',
      label: 'What a connection means',
      about: 'Records, roles, connections, and the rules for them',
    },
    {
      file: 'api.md',
      name: 'api',
      label: 'Conventions',
      about: 'What applies to all routes: errors, pages, ETags, retries, batches',
    },
  ],
  Guides: [
    {
      file: 'queries.md',
      name: 'queries',
      label: 'Questions',
      about: 'Each question that the service answers, as a request',
    },
    {
      file: 'filter-language.md',
      name: 'filter-language',
      label: 'The filter language',
      about: 'Conditions on connected records and on attributes',
    },
    {
      file: 'graph.md',
      name: 'graph',
      label: 'Neighbourhoods and paths',
      about: 'Who is connected to whom over several steps',
    },
    {
      file: 'guide.md',
      name: 'guide',
      label: 'Titles, limits, merges',
      about: 'Titles, attributes, external ids, limits and merges, as requests to try',
    },
    {
      file: 'client.md',
      name: 'client',
      label: 'The typed client',
      about: 'TypeScript for Node, browsers, Deno and Bun',
    },
    {
      file: 'hospital.md',
      name: 'hospital',
      label: 'A hospital in Python',
      about: 'One integration from end to end with requests',
    },
    {
      file: 'command-line.md',
      name: 'command-line',
      label: 'Import and export',
      about: 'Files in and out, and a check of what is stored',
    },
    {
      file: 'feed.md',
      name: 'feed',
      label: 'The change feed',
      about: 'Keep a search index, a warehouse or a cache equal to Liaison',
    },
    {
      file: 'events/README.md',
      name: 'events',
      label: 'Events',
      about: 'What is announced when something changes',
    },
    {
      file: 'first-workflow.md',
      name: 'first-workflow',
      label: 'Your first workflow',
      about: 'From an idea to a deployed workflow: write, test, watch, repair, deploy',
    },
    {
      file: 'workflows.md',
      name: 'workflows',
      label: 'Workflows',
      about: 'A function that runs when something changes',
    },
  ],
};

/** The page of all codes. */
export const codesPage: Guide = {
  file: 'errors.md',
  name: 'errors',
  label: 'Codes',
  about: 'Every error: its reason, what it contains, and what to do',
};

/** Every Markdown page of the portal. */
export const allGuides: readonly Guide[] = [...Object.values(guides).flat(), codesPage];

/** The JSON files that pages link to: the schemas of the events. */
export const schemaFiles: readonly string[] = readdirSync(new URL('../events', import.meta.url))
  .filter((file) => file.endsWith('.json'))
  .sort();

/**
 * The address of a file in the portal.
 * @param path from docs/
 * @returns undefined if the portal does not have the file
 */
export function addressOf(path: string): string | undefined {
  const guide = allGuides.find(({ file }) => file === path);
  if (guide) return `/docs/${guide.name}`;
  const schema = schemaFiles.find((file) => path === `events/${file}`);
  return schema && `/docs/${schema}`;
}

/**
 * The id of a part of a page.
 * @param slug what GitHub makes of its heading, in lower case; a code has its own spelling, as in the
 * `type` of a problem
 */
export function partOf(path: string, slug: string): string {
  const isCode = (name: string) => name.toLowerCase() === slug;
  return (path === codesPage.file && Object.keys(codes).find(isCode)) || slug;
}
