// The files of docs/ that are generated from the code, completely or in part.
import { readFileSync } from 'node:fs';
import { accessPatterns } from './access-patterns.ts';
import { codeExplanations } from './code-explanations.ts';
import { costTables } from './cost-tables.ts';
import { costs } from './costs.ts';
import { eventSchemas } from './event-schemas.ts';
import { eventTables } from './event-tables.ts';
import { httpRequests } from './http-requests.ts';

const begin = '<!-- made by npm run docs -->';
const end = '<!-- end -->';

/** The expected content of each file, by its path from docs/. */
export function made(): Map<string, string> {
  return new Map([
    ['table.md', withPart('table.md', accessPatterns())],
    ['performance.md', withPart('performance.md', costs())],
    ['cost.md', withPart('cost.md', costTables())],
    ['workflows.md', withPart('workflows.md', workflowExample())],
    ['errors.md', withPart('errors.md', codeExplanations())],
    ['events/README.md', withPart('events/README.md', eventTables())],
    ['liaison.http', httpRequests()],
    ...eventSchemas().map(({ file, schema }): [string, string] => [
      `events/${file}`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
  ]);
}

/** The code of the example workflow and its construct in the stack. @throws if the stack has none */
function workflowExample(): string {
  const read = (file: string) =>
    readFileSync(new URL(`../${file}`, import.meta.url), 'utf8').trim();
  const stack = read('infra/liaison-service.ts');
  const [, indent = '', construct] =
    /\n( *)(new Workflow\(this, 'VendorNotice', \{\n[\s\S]*?\n\1\}\);)/.exec(stack) ?? [];
  if (!construct) throw new Error('infra/liaison-service.ts has no workflow VendorNotice');
  return [
    read('functions/handlers/workflows/vendor-notice.ts'),
    construct.replaceAll(`\n${indent}`, '\n'),
  ]
    .map((code) => `\`\`\`ts\n${code}\n\`\`\``)
    .join('\n\n');
}

/** The page with the part between the two markers replaced. @throws if a marker is missing */
export function withPart(file: string, part: string): string {
  const page = readFileSync(new URL(file, import.meta.url), 'utf8');
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/${file} needs ${begin} and ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${part}\n\n${page.slice(to)}`;
}
