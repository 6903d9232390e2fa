import { defineEvent } from '../../kernel/events.ts';

export interface TemplateFacts {
  readonly municipalityId: string;
  readonly templateId: string;
}
/** A template is new, or says something else. */
export const templateKept = defineEvent<TemplateFacts>('issue.templateKept');
export const templateRemoved = defineEvent<TemplateFacts>('issue.templateRemoved');
