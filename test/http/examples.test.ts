// Every command, request and program of the pages, in order, on the sample company: each is accepted, and
// answered as the page shows.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../infra/local/host/host.ts';
import { createClient, everyChange, type LiaisonProblem } from '../../shared/client/index.ts';
import { itNightly } from '../support/effort.ts';
import { type Block, blocksOf, isProgram, pages, placeOf } from '../support/examples/blocks.ts';
import {
  reasonAgainst,
  reasonAgainstBlock,
  reasonAgainstProgram,
} from '../support/examples/exemptions.ts';
import { type Request, requestsIn } from '../support/examples/requests.ts';
import { type Command, commandsIn, PageShell } from '../support/examples/shell.ts';
import { differences, type Meaning, shownAnswer } from '../support/examples/shown-answer.ts';
import { service } from '../support/service.ts';
import { root } from '../support/workbench.ts';

let host: Host;
let token: string;
let dir: string;

beforeAll(async () => {
  host = await service('sales');
  token = await host.token();
  dir = await mkdtemp(join(tmpdir(), 'liaison-examples-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** What the pages say for addresses of services, and for a folder outside the project. */
const documented = {
  url: /http:\/\/127\.0\.0\.1:3000|https:\/\/<\w+>/g,
  aws: 'http://127.0.0.1:PORT',
  folder: '/tmp/liaison',
};

/** Functions instead of programs: npm would use the key of another service, and Graphviz may be missing. */
const prelude = `
npm() {
  case "$*" in
    'run --silent token'*) echo "$EXAMPLE_TOKEN" ;;
    'run '*'liaison -- '*)
      while [ "$1" != -- ]; do shift; done
      shift
      LIAISON_URL="$EXAMPLE_URL" LIAISON_TOKEN="$EXAMPLE_TOKEN" node "$EXAMPLE_ROOT/cli/liaison.ts" "$@" ;;
    *) echo "the test does not know what to do with npm $*"; return 1 ;;
  esac
}
npx() {
  [ "$1" = liaison ] || { echo "the test does not know what to do with npx $*"; return 1; }
  shift
  npm run liaison -- "$@"
}
fdp() { grep -q '^digraph'; }
# Neither is a part of the project.
command -v aws >/dev/null || aws() { :; }
`;

/** Printed when a program is ready for Ctrl-C. */
const waits = 'It waits for Ctrl-C';

/** The project itself needs no Python. */
const hasPython = spawnSync('python3', ['-c', 'import requests']).status === 0;

/** An answer of the service, as a page or a command shows it. */
interface Answer {
  readonly status: number | undefined;
  readonly body: unknown;
}

/** One page on the service: what it has asked so far. */
class Reading {
  readonly #shell = new PageShell({
    cwd: dir,
    env: { ...process.env, ...environment(), EXAMPLE_ROOT: root },
    prelude,
  });
  readonly #meaning: Meaning = new Map();
  #last: Answer | undefined;
  #wrote = false;

  /** Runs or sends everything in a block, and compares what the page shows. */
  async read(block: Block) {
    if (reasonAgainstBlock(block)) return;
    if (block.language === 'shell')
      for (const command of commandsIn(block.code))
        if (!(await this.#type(command, placeOf(block)))) return;
    if (block.language === 'http')
      for (const request of requestsIn(block.code)) await this.#send(request, placeOf(block));
    if (block.language === 'json' && this.#last) this.#compare(block.code, placeOf(block));
    const [, inline] = /^\s*`(\{[^`]*\})`/.exec(block.after) ?? [];
    if (inline !== undefined && this.#last) this.#compare(inline, placeOf(block));
    else if (/\S/.test(block.after)) this.#last = undefined;
  }

  end() {
    this.#shell.end();
  }

  /** @returns false if the command is not run: what follows it in its block may depend on it */
  async #type({ text, comment }: Command, place: string): Promise<boolean> {
    const known = [...this.#meaning].reduce(
      (command, [shown, actual]) => command.replaceAll(shown, actual),
      text
        .replaceAll(documented.aws, host.awsEndpoint)
        .replaceAll(documented.url, host.url)
        .replaceAll(documented.folder, join(dir, 'liaison')),
    );
    if (reasonAgainst(known)) return false;
    const output = await this.#settled(/^(ask|send GET|curl -sG|\w+=|echo)\b/.test(text), () =>
      this.#shell.run(known),
    );
    const shown = answerOf(output.text);
    const said = `${place}: ${text}\n${output.text}`;
    const [, status, code, part] = /^(\d{3})(?: ([A-Z]\w+))?(?: (\{.*\}))?$/.exec(comment) ?? [];
    if (shown.status !== undefined || isProblem(shown.body)) {
      const expected = status === undefined ? undefined : Number(status);
      expect(shown.status ?? (shown.body as Problem).status, said).toBe(expected);
    } else if (/^\d+$/.test(comment)) {
      const { items, nextCursor } = Object(shown.body) as { items?: object[]; nextCursor?: string };
      expect([items?.length, nextCursor], said).toEqual([Number(comment), undefined]);
    }
    if (code !== undefined) expect(shown.body, said).toMatchObject({ code });
    if (part !== undefined) expect(shown.body, said).toMatchObject(JSON.parse(part));
    expect(output.status, said).toBe(0);
    this.#last = shown;
    return true;
  }

  async #send({ method, path, headers, body }: Request, place: string) {
    const response = await this.#settled(method === 'GET', () =>
      fetch(host.url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, ...headers },
        ...(body !== undefined && { body }),
      }),
    );
    const answer = await response.text();
    expect(response.ok, `${place}: ${method} ${path}\n${response.status} ${answer}`).toBe(true);
    this.#last = answerOf(answer);
  }

  /** Reads after writes wait for what follows from them: counts, history, moved connections. */
  async #settled<Result>(onlyReads: boolean, step: () => Promise<Result>): Promise<Result> {
    if (onlyReads && this.#wrote) await host.drained();
    this.#wrote = !onlyReads;
    return step();
  }

  #compare(text: string, place: string) {
    const shown = shownAnswer(text);
    expect(shown, `${place}: not JSON: ${text}`).toBeDefined();
    expect(differences(shown, this.#last?.body, this.#meaning), place).toEqual([]);
  }
}

interface Problem {
  readonly status: number;
  readonly code: string;
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'requestId' in body && 'code' in body;

/** The JSON in an output, and the status that `-w` of curl adds; neither if it is a text for people. */
function answerOf(text: string): Answer {
  const [, json = '', status] = /^(.*?)(?:(?:^|\s)(\d{3}))?\s*$/s.exec(text) ?? [];
  try {
    const body: unknown = json.trim() === '' ? undefined : JSON.parse(json);
    return { status: status === undefined ? undefined : Number(status), body };
  } catch {
    return { status: undefined, body: undefined };
  }
}

const environment = () => ({
  ...{ EXAMPLE_URL: host.url, EXAMPLE_TOKEN: token },
  ...{ LIAISON_URL: host.url, LIAISON_TOKEN: token },
  ...{ STAGING_TOKEN: token, PROD_TOKEN: token },
});

/** Deletes the connections and roles that a page created: the next page, and other tests, count them. */
async function undo(since: string) {
  const api = createClient({ url: host.url, token });
  await host.drained();
  const roles: string[] = [];
  const unlessGone = (error: LiaisonProblem) => {
    if (!error.is('NotFound')) throw error;
  };
  for await (const change of everyChange(api.listChanges, { query: { after: since } })) {
    if (change['detail-type'] === 'Connection Created') {
      const { id } = change.detail.connection;
      await api.deleteConnection({ params: { id } }).catch(unlessGone);
    }
    if (change['detail-type'] === 'Connection Role Created')
      roles.push(change.detail.connectionRole.id);
  }
  for (const id of roles) await api.deleteConnectionRole({ params: { id } }).catch(unlessGone);
  await host.drained();
}

/** Roles of new connections whose names are not shown yet: the functions learn new roles within a second. */
async function namelessRoles(since: string) {
  const api = createClient({ url: host.url, token });
  const roles: (string | null)[] = [];
  await host.drained();
  for await (const change of everyChange(api.listChanges, { query: { after: since } })) {
    if (change['detail-type'] !== 'Connection Created') continue;
    const { items } = await api.listConnections({ query: { ids: change.detail.connection.id } });
    for (const { record1RoleId, record1RoleName } of items)
      if (record1RoleName === null) roles.push(record1RoleId);
  }
  return roles.filter((role) => role !== null);
}

/** Pages whose commands take long: exports and imports of everything, the AWS CLI. */
const slow = new Set(['docs/local.md', 'docs/operating.md']);

const runnable = pages
  .map((page) => ({ page, blocks: blocksOf(page) }))
  .filter(({ blocks }) =>
    blocks.some((block) => /shell|http/.test(block.language) || isProgram(block)),
  );

describe.each(runnable)('$page', ({ page, blocks }) => {
  const itOf = slow.has(page) ? itNightly : it;

  itOf('has commands and requests that are answered as it says', async () => {
    const api = createClient({ url: host.url, token });
    const { next } = await api.listChanges({ query: { after: 'now' } });
    const reading = new Reading();
    try {
      for (const block of blocks) await reading.read(block);
      await expect.poll(() => namelessRoles(next)).toEqual([]);
      for (const language of ['ts', 'python'] as const)
        await expectProgram(blocks.filter((block) => block.language === language));
    } finally {
      reading.end();
      await undo(next);
    }
  });
});

/** Runs the blocks of a page in one language as a program; it must print what its comments show. */
async function expectProgram(blocks: readonly Block[]) {
  const [first] = blocks;
  if (!first || !isProgram(first) || reasonAgainstProgram(first.page)) return;
  const isPython = first.language === 'python';
  if (isPython && !hasPython) return;
  // One of them follows the feed until Ctrl-C: it gets that as soon as it handles it.
  const code = blocks.map(({ code: one }) =>
    one.replace(/^.*'SIGINT'.*$/m, (line) => `${line}\nconsole.log('${waits}');`),
  );
  const client = `'${join(root, 'shared/client/index.ts')}'`;
  const program = code.join('\n').replaceAll("'liaison/client'", client);
  const [command = '', ...options] = isPython
    ? ['python3', '-c', program]
    : [process.execPath, '--input-type=module-typescript', '--no-warnings', '--eval', program];
  const child = spawn(command, options, { cwd: dir, env: { ...process.env, ...environment() } });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    said += part;
    if (part.includes(waits)) child.kill('SIGINT');
  });
  const [complaints] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect([placeOf(first), complaints, child.exitCode]).toEqual([placeOf(first), '', 0]);
  for (const [, shown = ''] of code.join('\n').matchAll(/(?:\/\/|#) → (.*)$/gm)) {
    const [beginning = ''] = shown.split('…');
    expect(said, placeOf(first)).toContain(beginning);
  }
}
