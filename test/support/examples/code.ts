// The TypeScript of the pages, made into modules that can be compiled: a page shows parts of a file, without
// the imports and the surroundings that its reader has.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workbench.ts';
import { type Block, isProgram } from './blocks.ts';

/** The names that each module exports. */
export type Exports = ReadonlyMap<string, readonly string[]>;

export interface Module {
  readonly file: string;
  readonly code: string;
}

/** What parts of a file use and their reader has, with its type: a name that a page adds is added here. */
const surroundings: Readonly<Record<string, string>> = {
  service: 'LiaisonService',
  events: 'ConnectionEvents',
  table: "LiaisonService['table']",
  client: 'Client',
  myWorkflow: 'Workflow',
  stack: 'Stack',
  // Functions of the reader's own.
  update: '(page: unknown) => Promise<void>',
  pagesToUpdate: '(record: { type: string; id: string }) => AsyncIterable<unknown>',
  close: '(id: string, on: string) => Promise<void>',
  setEnd: '(id: string, end: string | null) => Promise<void>',
  url: 'string',
  getToken: '() => Promise<string>',
  openTask: '(connection: object) => Promise<string>',
  sendMail: '(task: string) => Promise<void>',
  stored: '() => Promise<string>',
  pause: '(ms: number) => Promise<void>',
  apply: '(write: object, type: string, detail: object) => Promise<void>',
  database:
    '{ transaction(run: (write: { store(next: string): Promise<void> }) => Promise<void>): Promise<void> }',
};

const sampleApp = 'samples/embedding';

const words = (code: string) => new Set(code.match(/[A-Za-z_]\w*/g));

/** Whether the code declares or imports the name for the whole module. */
const declares = (code: string, name: string) =>
  new RegExp(
    `^(export )?(declare )?(abstract )?(const|let|class|function|async function|interface|type) ${name}\\b` +
      `|^(const|let) [{[][^}\\]]*\\b${name}\\b|^import [^;]*\\b${name}\\b[^;]* from`,
    'm',
  ).test(code);

/**
 * The modules of a page's blocks. The blocks of a program are one module. A block that begins with the comment
 * `// name.ts` is that file, so that others can import it. Other files next to it are those of the sample app.
 */
export function modulesOf(blocks: readonly Block[], exports: Exports): Module[] {
  const modules: Module[] = [];
  const [first] = blocks;
  if (first && isProgram(first))
    return [{ file: 'program.ts', code: blocks.map(({ code }) => code).join('\n') }];
  for (const { line, code } of blocks) {
    const [, name] = /^\/\/ ([\w-]+\.ts)\b/.exec(code) ?? [];
    modules.push({ file: name ?? `line-${line}.ts`, code: completed(code, exports) });
  }
  const ofSample = (whole: string, name: string) =>
    modules.some(({ file }) => file === name) ? whole : `from '${join(root, sampleApp, name)}'`;
  return modules.map(({ file, code }) => ({
    file,
    code: code.replaceAll(/from '\.\/([\w-]+\.ts)'/g, ofSample),
  }));
}

/** The code with the imports and declarations that it leaves out. */
function completed(code: string, exports: Exports): string {
  const imports = code.match(/^import [^;]*;\n?/gm) ?? [];
  const rest = imports.reduce((text, one) => text.replace(one, ''), code);
  const placed = [...imports, within(rest)].join('');
  const known = Object.entries(surroundings)
    .filter(([name]) => words(placed).has(name) && !declares(placed, name))
    .map(([name, type]) => `declare const ${name}: ${type};`);
  const whole = [placed, ...known].join('\n');
  const added: string[] = [];
  const taken = new Set<string>();
  for (const [from, names] of exports) {
    const used = names.filter(
      (name) => words(whole).has(name) && !taken.has(name) && !declares(whole, name),
    );
    for (const name of used) taken.add(name);
    if (used.length > 0) added.push(`import { ${used.join(', ')} } from '${from}';`);
  }
  return [...added, whole, 'export {};'].join('\n');
}

/** Code that belongs into a constructor, or properties that belong into a construct, in such a place. */
function within(code: string): string {
  const inStack = (body: string) =>
    `export class Example extends Stack {\n  constructor(scope: Construct, id: string) {\n    super(scope, id);\n${body}\n  }\n}`;
  if (/^\w+: /.test(code)) {
    const properties = code.split(/\n(?=\w+: )/).map((one) => one.replace(/(\s*\/\/.*)?$/, ',$1'));
    const on = "on: 'Connection Updated', ";
    return inStack(
      properties
        .map(
          (one, at) =>
            `new Workflow(this, 'Example${at}', { events, entry: '', purpose: '', ${one.startsWith('on:') ? '' : on}\n${one}\n});`,
        )
        .join('\n'),
    );
  }
  return /\bthis\b/.test(code) && !/^(export )?(abstract )?class /m.test(code)
    ? inStack(code)
    : code;
}

const folders = ['samples', 'infra', 'functions', 'test/support'];
const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
const sources = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => flat(readFileSync(join(root, folder, name), 'utf8'))),
);

/** Whether the block is a part of a file of the project, which the project's own check compiles. */
export const isQuote = ({ code }: Block) => sources.some((source) => source.includes(flat(code)));
