// The command `liaison`: import, export and verify over the HTTP API of a local or deployed service.
import { Api } from './api.ts';
import { help, type Invocation, readArguments } from './arguments.ts';
import { exportFolder } from './export.ts';
import { Failure } from './failure.ts';
import { importFolder } from './import.ts';
import { Progress } from './progress.ts';
import { repair } from './repair.ts';
import { resolveService } from './service.ts';
import { exportText, importJson, importText, verifyJson, verifyText } from './summary.ts';
import { problemsOf, type Verification, verify } from './verify.ts';

const exitStatus = { well: 0, problems: 1, failed: 2, interrupted: 130 } as const;

const progress = new Progress();

process.once('SIGINT', () => {
  progress.clear();
  console.error('Interrupted; run the same command again.');
  process.exit(exitStatus.interrupted);
});

try {
  const invocation = readArguments(process.argv.slice(2));
  if (invocation === 'help') print(help());
  else process.exitCode = await run(invocation);
} catch (error) {
  progress.clear();
  // A Failure and an error of the file system say what is wrong; anything else is a fault in here.
  const isPlain = error instanceof Failure || (error instanceof Error && 'syscall' in error);
  console.error(isPlain ? error.message : error);
  process.exit(exitStatus.failed);
}

async function run(invocation: Invocation): Promise<number> {
  const api = new Api(await resolveService(invocation.service, process.env));
  switch (invocation.command) {
    case 'import': {
      const { directory, report, json } = invocation;
      const summary = await importFolder(api, directory, report, progress);
      print(json ? importJson(summary) : importText(summary));
      return summary.report === null ? exitStatus.well : exitStatus.problems;
    }
    case 'export': {
      const { directory, force } = invocation;
      print(exportText(await exportFolder(api, directory, force, progress)));
      return exitStatus.well;
    }
    case 'verify': {
      const verification = await (invocation.repair ? repair : verify)(api, progress);
      print(invocation.json ? verifyJson(verification) : verifyText(verification));
      return statusOf(verification);
    }
  }
}

/** What could not be judged is not well, but no problem that was found either. */
function statusOf(verification: Verification): number {
  if (problemsOf(verification) > 0) return exitStatus.problems;
  return verification.unsettled.length > 0 ? exitStatus.failed : exitStatus.well;
}

function print(text: string): void {
  progress.clear();
  console.log(text);
}
