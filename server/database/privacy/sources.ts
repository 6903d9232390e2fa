import { domains } from '../../domains.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { kernelEntities } from '../orm.ts';
import type { PaperSources } from './papers.ts';

/** Manifests of the product, with the names of all entities. */
export function readPaperSources(): PaperSources {
  const product = composeDomains(domains);
  const entities = [...kernelEntities, ...product.entities].map(({ name }) => name);
  return { product, domains, entities };
}
