// The scopes that a person's token keeps, by the groups of the person.
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { handler, scopesNotGrantedBy } from '../../functions/handlers/scopes-by-group.ts';

const [read, write, admin] = ['liaison/read', 'liaison/write', 'liaison/admin'];

describe('the scopes that groups do not grant', () => {
  it.each<[string, string[], (string | undefined)[]]>([
    ['a person in no group', [], [read, write, admin]],
    ['a reader', ['readers'], [write, admin]],
    ['a writer', ['writers'], [admin]],
    ['an administrator', ['administrators'], []],
    ['a person in several groups', ['readers', 'administrators'], []],
    ['a person in unrelated groups', ['finance', 'Readers', 'constructor'], [read, write, admin]],
  ])('%s', (_, groups, missing) => {
    expect(scopesNotGrantedBy(groups)).toEqual(missing);
  });
});

describe('a token', () => {
  const eventOf = (groupConfiguration: object) =>
    ({
      version: '2',
      triggerSource: 'TokenGeneration_HostedAuth',
      userName: 'ines',
      request: { userAttributes: { sub: '1' }, groupConfiguration, scopes: ['openid', write] },
      response: { claimsAndScopeOverrideDetails: null },
    }) as unknown as PreTokenGenerationV2TriggerEvent;

  it("loses the scopes that the person's groups do not grant", async () => {
    const event = eventOf({ groupsToOverride: ['readers'], iamRolesToOverride: [] });
    expect(await handler(event)).toMatchObject({
      userName: 'ines',
      response: {
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: { scopesToSuppress: [write, admin] },
        },
      },
    });
  });

  it('of a person in no group loses all scopes', async () => {
    const { response } = await handler(eventOf({}));
    expect(response.claimsAndScopeOverrideDetails.accessTokenGeneration).toEqual({
      scopesToSuppress: [read, write, admin],
    });
  });
});
