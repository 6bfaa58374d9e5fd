// Values of CDK in settings: texts that are known only at deployment, and constructs.
import { Token } from 'aws-cdk-lib';
import * as z from 'zod';

/** A text in this format, or a token: CloudFormation knows its value, so the format cannot be checked. */
export const orToken = (format: z.ZodType<string>) =>
  z.string().check(({ value, issues }) => {
    if (Token.isUnresolved(value)) return;
    const [issue] = format.safeParse(value).error?.issues ?? [];
    if (!issue) return;
    issues.push({ code: 'custom', input: value, message: issue.message, continue: true });
  });

/** At least `least` of these. Each may be a token, but not the list: CDK cannot read how many it has. */
export const listOf = <Item extends z.ZodType>(item: Item, least = 0) =>
  z
    .array(item)
    .min(least)
    .refine((list) => !Token.isUnresolved(list), tokenRefused);

/**
 * A construct, or what CDK's `from…` methods return.
 *
 * @param member a property that only such a construct has
 * @param what what it must be, for the error
 */
export const constructWith = <Type>(member: keyof Type & string, what: string) =>
  z.custom<Type>((value) => value instanceof Object && member in value, {
    error: `must be ${what}`,
    abort: true,
  });

export const tokenRefused =
  'must be known at synthesis, and is a token: only texts and the values of a list may be tokens';
