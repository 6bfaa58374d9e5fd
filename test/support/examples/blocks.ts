// The code blocks of the pages that people read, each with its language.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workbench.ts';

/** `session`: commands, each after `$`, with what they print; `text`: neither code nor JSON. */
type Language = 'shell' | 'session' | 'http' | 'json' | 'ts' | 'python' | 'text';

export interface Block {
  /** From the project's folder, as in `docs/start.md`. */
  readonly page: string;
  /** Of its first line of code; for messages. */
  readonly line: number;
  /** The heading above it; '' before the first one. */
  readonly heading: string;
  readonly language: Language;
  /** Without the indentation of the block. */
  readonly code: string;
  /** The text between the block and the next one or the next heading. */
  readonly after: string;
  /** Whether `npm run docs` writes it: it then comes from code or from examples that other tests check. */
  readonly made: boolean;
}

const samples = readdirSync(join(root, 'samples')).map((name) => `samples/${name}/README.md`);
const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));

/** Every page with examples. Decisions and release notes describe the past, so they are not among them. */
export const pages: readonly string[] = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/events/README.md'],
  ...docs.map((name) => `docs/${name}`),
  ...samples.filter((path) => existsSync(join(root, path))),
];

export const textOf = (page: string) => readFileSync(join(root, page), 'utf8');

/** What the label of a fence says; a block without a label is recognized by its first line. */
const labels: Readonly<Record<string, Language>> = {
  ...{ sh: 'shell', bash: 'shell', http: 'http', json: 'json', jsonl: 'json', text: 'text' },
  ...{ ts: 'ts', js: 'ts', python: 'python' },
};

/** How a command begins. A program that a page uses for the first time is added here. */
const command =
  /^(\w+=\S* )*(\w+=|export |npm |npx |node |curl |aws |python3 |git |tail |ask |send |mkdir |cd |cat |cp |#)/;

function languageOf(label: string, code: string, place: string): Language {
  const known = labels[label];
  if (known) return known;
  if (label) throw new Error(`${place}: the language "${label}" of a block is not known`);
  if (/^\$ /m.test(code)) return 'session';
  if (/^(GET|HEAD|POST|PUT|PATCH|DELETE) \S/.test(code)) return 'http';
  if (command.test(code)) return 'shell';
  return /^[{["]/.test(code) ? 'json' : 'text';
}

/** The blocks of a page, in order. @throws if the label of one is unknown */
export function blocksOf(page: string, text = textOf(page)): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  let heading = '';
  let made = false;
  let after: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [, indent, label = ''] = /^( *)```(\w*)/.exec(line) ?? [];
    if (indent !== undefined) {
      const end = lines.findIndex(
        (each, index) => index > at && each.startsWith(`${indent}\`\`\``),
      );
      const code = lines
        .slice(at + 1, end)
        .map((each) => each.slice(indent.length))
        .join('\n');
      const language = languageOf(label, code, `${page}:${at + 1}`);
      after = [];
      const following = after;
      blocks.push({
        ...{ page, line: at + 2, heading, language, code, made },
        get after() {
          return following.join('\n');
        },
      });
      at = end;
    } else if (/^#+ /.test(line)) {
      heading = line.replace(/^#+ /, '');
      after = [];
    } else if (line.startsWith('<!-- made by')) made = true;
    else if (line === '<!-- end -->') made = false;
    else after.push(line);
  }
  return blocks;
}

export const allBlocks: readonly Block[] = pages.flatMap((page) => blocksOf(page));

/** Where a reader finds the block. */
export const placeOf = ({ page, line }: Block) => `${page}:${line}`;

/** Whether the block begins a program, which the later blocks of the page in its language continue. */
export const isProgram = ({ code }: Block) =>
  /^import \{[^}]*\} from 'liaison\/client';$|^import .*requests$/m.test(code);
