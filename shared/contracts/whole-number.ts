// Query parameters that are whole numbers.
import * as z from 'zod';

/** A whole number from `min` to `max` as a query parameter; `standard` when it is left out. */
export function wholeNumber(min: number, max: number, standard: number) {
  return z
    .string()
    .regex(/^[1-9]\d{0,8}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`)
    .default(standard)
    .meta({
      // It arrives as text; what it says is a number.
      override: ({ jsonSchema }) => {
        delete jsonSchema.pattern;
        const described = { type: 'integer', minimum: min, maximum: max, default: standard };
        Object.assign(jsonSchema, described);
      },
    });
}
