// What the host of these pages says about signing in: `GET /settings.json`.

export interface SignInSettings {
  readonly authority: string;
  /** An address, or a path of this origin. */
  readonly metadataUrl: string;
  readonly clientId: string;
  readonly scope: string;
  /** Where to go to end the sign-in at the issuer too, when it has no standard endpoint for it. */
  readonly signOutUrl?: string;
}

/** @throws Error when there are none, in a sentence. */
export async function readSettings(): Promise<SignInSettings> {
  const response = await fetch('/settings.json');
  if (!response.ok) throw new Error(`/settings.json: ${response.status} ${response.statusText}`);
  const { signIn } = await response.json();
  return signIn;
}
