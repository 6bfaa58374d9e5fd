// The rule packs of cdk-nag: every finding in every stage is explained next to its resource.
import { type IPolicyValidationContext, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { rulePacks } from '../../infra/checks/rule-packs.ts';
import { ConnectionEvents, LiaisonService, LiaisonStack, Workflow } from '../../infra/index.ts';
import { settingsOf } from '../../infra/stage-settings.ts';
import { testApp } from '../support/stack.ts';

const oidc = { provider: 'oidc', issuer: 'https://id.example.com', audience: ['liaison'] };
const stackOf = (stage: string, own: object = {}) =>
  new LiaisonStack(testApp(), `liaison-${stage}`, {
    settings: settingsOf(stage, { [stage]: own }),
  });

/** The findings of the packs, acknowledged or not, as `pack::rule`, each with its construct. */
function findingsOf(stack: Stack) {
  const context = { appConstruct: stack } as Partial<IPolicyValidationContext>;
  return rulePacks().flatMap((pack) =>
    pack
      .validate(context as IPolicyValidationContext)
      .violations.flatMap(({ ruleName, description, violatingResources }) =>
        violatingResources.map(({ constructPath = '' }) => ({
          id: `${pack.name}::${ruleName}`,
          path: constructPath,
          description,
        })),
      ),
  );
}

/** The acknowledged findings, each with its construct, and a reason that explains it. */
function acknowledgementsOf(stack: Stack) {
  return stack.node.findAll().flatMap((construct: IConstruct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([id, reason]) => ({ id, reason, path: construct.node.path })),
  );
}

/** Findings without an explanation, and explanations without a finding. */
function review(stack: Stack) {
  const findings = findingsOf(stack);
  const acknowledgements = acknowledgementsOf(stack);
  const within = (path: string, outer: string) => path === outer || path.startsWith(`${outer}/`);
  const explains = (ack: { id: string; path: string }, finding: { id: string; path: string }) =>
    ack.id === finding.id && within(finding.path, ack.path);
  return {
    unexplained: findings
      .filter((finding) => !acknowledgements.some((ack) => explains(ack, finding)))
      .map(({ id, path, description }) => `${id} at ${path}: ${description}`),
    explainNothing: acknowledgements
      .filter((ack) => !findings.some((finding) => explains(ack, finding)))
      .map(({ id, path }) => `${id} at ${path}`),
  };
}

const clean = { unexplained: [], explainNothing: [] };

describe('the rule packs', () => {
  it.each([
    ['local', {}],
    ['dev', {}],
    ['staging', {}],
    ['prod', {}],
    ['prod', { identity: oidc, console: false }],
  ])('have no unexplained findings, and no unnecessary explanations: %s %o', (stage, own) => {
    expect(review(stackOf(stage, own))).toEqual(clean);
  });

  it('have none about a workflow with a table of its own', () => {
    const stack = new Stack(testApp(), 'OtherTeam');
    new Workflow(stack, 'VendorTask', {
      events: new ConnectionEvents(stack, 'Liaison', { busName: 'prod-bus' }),
      on: 'Connection Created',
      once: true,
      entry: new URL('../../samples/embedding/vendor-task.ts', import.meta.url).pathname,
      purpose: 'opens a task',
    });
    expect(review(stack)).toEqual(clean);
  });

  it('have none in the client and secret of a function that calls the service', () => {
    const stack = new Stack(testApp(), 'Team');
    const service = new LiaisonService(stack, 'Connections');
    const { fn } = new Workflow(stack, 'Task', {
      events: service.events,
      on: 'Connection Created',
      entry: new URL('../../samples/embedding/vendor-task.ts', import.meta.url).pathname,
      purpose: 'creates a task',
    });
    service.grantCall(fn, { as: 'tasks', scopes: ['liaison/write'] });
    expect(review(stack)).toEqual(clean);
  });

  it('have exceptions that are explained in whole sentences', () => {
    for (const { reason } of acknowledgementsOf(stackOf('prod'))) {
      expect(reason).toMatch(/^[A-Z].{40,}\.$/);
    }
  });

  it('find an unprotected bucket', () => {
    const stack = stackOf('prod');
    new Bucket(stack, 'Careless');
    const { unexplained } = review(stack);
    expect(unexplained).toContainEqual(
      expect.stringMatching(/^AwsSolutions::AwsSolutions-S10 at liaison-prod\/Careless.*SSL/),
    );
  });

  it('report an exception that is no longer needed', () => {
    const stack = stackOf('prod');
    const id = 'AwsSolutions::AwsSolutions-DDB3';
    Validations.of(stack).acknowledge({ id, reason: 'A table that is long gone.' });
    expect(review(stack).explainNothing).toEqual([`${id} at liaison-prod`]);
  });

  it('stop the synthesis also for warnings of cdk-nag', () => {
    const context = { appConstruct: stackOf('prod') } as Partial<IPolicyValidationContext>;
    const violations = rulePacks().flatMap(
      (pack) => pack.validate(context as IPolicyValidationContext).violations,
    );
    expect(violations).toContainEqual(
      expect.objectContaining({ ruleName: 'AwsSolutions-COG2', severity: 'error' }),
    );
  });
});
