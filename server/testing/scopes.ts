import { domains } from '../domains.ts';
import { composeDomains } from '../kernel/domain.ts';

/** All scopes that a partner's key may have. */
export const scopes = composeDomains(domains).scopes.map(({ name }) => name);
