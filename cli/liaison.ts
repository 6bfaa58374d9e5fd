// The command `liaison`: import, export, verify and failures over the HTTP API of a local or deployed service.
import type { Client } from '../shared/client/create-client.ts';
import { LiaisonProblem } from '../shared/client/liaison-problem.ts';
import { rejectedOf, totalOf } from '../shared/import/import-outcomes.ts';
import { help, type Invocation, readArguments } from './arguments.ts';
import { awaitCounts } from './await-counts.ts';
import { CommandError } from './command-error.ts';
import {
  exportText,
  howToContinue,
  importJson,
  importText,
  verifyJson,
  verifyText,
} from './command-output.ts';
import { exportFolder } from './export-folder.ts';
import { hasSucceeded, replayFailures } from './failures.ts';
import { failuresText, failureText, replayJson, replayText } from './failures-output.ts';
import { importFolder } from './import-folder.ts';
import { openClient, resolveService, sentenceOf } from './open-client.ts';
import { ProgressBar } from './progress-bar.ts';
import { repair } from './repair.ts';
import { problemsOf, type Verification, verify } from './verify.ts';

const exitStatus = { success: 0, problems: 1, failed: 2, interrupted: 130 } as const;

const progress = new ProgressBar();

/** How to continue an import that was ended early, after some of it. */
let advice: string | undefined;

/** What an interruption does. The next one ends the process at once, as usual. */
let interrupt: () => void = () => {
  progress.clear();
  console.error('Interrupted; run the same command again.');
  process.exit(exitStatus.interrupted);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt());

try {
  const invocation = readArguments(process.argv.slice(2));
  if (invocation === 'help') print(help());
  else process.exitCode = await run(invocation);
} catch (error) {
  progress.clear();
  // These errors say what is wrong; any other is a bug, so its stack is printed.
  const isPlain = error instanceof CommandError || (error instanceof Error && 'syscall' in error);
  console.error(isPlain ? error.message : error);
  if (advice !== undefined) console.error(advice);
  process.exit(exitStatus.failed);
}

async function run(invocation: Invocation): Promise<number> {
  const service = await resolveService(invocation.service, process.env);
  try {
    return await runCommand(openClient(service), invocation);
  } catch (error) {
    if (!(error instanceof LiaisonProblem)) throw error;
    throw new CommandError(sentenceOf(error, service.url), { cause: error });
  }
}

async function runCommand(client: Client, invocation: Invocation): Promise<number> {
  switch (invocation.command) {
    case 'import': {
      return importInto(client, invocation);
    }
    case 'export': {
      const { directory, force } = invocation;
      print(exportText(await exportFolder(client, directory, force, progress)));
      return exitStatus.success;
    }
    case 'verify': {
      const { repair: counts, repairPairs: pairs } = invocation;
      const verification =
        counts || pairs
          ? await repair(client, { counts, pairs }, progress)
          : await verify(client, progress);
      print(invocation.json ? verifyJson(verification) : verifyText(verification));
      return statusOf(verification);
    }
    case 'failures list': {
      const { workflow, eventId } = invocation;
      const list = await client.listFailures({ query: { workflow, eventId } });
      print(invocation.json ? JSON.stringify(list) : failuresText(list.items, list.isComplete));
      return exitStatus.success;
    }
    case 'failures show': {
      const failure = await client.getFailure({ params: { id: invocation.id } });
      print(invocation.json ? JSON.stringify(failure) : failureText(failure));
      return exitStatus.success;
    }
    case 'failures replay': {
      return replayFrom(client, invocation);
    }
  }
}

/** An interruption ends only the waiting: what is started goes on, and the totals so far are printed. */
async function replayFrom(
  client: Client,
  { workflow, eventId, ...options }: Extract<Invocation, { command: 'failures replay' }>,
): Promise<number> {
  const interruption = new AbortController();
  interrupt = () => interruption.abort();
  const selected = { ...(workflow && { workflow }), ...(eventId && { eventId }) };
  const { signal } = interruption;
  const outcome = await replayFailures(client, selected, options, progress, signal);
  print(options.json ? replayJson(outcome) : replayText(outcome, options.dryRun));
  if (signal.aborted) return exitStatus.interrupted;
  return options.dryRun || hasSucceeded(outcome) ? exitStatus.success : exitStatus.problems;
}

/** However an import ends, its totals are printed. */
async function importInto(
  client: Client,
  { json, ...folders }: Extract<Invocation, { command: 'import' }>,
): Promise<number> {
  const interruption = new AbortController();
  const { signal } = interruption;
  interrupt = () => interruption.abort();
  const { summary, failure, watch } = await importFolder(client, folders, progress, signal);
  const counts = Object.values(summary.counts);
  const hasCreated = counts.some(({ created }) => created > 0);
  const counting = (hasCreated && !failure && (await awaitCounts(watch, progress, signal))) || null;
  const ended = !failure ? 'finished' : signal.aborted ? 'interrupted' : 'failed';
  const hasBegun = counts.some((one) => totalOf(one) > 0);
  if (failure && (hasBegun || signal.aborted)) advice = howToContinue(summary.rejected);
  if (json) print(importJson(summary, { ended, counting }));
  else if (!failure || advice !== undefined) print(importText(summary, { ended, counting }));
  if (failure && !signal.aborted) throw failure.error;
  if (failure) {
    console.error('Interrupted.');
    console.error(advice);
    return exitStatus.interrupted;
  }
  return counts.some((one) => rejectedOf(one) > 0) ? exitStatus.problems : exitStatus.success;
}

/** Counts that could not be checked are neither a success nor a problem. */
function statusOf(verification: Verification): number {
  if (problemsOf(verification) > 0) return exitStatus.problems;
  return verification.unsettled.length > 0 ? exitStatus.failed : exitStatus.success;
}

function print(text: string): void {
  progress.clear();
  console.log(text);
}
