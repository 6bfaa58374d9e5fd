// Takes dependencies out of the template that it does not need.
import { CfnResource, type IAspect, Lazy, Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';

/**
 * CDK lets a function wait for its role twice: by a reference and in `DependsOn`, which linters of
 * templates report. The wait for the role's policies, which nothing refers to, stays.
 */
export class LeanDependencies implements IAspect {
  visit(node: IConstruct): void {
    if (!(node instanceof CfnFunction)) return;
    const stack = Stack.of(node);
    const idOf = (each: CfnResource) => stack.resolve(each.logicalId) as string;
    // Only when the template is made is it known what a function waits for.
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
