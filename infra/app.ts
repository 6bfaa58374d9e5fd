// The CDK app: one stack, for the stage in `--stage` or in the context `stage`.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { App } from 'aws-cdk-lib';
import { LiaisonStack } from './liaison-stack.ts';
import { asOutputError, OutputError, outputFolder } from './output-folder.ts';
import { SettingsError } from './settings-refusal.ts';
import { settingsOf } from './stage-settings.ts';

try {
  const { values } = parseArgs({
    options: { stage: { type: 'string' }, output: { type: 'string', default: 'cdk.out' } },
  });
  const app = new App({
    // The CDK command line sets CDK_OUTDIR; `npm run synth` does not.
    outdir: outputFolder(process.env.CDK_OUTDIR ?? values.output),
    // The CDK command line passes the context of cdk.json itself, and its values take precedence.
    context: JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')).context,
  });
  const stage = values.stage ?? app.node.tryGetContext('stage') ?? 'dev';
  const settings = settingsOf(stage, app.node.tryGetContext('settings'));
  new LiaisonStack(app, `liaison-${stage}`, { settings });
  // The local host deploys nothing, so it skips the rule packs, which only a deployment must pass.
  if (process.env.CDK_VALIDATION !== 'false') {
    const { addRulePacks } = await import('./checks/rule-packs.ts');
    addRulePacks(app);
  }
  const { directory, stacks } = app.synth();
  if (process.env.CDK_OUTDIR === undefined) {
    // The CDK command line would print these itself.
    const warnings = stacks.flatMap(({ messages }) =>
      messages.filter(({ level }) => level === 'warning'),
    );
    for (const { id, entry } of warnings) console.warn(`Warning at ${id}: ${entry.data}`);
    console.log(`Synthesized ${stage} into ${directory}`);
  }
} catch (thrown) {
  const error = asOutputError(thrown);
  const typo = error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS/.test(`${error.code}`);
  // CDK has already printed the findings.
  const findings = error instanceof Error && error.name === 'ValidationFailed';
  const refused = error instanceof SettingsError || error instanceof OutputError || typo;
  if (!(refused || findings)) throw error;
  console.error(error.message);
  process.exitCode = findings ? 1 : 2;
}
