// The role of one function: it may write its own log and send traces; all else is granted to it.
import { Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface FunctionRoleProps {
  /** The one log that the function writes. AWS's managed policy would let it write every log. */
  readonly logGroup: LogGroup;
}

export class FunctionRole extends Role {
  constructor(scope: Construct, id: string, { logGroup }: FunctionRoleProps) {
    super(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this);
    // A policy of its own, so that what is accepted for it is accepted for nothing else.
    const tracing = new Policy(this, 'Tracing', {
      roles: [this],
      statements: [
        new PolicyStatement({
          actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
          resources: ['*'],
        }),
      ],
    });
    Validations.of(tracing).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason:
        'Sending traces to X-Ray has no resource that a policy could name, and reads nothing.',
    });
  }
}
