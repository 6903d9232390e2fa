import type { Config } from '../kernel/config.ts';
import { type Answer, formats } from './open311.document.rules.ts';

/** Time at which the service discovery document last changed. */
const changeset = '2026-11-28T00:00:00Z';

/** Service discovery document, for programs that know only the address of the installation. */
export function describe(origin: string, mode: Config['mode']): Answer {
  const endpoint = {
    specification: 'http://wiki.open311.org/GeoReport_v2',
    url: `${origin}/open311/v2`,
    changeset,
    type: mode === 'demo' ? 'test' : 'production',
    formats: Object.values(formats),
  };
  const body = { changeset, contact: origin, key_service: `${origin}/<ags>/keys`, endpoints: [endpoint] };
  return { root: 'discovery', body };
}
