import { ref, shallowRef } from 'vue';
import type { Scope } from '../../gql/graphql.ts';
import type { Connection } from './connection.ts';

export interface KeyOwner {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly municipality: { readonly ags: string; readonly name: string };
}

const query = '{ partnerKey { name scopes municipality { ags name } } }';

/** The key of all requests, kept in this window only, and its owner. */
export function useKey(connection: (key: () => string) => Connection) {
  const key = ref('');
  const owner = shallowRef<KeyOwner | null>(null);
  const isRefused = ref(false);
  const connected = connection(() => key.value);

  const apply = async (text: string): Promise<void> => {
    key.value = text.trim();
    connected.reconnect();
    const { data, errors } = await connected.ask({ query }).catch(() => ({ data: null, errors: [] }));
    owner.value = isOwner(data?.partnerKey) ? data.partnerKey : null;
    isRefused.value = key.value !== '' && owner.value === null && errors !== undefined;
  };
  return { connection: connected, owner, isRefused, apply };
}

function isOwner(value: unknown): value is KeyOwner {
  return typeof value === 'object' && value !== null && 'scopes' in value && Array.isArray(value.scopes);
}
