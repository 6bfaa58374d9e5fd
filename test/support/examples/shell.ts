// The commands of a page in a real shell, one after another, as a reader copies them.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

export interface Command {
  readonly text: string;
  /** What the page says after it, behind `#`; '' if nothing. */
  readonly comment: string;
}

/** The commands of a block: each ends with a line, except within quotes or after a backslash. */
export function commandsIn(code: string): Command[] {
  const commands: Command[] = [];
  let text = '';
  let quote = '';
  const end = (comment: string) => {
    if (text.trim() !== '') commands.push({ text: text.trim(), comment });
    text = '';
  };
  for (let at = 0; at < code.length; at += 1) {
    const char = code[at] ?? '';
    const startsComment = char === '#' && /^$|\s$/.test(text);
    if (quote === '' && startsComment) {
      const line = code.slice(at + 1).split('\n', 1)[0] ?? '';
      at += line.length + 1;
      end(line.trim());
    } else if (quote === '' && char === '\n') end('');
    else {
      if (char === '\\' && quote !== "'") {
        text += char;
        at += 1;
      } else if (char === quote) quote = '';
      else if (quote === '' && (char === '"' || char === "'")) quote = char;
      text += code[at] ?? '';
    }
  }
  end('');
  return commands;
}

export interface Output {
  readonly status: number;
  /** What it prints, on standard error, too. */
  readonly text: string;
}

/** Marks the end of a command's output. */
const mark = '\u0001';

/** A shell that keeps variables and functions from one command to the next. */
export class PageShell {
  readonly #bash: ChildProcessWithoutNullStreams;
  #said = '';
  #finished: ((output: Output) => void) | undefined;

  /** @param prelude commands that run first */
  constructor(options: { cwd: string; env: NodeJS.ProcessEnv; prelude: string }) {
    const { prelude, ...place } = options;
    this.#bash = spawn('bash', ['--norc', '--noprofile'], { ...place, stdio: 'pipe' });
    this.#bash.stdout.setEncoding('utf8').on('data', (part: string) => this.#read(part));
    this.#bash.stdin.write(`exec 2>&1\n${prelude}\n`);
  }

  /** Runs one command; only one at a time. */
  run(command: string): Promise<Output> {
    const quoted = `'${command.replaceAll("'", "'\\''")}'`;
    return new Promise((done, fail) => {
      this.#finished = done;
      this.#bash.once('exit', () => fail(new Error(`the shell ended in: ${command}`)));
      this.#bash.stdin.write(`eval ${quoted} </dev/null\nprintf '${mark}%d${mark}' $?\n`);
    }).finally(() => this.#bash.removeAllListeners('exit')) as Promise<Output>;
  }

  end() {
    this.#bash.stdin.end();
  }

  #read(part: string) {
    this.#said += part;
    const [text = '', status, ...rest] = this.#said.split(mark);
    if (status === undefined || rest.length === 0) return;
    this.#said = rest.join(mark);
    this.#finished?.({ status: Number(status), text });
  }
}
