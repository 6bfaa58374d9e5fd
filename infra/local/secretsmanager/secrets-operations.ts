// The operation of Secrets Manager's JSON protocol that reads a secret of the template.
import * as z from 'zod';
import { AwsError, type JsonOperations } from '../base/aws-endpoint.ts';
import { arnOf, nameOf, type Template } from '../base/template.ts';

const type = 'AWS::SecretsManager::Secret';
const Request = z.object({ SecretId: z.string().min(1) });

export function secretsOperations(template: Template): JsonOperations {
  const names = new Set(template.resources(type, z.unknown()).keys());
  return {
    'secretsmanager.GetSecretValue': (input) => {
      const { success, data, error } = Request.safeParse(input);
      if (!success) throw new AwsError('InvalidParameterException', z.prettifyError(error));
      const Name = nameOf(data.SecretId);
      if (!names.has(Name)) {
        const known = [...names].join(', ') || 'none';
        throw new AwsError(
          'ResourceNotFoundException',
          `The template has no secret ${Name}; its secrets are: ${known}.`,
        );
      }
      return {
        ARN: arnOf(type, Name),
        Name,
        SecretString: template.secretString(Name),
        VersionStages: ['AWSCURRENT'],
      };
    },
  };
}
