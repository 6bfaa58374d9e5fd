// Each resource of each stage, checked against the schema of its type in CloudFormation's registry.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationValidatePlugin, type IPolicyValidationContext } from 'aws-cdk-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { templateOf } from '../../support/stack.ts';

type Resource = { Type: string; Properties: Record<string, unknown> };
type TemplateJson = { Resources: Record<string, Resource> };

const folder = mkdtempSync(join(tmpdir(), 'liaison-schema-'));
afterAll(() => rmSync(folder, { recursive: true }));

// As in `cdk synth`: AWS's own schemas and rules, which aws-cdk-lib includes.
const plugin = new CloudFormationValidatePlugin();

/** The errors in a template, each as `rule at logical id: what`. */
function wrongIn(template: TemplateJson): string[] {
  const templatePath = join(folder, 'stack.template.json');
  writeFileSync(templatePath, JSON.stringify(template));
  const context: Partial<IPolicyValidationContext> = {
    stackTemplates: [
      { stackConstructPath: 'stack', templatePath, accountId: undefined, region: undefined },
    ],
  };
  return plugin
    .validate(context as IPolicyValidationContext)
    .violations.flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources.map(
        ({ resourceLogicalId }) => `${ruleName} at ${resourceLogicalId}: ${description}`,
      ),
    );
}

const jsonOf = (stage: string, own?: object) => templateOf(stage, own).toJSON() as TemplateJson;

describe('the resources', () => {
  it.each([
    ['local', {}],
    ['dev', {}],
    ['staging', {}],
    ['prod', {}],
    [
      'prod',
      {
        identity: { provider: 'oidc', issuer: 'https://id.example.com', audience: ['liaison'] },
        console: false,
      },
    ],
  ])('are valid in CloudFormation: %s %o', (stage, own) => {
    expect(wrongIn(jsonOf(stage, { [stage]: own }))).toEqual([]);
  });
});

describe('the check', () => {
  const prod = jsonOf('prod');
  // Only the function of a custom resource knows which properties it accepts.
  const types = [...new Set(Object.values(prod.Resources).map(({ Type }) => Type))]
    .filter((type) => !type.startsWith('Custom::'))
    .sort();
  const firstOf = (template: TemplateJson, type: string) => {
    const found = Object.entries(template.Resources).find(([, { Type }]) => Type === type);
    if (!found) throw new Error(`no ${type}`);
    return found;
  };

  it('knows each type and its properties', () => {
    const template = structuredClone(prod);
    const ids = types.map((type) => {
      const [id, resource] = firstOf(template, type);
      resource.Properties = { ...resource.Properties, NoSuchProperty: 'x' };
      return id;
    });
    const wrong = wrongIn(template).filter((each) => each.includes('NoSuchProperty'));
    expect(wrong.map((each) => / at (\w+):/.exec(each)?.[1]).sort()).toEqual(ids.sort());
  });

  it.each<[string, string, object, RegExp]>([
    ['a missing property', 'AWS::Lambda::Function', { Role: undefined }, /'Role'.*required/],
    ['a wrong type', 'AWS::Lambda::Function', { Timeout: 'long' }, /Timeout/],
    ['a number out of range', 'AWS::Lambda::Function', { MemorySize: 64 }, /MemorySize/],
    [
      'a value that is not in the enumeration',
      'AWS::Logs::LogGroup',
      { RetentionInDays: 8 },
      /Retention/,
    ],
    [
      'a text that does not match the pattern',
      'AWS::Logs::LogGroup',
      { LogGroupName: 'a name?' },
      /LogGroupName/,
    ],
    [
      'a nested property',
      'AWS::DynamoDB::GlobalTable',
      { StreamSpecification: { View: 'x' } },
      /View/,
    ],
  ])('sees %s', (_, type, change, told) => {
    const template = structuredClone(prod);
    Object.assign(firstOf(template, type)[1].Properties, change);
    expect(wrongIn(template)).toContainEqual(expect.stringMatching(told));
  });
});
