import type { Services } from '../../kernel/context.ts';
import type { Municipality } from '../../municipality/municipality.entity.ts';
import { setAccessibility, setLegalTexts } from '../../municipality/municipality.law.service.ts';
import { at, monthAgo } from './clock.ts';
import law from './law.json' with { type: 'json' };
import { type Cast, staffOf } from './people.ts';

/**
 * Sets the imprint, the privacy notice and the accessibility statement with the facts of the town; each text says that
 * it is a demonstration.
 */
export async function seedLaw(services: Services, town: Municipality, cast: Cast): Promise<void> {
  const ctx = at(services, staffOf(cast, 'verwaltung'), monthAgo);
  const tell = (lines: readonly string[]): string =>
    lines
      .join('\n')
      .replace(/\{(kind|name|county|ags)\}/g, (_, fact: 'kind' | 'name' | 'county' | 'ags') => town[fact]);
  await setLegalTexts(ctx, town.id, { imprint: tell(law.imprint), privacy: tell(law.privacy) });
  const { legalBasis, contactEmail, enforcementName, enforcementUrl } = law;
  await setAccessibility(ctx, town.id, {
    conformance: 'PARTIAL',
    assessment: 'SELF',
    assessedOn: ctx.now().toISOString().slice(0, 10),
    legalBasis,
    contactEmail,
    contactPhone: null,
    enforcementName,
    enforcementUrl,
    barriers: tell(law.barriers),
  });
}
