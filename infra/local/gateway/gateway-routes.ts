// Reads the template's routes with their functions, authorizers and scopes.
import { decodeJwt } from 'jose';
import * as z from 'zod';
import type { Template } from '../base/template.ts';
import type { LocalFunction } from '../lambda/local-function.ts';
import type { LocalIssuer } from '../sign-in/issuer.ts';
import { type Authorize, discoveredKeys, JwtAuthorizer, makeAuthorizer } from './authorizer.ts';
import type { GatewayRoute } from './gateway.ts';

/** Whether a token names this issuer; a token that cannot be read names none. */
function isFrom(issuer: string, authorization: string | undefined): boolean {
  try {
    return decodeJwt((authorization ?? '').replace(/^Bearer +/i, '')).iss === issuer;
  } catch {
    return false;
  }
}

const Route = z.object({
  RouteKey: z.string(),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
  Target: z.string().startsWith('integrations/'),
});
const Integration = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  PayloadFormatVersion: z.literal('2.0'),
  /** The function's ARN. */
  IntegrationUri: z.string(),
});

/** @throws Error naming a route without a function or authorizer. */
export function routesOf(
  template: Template,
  functions: ReadonlyMap<string, LocalFunction>,
  issuer: LocalIssuer,
): GatewayRoute[] {
  const integrations = template.resources('AWS::ApiGatewayV2::Integration', Integration);
  const authorizers = new Map(
    [...template.resources('AWS::ApiGatewayV2::Authorizer', JwtAuthorizer)].map(
      ([id, { JwtConfiguration: jwt }]) => {
        const local = { Issuer: issuer.issuer, Audience: [issuer.audience] };
        const authorizeLocal = makeAuthorizer(local, issuer.keys);
        if (jwt.Issuer === issuer.issuer) {
          // The clients of a user pool, and the people who sign in here.
          const Audience = [...jwt.Audience, issuer.audience];
          return [id, makeAuthorizer({ ...jwt, Audience }, issuer.keys)];
        }
        // Another team's app has an issuer of its own; the host's own tokens are valid for it, too.
        const authorizeTheirs = makeAuthorizer(jwt, discoveredKeys(jwt.Issuer));
        const authorize: Authorize = (header, scopes) =>
          isFrom(issuer.issuer, header) || !URL.canParse(jwt.Issuer)
            ? authorizeLocal(header, scopes)
            : authorizeTheirs(header, scopes);
        return [id, authorize];
      },
    ),
  );
  return [...template.resources('AWS::ApiGatewayV2::Route', Route).values()].map((route) => {
    const arn = integrations.get(route.Target.slice('integrations/'.length))?.IntegrationUri ?? '';
    const fn = functions.get(arn.slice(arn.lastIndexOf(':') + 1));
    const authorize = authorizers.get(route.AuthorizerId ?? '');
    if (!fn) throw new Error(`The route ${route.RouteKey} has no function`);
    if (route.AuthorizationType === 'JWT' && !authorize) {
      throw new Error(`The route ${route.RouteKey} has no authorizer`);
    }
    return {
      key: route.RouteKey,
      authorize,
      scopes: route.AuthorizationScopes,
      invoke: (event) => fn.invoke(event),
    };
  });
}
