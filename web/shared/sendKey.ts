/**
 * Whether the event is Ctrl+Enter or Cmd+Enter. They send a form also from a text field, where Enter alone begins a new
 * line. A key that is held down or completes a word of an input method does not count.
 */
export function isSendKey(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat && !event.isComposing;
}
