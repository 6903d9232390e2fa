import type { Services } from '../../kernel/context.ts';
import { motifs, type Municipality } from '../../municipality/municipality.entity.ts';
import { setLook } from '../../municipality/municipality.look.service.ts';
import { at, monthAgo } from './clock.ts';
import { type Cast, staffOf } from './people.ts';
import { oneOf, type Story } from './story.ts';

/** Sets the colour and the picture of the town, if the story has them. */
export async function seedLook(services: Services, town: Municipality, cast: Cast, { look }: Story): Promise<void> {
  if (look === undefined) return;
  const ctx = at(services, staffOf(cast, 'verwaltung'), monthAgo);
  await setLook(ctx, town.id, { color: look.color, motif: oneOf(motifs, look.motif) });
}
