import { randomUUID } from 'node:crypto';
import type { Seed, SeededTown } from '../kernel/context.ts';
import { moveIdea } from './idea.moves.service.ts';
import { submitIdea } from './idea.service.ts';
import { setSupport } from './idea.support.service.ts';

/** Idea of the demonstration data; it gets fewer supporters if the demonstration has fewer people. */
interface SeededIdea {
  readonly title: string;
  readonly text: string;
  readonly supporters: number;
}

const ideas: readonly SeededIdea[] = [
  {
    title: 'Sitzbänke auf halber Höhe zum Friedhof',
    text: 'Der Weg ist steil. Zwei Bänke würden reichen, damit auch ältere Leute ihn gut gehen können.',
    supporters: 17,
  },
  {
    title: 'Bücherschrank am Markt',
    text: 'Eine alte Telefonzelle genügt. Um Ordnung kümmern wir uns in der Nachbarschaft selbst.',
    supporters: 9,
  },
];

export const seedIdeas: Seed = async (town) => {
  for (const [n, idea] of ideas.entries()) await seedIdea(town, idea, n);
};

async function seedIdea(town: SeededTown, { title, text, supporters }: SeededIdea, n: number): Promise<void> {
  const { admin, citizens } = town;
  const author = citizens[n + 1];
  if (author === undefined) return;
  const ctx = town.at(author, -24 * (9 - n));
  const idea = await submitIdea(ctx, { groupId: town.townGroupId, title, text, idempotencyKey: randomUUID() });
  await moveIdea(town.at(admin, -24 * (8 - n)), { ideaId: idea.id, version: idea.version, to: 'OPEN' });
  const others = citizens.filter(({ id }) => id !== author.id).slice(0, supporters);
  for (const [i, person] of others.entries()) await setSupport(town.at(person, -24 * 7 + 9 * i), idea.id, true);
}
