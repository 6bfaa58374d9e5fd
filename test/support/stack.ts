// The template of a stage, for tests to inspect; without bundling.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'vitest';
import { LiaisonStack } from '../../infra/liaison-stack.ts';
import { settingsOf } from '../../infra/stage-settings.ts';
import { endWithSignal } from './worker-end.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is whatever JSON CDK makes.
type Resource = Record<string, any>;

const written: string[] = [];
process.on('exit', () => {
  for (const outdir of written) rmSync(outdir, { recursive: true, force: true });
});

/** An app that bundles nothing; its output folder is deleted when the process ends. */
export function testApp(): App {
  endWithSignal();
  const outdir = mkdtempSync(join(tmpdir(), 'liaison-stack-'));
  written.push(outdir);
  return new App({
    outdir,
    context: { 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: false,
  });
}

export function templateOf(stage: string, overrides?: object): Template {
  const settings = settingsOf(stage, overrides);
  return Template.fromStack(new LiaisonStack(testApp(), `liaison-${stage}`, { settings }));
}

/** The function with this purpose, and its logical id. */
export function functionOf(template: Template, purpose: string): [id: string, fn: Resource] {
  const found = Object.entries(template.findResources('AWS::Lambda::Function')).find(
    ([, fn]) => fn.Properties.Description === `Liaison: ${purpose}`,
  );
  if (!found) throw new Error(`no function ${purpose}`);
  return found;
}

/** Each permission of a function as `action on resource`: short names for the table and its parts, else ids. */
export function rightsOf(template: Template, purpose: string): string[] {
  const [, fn] = functionOf(template, purpose);
  const [role] = fn.Properties.Role['Fn::GetAtt'];
  const granted = Object.values(template.findResources('AWS::IAM::Policy'))
    .filter((policy) => policy.Properties.Roles.some((each: { Ref: string }) => each.Ref === role))
    .map((policy) => policy.Properties.PolicyDocument);
  const inline = template.findResources('AWS::IAM::Role')[role]?.Properties.Policies ?? [];
  const rights = [
    ...granted,
    ...inline.map((policy: { PolicyDocument: unknown }) => policy.PolicyDocument),
  ]
    .flatMap((document) => document.Statement)
    .flatMap((statement) => {
      expect(statement.Effect).toBe('Allow');
      const resources = [statement.Resource].flat().map(resourceName);
      return [statement.Action]
        .flat()
        .flatMap((action) => resources.map((resource) => `${action} on ${resource}`));
    });
  return [...new Set(rights)].sort();
}

/** The permissions that every function has: to write its own log and to send traces. */
export const ownRights = [
  'logs:CreateLogStream on log',
  'logs:PutLogEvents on log',
  'xray:PutTelemetryRecords on "*"',
  'xray:PutTraceSegments on "*"',
];

/** Permissions for the table and its indexes only, not for its stream. */
export const tableRightsOf = (template: Template, purpose: string): string[] =>
  rightsOf(template, purpose).filter((right) => /^dynamodb:\w+ on (table|index)/.test(right));

function resourceName(resource: unknown): string {
  const text = JSON.stringify(resource);
  const [, index] = /\/index\/([^"]*)/.exec(text) ?? [];
  if (index !== undefined) return `index ${index}`;
  const [, id = '', attribute] = /^\{"Fn::GetAtt":\["(\w+)","(\w+)"\]\}$/.exec(text) ?? [];
  if (attribute === 'StreamArn') return 'stream';
  if (id.startsWith('Table')) return 'table';
  if (/Logs[0-9A-F]{8}$/.test(id)) return 'log';
  return id === '' ? text : id.replace(/[0-9A-F]{8}$/, '');
}
