// Before Cognito makes a token: takes the scopes out of it that the person's groups do not give.
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { type Scope, scopes, scopesByGroup } from '../../shared/contracts/scopes.ts';

/** The scopes of ours that none of these groups gives: all of them for who is in none. */
export function scopesNotGivenBy(groups: readonly string[]): Scope[] {
  const given = new Set<Scope>(
    Object.entries(scopesByGroup).flatMap(([group, its]) => (groups.includes(group) ? its : [])),
  );
  return Object.values(scopes).filter((scope) => !given.has(scope));
}

/** A failure here is answered without a token. */
export async function handler(event: PreTokenGenerationV2TriggerEvent) {
  const { groupsToOverride = [] } = event.request.groupConfiguration;
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { scopesToSuppress: scopesNotGivenBy(groupsToOverride) },
  };
  return event;
}
