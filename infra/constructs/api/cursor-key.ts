// The key that signs page cursors, so that nobody can make one up.

import { Validations } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';

/** A random key; a new one only makes the cursors in use at that moment invalid. */
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
        'The key opens nothing: it signs the positions of pages, and every page asks for a token. ' +
        'A rotation would end all walks under way. It is changed by hand when it may be known.',
    });
  }

  /**
   * Lets a function make and check cursors. The value is put into its environment at deploy time
   * (the template has only a reference), so a cold start needs no call and no right to read it.
   */
  grantUse(fn: LambdaFunction): void {
    fn.addEnvironment(environmentNames.cursorKey, this.#secret.secretValue.unsafeUnwrap());
  }
}
