// The real bundles of stage dev: the files that would be uploaded, each bundle started alone in plain Node.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { readAssembly } from '../../infra/local/base/synth.ts';
import { Template } from '../../infra/local/base/template.ts';
import { synthesisOf } from './synthesis.ts';

const LambdaFunction = z.object({
  Description: z.string().default(''),
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string(),
  MemorySize: z.number(),
});

/** A function of the template and the folder that would be uploaded for it. */
export interface Bundle extends z.output<typeof LambdaFunction> {
  readonly id: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** The functions of stage dev by purpose, without the functions that CDK adds for its own use. */
export const bundlesOfDev = async () => bundlesIn(await synthesisOf('dev'));

/** The same for any synthesized folder with one stack. */
export function bundlesIn(outdir: string): Map<string, Bundle> {
  const assembly = readAssembly(outdir);
  const template = new Template(
    assembly.template,
    () => 'a-generated-secret-of-many-letters',
    (id) => `https://sqs.us-east-1.amazonaws.com/000000000000/${id}`,
  );
  return new Map(
    [...template.resources('AWS::Lambda::Function', LambdaFunction)]
      .filter(([, { Description }]) => Description.startsWith('Liaison: '))
      .map(([id, fn]) => [
        fn.Description.replace('Liaison: ', ''),
        {
          id,
          ...fn,
          environment: z
            .record(z.string(), z.string())
            .parse(Object.fromEntries(template.environmentOf(id))),
          folder: assembly.assetFolder(fn.Code.S3Key),
        },
      ]),
  );
}

/** The code that is uploaded. */
export const codeOf = ({ folder }: Bundle) => readFileSync(join(folder, 'index.mjs'));

/** Loads the handler as Lambda does, and prints its answer or its error. */
const runtime = `
  import { registerHooks } from 'node:module';
  const { file, exportName, event, leftMs } = JSON.parse(process.argv[1]);
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      if (found.url.startsWith('node:') || found.url === file) return found;
      throw new Error('the bundle is incomplete: it imports ' + specifier);
    },
  });
  const { [exportName]: handler } = await import(file);
  const context = { awsRequestId: 'a', getRemainingTimeInMillis: () => leftMs };
  const said = await handler(event, context).then(
    (result) => ({ result: result ?? null }),
    (error) => ({ error: error.message }),
  );
  process.stdout.write('\\n' + JSON.stringify(said));
`;

/** The result of a function for an event, and its other output. */
export interface Outcome {
  readonly said: { readonly result?: unknown; readonly error?: string };
  readonly complaints: string;
}

/**
 * Runs a function with an event, in a process that has only the contents of the function's zip.
 * @param endpoint stands in for AWS. Default: a port on which nothing listens
 * @param leftMs the remaining time that the context reports, in milliseconds
 * @param command starts Node: a tool that monitors it, for instance, and Node's own options
 * @throws Error if it cannot be loaded
 */
export async function startBundle(
  { id, folder, ...fn }: Bundle,
  event: object,
  work: string,
  {
    endpoint = 'http://127.0.0.1:9',
    leftMs = 30_000,
    command = [process.execPath] as readonly string[],
  } = {},
): Promise<Outcome> {
  const task = mkdtempSync(join(work, 'task-'));
  cpSync(folder, task, { recursive: true });
  const [file, exportName] = fn.Handler.split('.');
  const input = { file: pathToFileURL(join(task, `${file}.mjs`)).href, exportName, event, leftMs };
  const [program = '', ...options] = command;
  const child = spawn(
    program,
    [...options, '--input-type=module', '-e', runtime, JSON.stringify(input)],
    {
      cwd: task,
      stdio: ['ignore', 'pipe', 'pipe'],
      // The template's variables and those that Lambda adds; none from this process.
      env: {
        ...fn.environment,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
        AWS_LAMBDA_FUNCTION_NAME: id,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.MemorySize),
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        LAMBDA_TASK_ROOT: task,
        AWS_ENDPOINT_URL: endpoint,
      },
    },
  );
  const [said, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const answer = said.split('\n').at(-1);
  if (!answer) throw new Error(`${id} could not be loaded: ${complaints}`);
  return { said: JSON.parse(answer) as Outcome['said'], complaints };
}
