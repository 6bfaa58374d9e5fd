// The stack that `cdk deploy` deploys: one Liaison service and its outputs.
import {
  Aspects,
  CfnOutput,
  CfnResource,
  type IAspect,
  Lazy,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { LiaisonService } from './liaison-service.ts';
import type { Settings } from './settings-schema.ts';

export interface LiaisonStackProps extends StackProps {
  readonly settings: Settings;
}

/** A stack that contains only a Liaison service. */
export class LiaisonStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: LiaisonStackProps) {
    super(scope, id, {
      description: 'Liaison: connections between records, with roles',
      terminationProtection: settings.dataProtection === 'on',
      ...(settings.region && { env: { region: settings.region } }),
      ...props,
    });
    // "Default" is not part of logical ids, so that they stay as they are.
    const { outputs } = new LiaisonService(this, 'Default', settings);
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(this, name, { value });
    }
    Aspects.of(this).add(new LeanDependencies());
  }
}

/**
 * Removes redundant dependencies. CDK makes a function depend on its role twice: with a reference and in
 * `DependsOn`, which template linters report. The dependency on the role's policies, which the function
 * does not refer to, stays.
 */
class LeanDependencies implements IAspect {
  visit(node: IConstruct): void {
    if (!(node instanceof CfnFunction)) return;
    const stack = Stack.of(node);
    const idOf = (each: CfnResource) => stack.resolve(each.logicalId) as string;
    // A function's dependencies are not all known before the template is written.
    const dependencies = Lazy.any({
      produce: () => {
        const referred = JSON.stringify(stack.resolve(node.role));
        return node
          .obtainDependencies()
          .filter((each) => each instanceof CfnResource)
          .map(idOf)
          .filter((id) => !referred.includes(`"${id}"`))
          .sort();
      },
    });
    node.addOverride('DependsOn', dependencies);
  }
}
