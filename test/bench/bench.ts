// `npm run bench [-- cost cpu …]`: measures, prints the tables, and writes them into docs/performance.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machine } from './machine.ts';

/** The results of a part as Markdown: first the tables with ratios, then their explanation. */
export interface Part {
  /** @param options quick: a smaller run to test that it works; its figures are not reliable */
  run(options: { readonly quick: boolean }): Promise<string>;
}

const parts: Readonly<Record<string, () => Promise<Part>>> = {
  cost: () => import('./cost/cost.ts'),
  cpu: () => import('./cpu/cpu.ts'),
  cold: () => import('./cold/cold.ts'),
  load: () => import('./load/load.ts'),
  scale: () => import('./scale/scale.ts'),
};

const page = new URL('../../docs/performance.md', import.meta.url);

/** The page with a part's section replaced. @throws if the page has no markers for it */
function withSection(text: string, name: string, section: string): string {
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- end bench:${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/performance.md needs ${begin} and ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${section}\n\n${text.slice(to)}`;
}

const known = Object.keys(parts);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  // Prints the results without changing the page, which a quick run never changes.
  options: {
    'print-only': { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});
const strange = positionals.filter((name) => !known.includes(name));
if (strange.length > 0) {
  console.error(`There is no part ${strange.join(', ')}; the parts are ${known.join(', ')}`);
  process.exit(2);
}
for (const name of positionals.length > 0 ? positionals : known) {
  const measured = await (await parts[name]?.())?.run({ quick: values.quick });
  const section = `${measured}\n\nMeasured on ${machine()}.`;
  console.log(`\n## ${name}\n\n${section}`);
  if (!values['print-only'] && !values.quick) {
    writeFileSync(page, withSection(readFileSync(page, 'utf8'), name, section));
  }
}
