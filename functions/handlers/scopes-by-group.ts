// Before Cognito issues a token: removes the scopes that the person's groups do not grant.
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { type Scope, scopes, scopesByGroup } from '../../shared/contracts/scopes.ts';

/** Liaison's scopes that none of these groups grants: all scopes for a person without a group. */
export function scopesNotGrantedBy(groups: readonly string[]): Scope[] {
  const granted = new Set<Scope>(
    Object.entries(scopesByGroup).flatMap(([group, scopesOfGroup]) =>
      groups.includes(group) ? scopesOfGroup : [],
    ),
  );
  return Object.values(scopes).filter((scope) => !granted.has(scope));
}

/** If this fails, Cognito issues no token. */
export async function handler(event: PreTokenGenerationV2TriggerEvent) {
  const { groupsToOverride = [] } = event.request.groupConfiguration;
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { scopesToSuppress: scopesNotGrantedBy(groupsToOverride) },
  };
  return event;
}
