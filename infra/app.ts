// The CDK app: one stack for the stage that `--stage` or the context `stage` names.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { App } from 'aws-cdk-lib';
import { LiaisonStack } from './liaison-stack.ts';
import { SettingsError, settingsOf } from './settings.ts';

try {
  const { values } = parseArgs({
    options: { stage: { type: 'string' }, output: { type: 'string', default: 'cdk.out' } },
  });
  const app = new App({
    // The CDK command line says where; without it (npm run synth) we do.
    outdir: process.env.CDK_OUTDIR ?? values.output,
    // The command line passes cdk.json's context, and what it passes wins over this.
    context: JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')).context,
  });
  const stage = values.stage ?? app.node.tryGetContext('stage') ?? 'dev';
  const settings = settingsOf(stage, app.node.tryGetContext('settings'));
  new LiaisonStack(app, `liaison-${stage}`, { settings });
  const { directory, stacks } = app.synth();
  if (process.env.CDK_OUTDIR === undefined) {
    // What the CDK command line would say.
    const warnings = stacks.flatMap(({ messages }) =>
      messages.filter(({ level }) => level === 'warning'),
    );
    for (const { id, entry } of warnings) console.warn(`Warning at ${id}: ${entry.data}`);
    console.log(`Synthesized ${stage} into ${directory}`);
  }
} catch (error) {
  const typo = error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS/.test(`${error.code}`);
  if (!(error instanceof SettingsError || typo)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
