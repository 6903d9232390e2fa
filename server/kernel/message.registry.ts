import type { MessageContribution } from './context.ts';
import type { MessageExtension } from './letter.ts';

interface Contributor {
  readonly name: string;
  readonly messages: readonly MessageContribution[];
  readonly messageExtensions: readonly MessageExtension[];
}

/**
 * Messages by kind, including the recipients that later domains add or remove. Throws an error that names the manifest
 * with a duplicate, incomplete or unknown message.
 */
export function composeMessages(
  domains: readonly Contributor[],
  fileOf: (domain: string) => string,
): ReadonlyMap<string, MessageContribution> {
  const messages = new Map<string, MessageContribution>();
  for (const { name, messages: own, messageExtensions } of domains) {
    for (const message of own) {
      requireComplete(message, fileOf(name));
      if (messages.has(message.kind))
        throw new Error(`The message "${message.kind}" is twice, also in ${fileOf(name)}.`);
      messages.set(message.kind, message);
    }
    for (const extension of messageExtensions) {
      for (const kind of extension.kinds) {
        const message = messages.get(kind);
        if (message === undefined) {
          throw new Error(`${fileOf(name)} extends the message "${kind}", which no earlier domain contributes.`);
        }
        messages.set(kind, extend(message, extension));
      }
    }
  }
  for (const message of messages.values()) requireKnown(message, messages);
  return messages;
}

/** Throws an error if the message names a kind that no domain contributes, or reminds without saying whom. */
function requireKnown(message: MessageContribution, messages: ReadonlyMap<string, MessageContribution>): void {
  const { kind, reached = [], escalate, acknowledged } = message;
  const reminder = escalate?.step === 'REMIND' ? [escalate.by] : [];
  const unknown = [...reached, ...reminder].find((name) => !messages.has(name));
  if (unknown !== undefined) {
    throw new Error(`The message "${kind}" names the kind "${unknown}", which no domain of this product contributes.`);
  }
  if (reminder.length > 0 && acknowledged === undefined) {
    throw new Error(`The message "${kind}" reminds, but does not say who has \`acknowledged\` it.`);
  }
}

function extend(message: MessageContribution, { audience, exclude }: MessageExtension): MessageContribution {
  const joined = audience === undefined ? message.audience : `${message.audience} union all ${audience}`;
  return {
    ...message,
    audience:
      exclude === undefined ? joined : `select a.recipient_id, a.group_id from (${joined}) a where not (${exclude})`,
  };
}

function requireComplete({ kind, audience, description, module }: MessageContribution, file: string): void {
  if (!/\bselect\b/i.test(audience)) {
    throw new Error(
      `The message "${kind}" has no audience: in defineMessage, beside ${file}, let \`audience\` be a select of (recipient_id, group_id).`,
    );
  }
  if (description.trim() === '') throw new Error(`The message "${kind}" of ${file} has no description: add it.`);
  if (module?.trim() === '') throw new Error(`The message "${kind}" of ${file} names no module: add it.`);
}
