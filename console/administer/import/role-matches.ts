// Which roles of a file match, and so what each must be sent as when they take several batches.
import type { Good } from './lines.ts';

type Role = Good['value'];

/** A role of a file, with the number of the batch that it goes in. */
export interface FileRole {
  readonly batch: number;
  readonly entry: Good;
  readonly role: Role;
}

export const idOf = ({ id }: Role) => String(id);

/** What the service would refuse anyway counts as no matches. */
const matchesOf = ({ matchingRoleIds }: Role): string[] =>
  Array.isArray(matchingRoleIds) ? matchingRoleIds.map(String) : [];

/**
 * A role that is put decides its matches for both sides, save for those put in the same batch: not
 * to name a role of another batch back is to take the match away. Hence such matches are named
 * from both sides, even if the file names them from one only.
 */
export class RoleMatches {
  readonly #batches = new Map<string, number>();
  readonly #namedBy = new Map<string, string[]>();

  constructor(roles: readonly FileRole[]) {
    for (const { batch, role } of roles) {
      this.#batches.set(idOf(role), batch);
      for (const id of matchesOf(role)) {
        this.#namedBy.set(id, [...(this.#namedBy.get(id) ?? []), idOf(role)]);
      }
    }
  }

  /** Whether a role matches one of another batch. */
  isAcross({ batch, role }: FileRole): boolean {
    const matches = [...matchesOf(role), ...(this.#namedBy.get(idOf(role)) ?? [])];
    return matches.some((id) => (this.#batches.get(id) ?? batch) !== batch);
  }

  /** A role as it can be sent with its batch: without those that come later and do not exist yet. */
  early(one: FileRole, existing: ReadonlySet<string>): Role {
    if (!this.isAcross(one)) return one.role;
    const isThere = (id: string) =>
      existing.has(id) || (this.#batches.get(id) ?? one.batch) <= one.batch;
    const whole = this.whole(one, existing);
    return { ...whole, matchingRoleIds: matchesOf(whole).filter(isThere) };
  }

  /** A role with all its matches, once the roles of the file exist, save for the refused ones. */
  whole(one: FileRole, existing: ReadonlySet<string>): Role {
    const { role } = one;
    if (!this.isAcross(one)) return role;
    const namedBy = (this.#namedBy.get(idOf(role)) ?? []).filter((id) => existing.has(id));
    return { ...role, matchingRoleIds: [...new Set([...matchesOf(role), ...namedBy])] };
  }
}
