import type { Context } from '../../kernel/context.ts';
import { fillText } from '../../kernel/mail.render.ts';
import type { Letter, PushContent } from '../../kernel/message.ts';
import { Issue } from '../issue.entity.ts';
import { issueTexts } from './issue.message.texts.ts';

type PushKey = keyof ReturnType<typeof issueTexts>['pushes'];

/** Writes that a report has news. Locked screens are read by others, so the text only names the reference. */
export function pushAbout(key: PushKey): (ctx: Context, letter: Letter) => Promise<PushContent> {
  return async ({ em }, { message, recipient }) => {
    const { reference } = await em.findOneOrFail(Issue, message.subjectId);
    return pushNaming(key, reference, { page: reference, locale: recipient.locale });
  };
}

/** Text that names one report and opens the page of another. `page`: reference of the report that opens. */
export function pushNaming(
  key: PushKey,
  reference: string,
  { page, locale }: { readonly page: string; readonly locale: string },
): PushContent {
  const { title, body } = issueTexts(locale).pushes[key];
  return { title: fillText(title, { reference }), body: fillText(body, { reference }), page: `issues/${page}` };
}
