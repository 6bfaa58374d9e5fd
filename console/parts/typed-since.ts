// What somebody goes on typing while it is being saved.

/** What is saved now, but for the fields that were changed since they were sent. */
export function typedSince<Typed extends object>(sent: Typed, typed: Typed, saved: Typed): Typed {
  const fields = Object.keys(saved) as (keyof Typed)[];
  const later = fields.filter((field) => typed[field] !== sent[field]);
  return { ...saved, ...Object.fromEntries(later.map((field) => [field, typed[field]])) };
}
