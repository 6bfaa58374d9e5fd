// Invalid settings are refused with an explanation before the synthesis.
import { describe, expect, it } from 'vitest';
import { SettingsError } from '../../infra/settings-refusal.ts';
import { settingsOf } from '../../infra/stage-settings.ts';

const refusalOf = (stage: string, context?: unknown) => {
  try {
    settingsOf(stage, context);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as Error).message;
  }
  throw new Error('the settings were accepted');
};
const prodWith = (values: object) => ({ prod: values });

describe('the settings of a stage', () => {
  it.each([
    ['local', 4],
    ['dev', 4],
    ['staging', 16],
    ['prod', 16],
  ])('%s has %i shards', (stage, shards) => {
    expect(settingsOf(stage).shards).toBe(shards);
  });

  it.each(['staging', 'prod'])('protect the data of %s', (stage) => {
    expect(settingsOf(stage)).toMatchObject({
      dataProtection: 'on',
      encryption: 'aws-managed',
      identity: { provider: 'user-pool', selfRegistration: false, mfa: 'optional' },
      exampleWorkflow: false,
    });
  });

  it("let a team's values replace ours, from an object or from its JSON", () => {
    const own = { prod: { shards: 32 } };
    expect(settingsOf('prod', own)).toEqual({ ...settingsOf('prod'), shards: 32 });
    expect(settingsOf('prod', JSON.stringify(own)).shards).toBe(32);
    expect(settingsOf('dev', own).shards).toBe(4);
  });

  it('merge a group value by value', () => {
    const { throttling, logs } = settingsOf('prod');
    const own = prodWith({ throttling: { costly: { burst: 7 } }, logs: { level: 'WARN' } });
    expect(settingsOf('prod', own)).toMatchObject({
      throttling: { ...throttling, costly: { ...throttling.costly, burst: 7 } },
      logs: { ...logs, level: 'WARN' },
    });
  });

  it('replace a group of another kind, and a list, as a whole', () => {
    const oidc = { provider: 'oidc', issuer: 'https://id.example.com', audience: ['liaison'] };
    const { identity } = settingsOf('prod', prodWith({ identity: oidc, console: false }));
    expect(identity).toEqual(oidc);
    const callbackUrls = ['https://app.example.com/'];
    expect(settingsOf('prod', prodWith({ identity: { callbackUrls } })).identity).toEqual({
      ...settingsOf('prod').identity,
      callbackUrls,
    });
    const nobodyBecause = 'a copy of prod that nobody uses';
    const own = { prod: { alarms: { emails: ['ops@example.com'] } } };
    const copy = { extends: 'prod', alarms: { nobodyBecause } };
    expect(settingsOf('copy', { ...own, copy }).alarms).toEqual({ nobodyBecause });
  });

  it('name the existing stages', () => {
    expect(refusalOf('production')).toBe(
      'There is no stage "production"; the stages are "local", "dev", "staging", "prod". ' +
        'Define a stage of your own in the context "settings".',
    );
    expect(refusalOf('acme', { 'acme-test': { extends: 'dev' } })).toMatch(/"prod", "acme-test"\./);
  });

  it('name an unknown setting, and the known ones', () => {
    expect(refusalOf('dev', { dev: { shard: 8 } })).toBe(
      'The settings of stage "dev" are invalid: "shard" is not a setting here; the settings are ' +
        '"region", "identity", "console", "domain", "shards", "capacity", "replicas", ' +
        '"encryption", "dataProtection", "logs", "alarms", "runbookUrl", "historyRetentionDays", ' +
        '"feedRetentionDays", "endedConnections", "exampleWorkflow", "workflowConcurrency", "throttling".',
    );
    expect(refusalOf('dev', { dev: { throttling: { costly: { rate: 1 } } } })).toBe(
      'The settings of stage "dev" are invalid: throttling.costly: "rate" is not a setting here; ' +
        'the settings are "ratePerSecond", "burst".',
    );
    expect(refusalOf('prod', prodWith({ alarms: { email: 'ops@example.com' } }))).toMatch(
      /alarms: "email" is not a setting here; the settings are "emails", "topicArn"/,
    );
    expect(refusalOf('prod', 'shards=4')).toMatch(/must be an object of stages/);
  });

  const oidc = { provider: 'oidc', issuer: 'https://id.example.com', audience: ['liaison'] };
  const certificate = (region: string) => `arn:aws:acm:${region}:111122223333:certificate/12-ab`;
  const domain = { name: 'liaison.example.com', certificateArn: certificate('us-east-1') };
  const sync = { name: 'sync', scopes: ['liaison/read'] };
  it.each<[string, object, RegExp]>([
    ['historyRetentionDays', { historyRetentionDays: 29 }, / historyRetentionDays: .*30/],
    ['historyRetentionDays', { historyRetentionDays: 36_501 }, / historyRetentionDays: .*36500/],
    ['historyRetentionDays', { historyRetentionDays: 90.5 }, / historyRetentionDays: /],
    ['endedConnections', { endedConnections: 'delete' }, /: .*"announce"\|"deactivate"/],
    ['exampleWorkflow', { exampleWorkflow: 'yes' }, / exampleWorkflow: .*boolean/],
    ['workflowConcurrency', { workflowConcurrency: 1 }, / workflowConcurrency: .*2/],
    ['workflowConcurrency', { workflowConcurrency: 1001 }, / workflowConcurrency: .*1000/],
    ['shards', { shards: 0 }, / shards: .*1/],
    ['logs', { logs: { retentionDays: 2 } }, / logs\.retentionDays: /],
    ['logs', { logs: { level: 'TRACE' } }, / logs\.level: .*"DEBUG"/],
    ['throttling', { throttling: { burst: 0 } }, / throttling\.burst: /],
    [
      'identity',
      { identity: { provider: 'okta' } },
      /must have a provider: "oidc", "user-pool" or/,
    ],
    ['issuer', { identity: { ...oidc, issuer: 'http://id.example.com' } }, /must be an https URL/],
    ['metadataUrl', { identity: { ...oidc, metadataUrl: '//id' } }, /begins with one "\/"/],
    [
      'consoleClientId',
      { identity: oidc },
      /consoleClientId: is required to sign in to the console/,
    ],
    ['mfa', { identity: { mfa: 'always' } }, /mfa: .*"off"\|"optional"\|"required"/],
    ['callbackUrls', { identity: { callbackUrls: ['app'] } }, /callbackUrls\[0\]: must be a URL/],
    ['callbackUrls', { identity: { callbackUrls: ['http://a.example/'] } }, /\[0\]: must be https/],
    [
      'callbackUrls',
      { identity: { callbackUrls: [] }, console: false },
      /callbackUrls: must have a URL/,
    ],
    [
      'signInPrefix',
      { identity: { signInPrefix: 'my-cognito' } },
      /signInPrefix: must not contain/,
    ],
    [
      'signInPrefix',
      { identity: { signInPrefix: 'Acme' } },
      /signInPrefix: must be 1-63 characters of/,
    ],
    [
      'machineClients',
      { identity: { machineClients: [sync, sync] } },
      /contains the same name twice/,
    ],
    [
      'machineClients',
      { identity: { machineClients: [{ name: 'sync', scopes: ['liaison/all'] }] } },
      /machineClients\[0\]\.scopes\[0\]: .*"liaison\/read"/,
    ],
    ['selfRegistration', { identity: { selfRegistration: true } }, /must be false in prod/],
    ['capacity', { capacity: { mode: 'free' } }, /must have a mode: "on-demand" or "provisioned"/],
    [
      'capacity',
      { capacity: { mode: 'provisioned', read: { min: 9, max: 5 }, write: { min: 1, max: 5 } } },
      /capacity\.read: must have a max that is not less than its min/,
    ],
    ['encryption', { encryption: 'none' }, /encryption: .*"aws-owned"\|"aws-managed"/],
    ['region', { region: 'Frankfurt' }, /region: must be the name of a region/],
    [
      'region',
      { replicas: ['eu-west-1'] },
      /region: is required with replicas, which must be in other/,
    ],
    ['replicas', { region: 'eu-west-1', replicas: ['eu-west-1'] }, /must be different regions/],
    [
      'replicas',
      { region: 'eu-west-1', replicas: ['eu-west-3', 'eu-west-3'] },
      /replicas: must be different regions/,
    ],
    ['alarms', { alarms: { nobodyBecause: 'no' } }, /alarms: must be \{"emails"/],
    ['alarms', { alarms: { emails: ['ops'] } }, /alarms\.emails\[0\]: /],
    [
      'domain',
      { domain: { ...domain, certificateArn: certificate('eu-west-1') } },
      /certificateArn: must be the ARN of a certificate in us-east-1/,
    ],
    [
      'domain',
      { domain: { ...domain, hostedZone: { id: 'Z123', name: 'ample.com' } } },
      /hostedZone\.name: must be the zone that contains the domain name/,
    ],
    ['domain', { domain, identity: oidc, console: false }, /domain: requires "console": true/],
  ])('are refused with the place and the reason: %s', (_, values, reason) => {
    expect(refusalOf('prod', prodWith(values))).toMatch(reason);
  });

  it.each<[string, object]>([
    ['region', { region: 'eu-central-1', replicas: ['eu-west-1', 'us-gov-west-1'] }],
    ['domain', { domain: { ...domain, hostedZone: { id: 'Z123', name: 'example.com' } } }],
    ['identity', { identity: { ...oidc, consoleClientId: 'spa', metadataUrl: '/oidc/config' } }],
    ['machineClients', { identity: { machineClients: [sync, { ...sync, name: 'night-sync' }] } }],
    ['capacity', { capacity: { maxReadUnitsPerSecond: 4000 } }],
    ['callbackUrls', { identity: { callbackUrls: ['http://localhost:8080/', 'acme://back'] } }],
    ['alarms', { alarms: { topicArn: 'arn:aws:sns:eu-west-1:111122223333:on-call' } }],
  ])('are accepted if they can be used: %s', (_, values) => {
    expect(settingsOf('prod', prodWith(values))).toMatchObject(values);
  });

  it('switch a protection off only with a reason', () => {
    expect(refusalOf('prod', prodWith({ dataProtection: 'off' }))).toMatch(
      /dataProtection: must be/,
    );
    const offBecause = 'a copy of prod for a load test, thrown away after it';
    expect(settingsOf('prod', prodWith({ dataProtection: { offBecause } })).dataProtection).toEqual(
      { offBecause },
    );
  });
});

describe("a stage of a team's own", () => {
  it("is one of ours, with the team's values for that stage and its own values", () => {
    const own = {
      staging: { historyRetentionDays: 90, shards: 32 },
      'acme-test': { extends: 'staging', shards: 8 },
    };
    expect(settingsOf('acme-test', own)).toEqual({
      ...settingsOf('staging'),
      historyRetentionDays: 90,
      shards: 8,
    });
  });

  it.each([
    [{ shards: 8 }],
    [{ extends: 'local' }],
    [{ extends: 'acme-prod' }],
  ])('must name the stage of ours that it extends: not %j', (values) => {
    expect(refusalOf('dev', { 'acme-test': values })).toBe(
      'The context "settings" has a stage "acme-test", which is not one of Liaison\'s ' +
        '("local", "dev", "staging", "prod"); a stage of your own must have "extends", with one of ' +
        '"dev", "staging", "prod".',
    );
  });

  it('cannot be one of ours', () => {
    expect(refusalOf('dev', { dev: { extends: 'prod' } })).toMatch(/"dev" extend a stage; only/);
  });

  it.each([
    'Acme',
    'acme_test',
    'acme-',
    '1acme',
    'a'.repeat(41),
  ])('must have a name that is valid for its stack: not %s', (name) => {
    expect(refusalOf('dev', { [name]: { extends: 'dev' } })).toMatch(
      /name of a stage has 1-40 characters/,
    );
  });

  it("must set the name of its sign-in page if Cognito does not allow the stage's name", () => {
    const aws = { extends: 'dev' };
    expect(refusalOf('aws-lab', { 'aws-lab': aws })).toMatch(/signInPrefix: is required.*"aws"/);
    const signInPrefix = 'acme-lab';
    const named = { extends: 'dev', identity: { signInPrefix } };
    expect(settingsOf('aws-lab', { 'aws-lab': named }).identity).toMatchObject({ signInPrefix });
  });

  it('allows no self-registration if it extends prod', () => {
    const identity = { selfRegistration: true };
    expect(refusalOf('acme', { acme: { extends: 'prod', identity } })).toMatch(/false in prod/);
    expect(settingsOf('acme', { acme: { extends: 'staging', identity } }).identity).toMatchObject(
      identity,
    );
  });
});
