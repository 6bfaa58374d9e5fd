// What the local sign-in remembers, in memory: sessions, codes and refresh tokens end with the host.
import type { Adapter, AdapterPayload } from 'oidc-provider';

/** One store for a provider; it asks for an adapter a kind. What has expired, the provider checks. */
export function openStore(): (kind: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  return (kind) => {
    const key = (id: string) => `${kind}:${id}`;
    const findBy = async (name: 'uid' | 'userCode', value: string) =>
      [...kept].find(([each, payload]) => each.startsWith(key('')) && payload[name] === value)?.[1];
    return {
      async upsert(id, payload) {
        kept.set(key(id), payload);
      },
      find: async (id) => kept.get(key(id)),
      findByUid: (uid) => findBy('uid', uid),
      findByUserCode: (userCode) => findBy('userCode', userCode),
      async consume(id) {
        const payload = kept.get(key(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        kept.delete(key(id));
      },
      async revokeByGrantId(grantId) {
        for (const [each, payload] of kept) if (payload.grantId === grantId) kept.delete(each);
      },
    };
  };
}
