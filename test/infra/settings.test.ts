// Settings that cannot be used are refused in a sentence, before anything is synthesized.
import { describe, expect, it } from 'vitest';
import { SettingsError, settingsOf } from '../../infra/settings.ts';

const refusalOf = (stage: string, overrides?: unknown) => {
  try {
    settingsOf(stage, overrides);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as Error).message;
  }
  throw new Error('the settings were accepted');
};

describe('the settings of a stage', () => {
  it.each([
    ['local', 4],
    ['dev', 4],
    ['staging', 16],
    ['prod', 16],
  ])('%s has %i shards', (stage, shards) => {
    expect(settingsOf(stage).shards).toBe(shards);
  });

  it("take a team's own values over ours, from an object or from its JSON", () => {
    const own = { prod: { shards: 32 } };
    expect(settingsOf('prod', own)).toEqual({ ...settingsOf('prod'), shards: 32 });
    expect(settingsOf('prod', JSON.stringify(own)).shards).toBe(32);
    expect(settingsOf('dev', own).shards).toBe(4);
  });

  it('name the stages there are', () => {
    expect(refusalOf('production')).toBe(
      'There is no stage "production"; known are "local", "dev", "staging", "prod".',
    );
    expect(refusalOf('dev', { prd: {} })).toMatch(/stage "prd"; known are "local", "dev"/);
  });

  it('name a setting that is not known, and those that are', () => {
    expect(refusalOf('dev', { dev: { shard: 8 } })).toBe(
      'The settings of stage "dev" are wrong: "shard" is not a setting here; known are ' +
        '"identity", "shards", "dataProtection", "logs", ' +
        '"historyRetentionDays", "endedConnections", "exampleWorkflow", "throttling".',
    );
    expect(refusalOf('dev', { dev: { throttling: { rate: 1, ratePerSecond: 1, burst: 1 } } })).toBe(
      'The settings of stage "dev" are wrong: throttling: "rate" is not a setting here; ' +
        'known are "ratePerSecond", "burst".',
    );
  });

  it('say where a value is wrong', () => {
    expect(refusalOf('prod', { prod: { shards: 0 } })).toMatch(/"prod" are wrong: shards: .*1/);
    expect(refusalOf('prod', { prod: { identity: { provider: 'okta' } } })).toMatch(
      /identity.*must name a provider: "oidc" or "user-pool"/,
    );
    expect(
      refusalOf('prod', {
        prod: { identity: { provider: 'oidc', issuer: 'http://id.example.com', audience: ['x'] } },
      }),
    ).toMatch(/identity\.issuer: must be an https address/);
    expect(refusalOf('prod', 'shards=4')).toMatch(/must be an object of stages/);
  });

  it.each([
    ['historyRetentionDays', 29, /historyRetentionDays: .*30/],
    ['historyRetentionDays', 36_501, /historyRetentionDays: .*36500/],
    ['historyRetentionDays', 90.5, /historyRetentionDays: /],
    ['endedConnections', 'delete', /endedConnections: .*"announce"\|"deactivate"/],
    ['exampleWorkflow', 'yes', /exampleWorkflow: .*boolean/],
    ['logs', { level: 'INFO', retentionDays: 2 }, /logs\.retentionDays: /],
    ['logs', { level: 'TRACE', retentionDays: 7 }, /logs\.level: .*"DEBUG"/],
  ])('keep to their limits: %s is not %j', (setting, value, reason) => {
    expect(refusalOf('prod', { prod: { [setting]: value } })).toMatch(reason);
  });

  it('switch a protection off only with a reason', () => {
    expect(refusalOf('prod', { prod: { dataProtection: 'off' } })).toMatch(
      /dataProtection: must be/,
    );
    const offBecause = 'a copy of prod for a load test, thrown away after it';
    expect(settingsOf('prod', { prod: { dataProtection: { offBecause } } }).dataProtection).toEqual(
      {
        offBecause,
      },
    );
  });
});
