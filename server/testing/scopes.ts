import { domains } from '../domains.ts';
import { composeDomains } from '../kernel/domain.ts';

/** All scopes of partner keys. */
export const scopes = composeDomains(domains).scopes.map(({ name }) => name);
