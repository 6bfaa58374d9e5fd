// The stack that `cdk deploy` deploys: one Liaison service and its outputs.
import { Aspects, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { LeanDependencies } from './constructs/table/lean-dependencies.ts';
import { LiaisonService } from './liaison-service.ts';
import type { Settings } from './settings-schema.ts';

export interface LiaisonStackProps extends StackProps {
  readonly settings: Settings;
}

/** A Liaison service with a stack to itself. */
export class LiaisonStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: LiaisonStackProps) {
    super(scope, id, {
      description: 'Liaison: connections between records, with roles',
      terminationProtection: settings.dataProtection === 'on',
      ...(settings.region && { env: { region: settings.region } }),
      ...props,
    });
    // "Default" leaves no trace in logical ids: they stay what they were.
    const { outputs } = new LiaisonService(this, 'Default', settings);
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(this, name, { value });
    }
    Aspects.of(this).add(new LeanDependencies());
  }
}
