import { defineEvent } from '../../kernel/events.ts';

export interface TemplateFacts {
  readonly municipalityId: string;
  readonly templateId: string;
}
/** A template was created or changed. */
export const templateKept = defineEvent<TemplateFacts>('issue.templateKept');
export const templateRemoved = defineEvent<TemplateFacts>('issue.templateRemoved');
