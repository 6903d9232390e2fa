import type { Context } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import type { Letter } from '../kernel/message.ts';
import { Alert } from './alert.entity.ts';

/** The alert of a message in the language of its recipient. */
export async function readWords({ em }: Context, { message, recipient: { locale } }: Letter) {
  const { subjectId, version } = message;
  const where = version == null ? { incident: subjectId } : { incident: subjectId, number: version };
  const alert = await em.findOneOrFail(Alert, where, { orderBy: { id: 'desc' } });
  const { texts: all } = alert.content;
  const words = all.find((text) => text.locale === locale) ?? all[0];
  if (words === undefined) throw new Error(`The alert ${alert.id} has no words.`);
  return { alert, words };
}

/** Page of the incident of a message, without a leading slash. */
export function pageOf({ message }: Letter): string {
  return `warnings/${toGlobalId('Incident', message.subjectId)}`;
}
