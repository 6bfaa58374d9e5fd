// The key that signs page cursors, so that clients cannot forge them.
import { Validations } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';

/** A random key. Replacing it only invalidates the cursors in use at that moment. */
export class CursorKey extends Construct {
  readonly #secret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#secret = new Secret(this, 'Secret', {
      description: 'Signs the page cursors of Liaison',
      generateSecretString: { excludePunctuation: true, passwordLength: 64 },
    });
    Validations.of(this.#secret).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason:
        'The key gives no access: it signs positions of pages, and every page requires a token. ' +
        'A rotation would invalidate all cursors in use. Replace it by hand if it may have leaked.',
    });
  }

  /**
   * Lets a function create and verify cursors. CloudFormation puts the value into its environment (the
   * template has only a reference), so a cold start needs no call and no right to read the secret.
   */
  grantUse(fn: LambdaFunction): void {
    fn.addEnvironment(environmentNames.cursorKey, this.#secret.secretValue.unsafeUnwrap());
  }
}
