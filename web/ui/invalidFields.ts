import { nextTick } from 'vue';

/** A field that a form marks as wrong. */
export interface InvalidField {
  readonly label: string;
  /** Text of the error at the field. */
  readonly error: string;
  /** Control that receives the focus; it has an id. */
  readonly control: HTMLElement;
}

const marks = '[aria-invalid="true"], [data-invalid]';

/** Fields that the form marks as wrong, in their order on the page, after the marks are drawn. */
export async function findInvalidFields(form: HTMLElement | null): Promise<InvalidField[]> {
  await nextTick();
  return [...(form?.querySelectorAll<HTMLElement>(marks) ?? [])].flatMap((marked) => {
    const control = marked.matches('[data-invalid]') ? marked.querySelector<HTMLElement>('input') : marked;
    if (!control || control.closest('[data-invalid]') !== marked.closest('[data-invalid]')) return [];
    control.id ||= `field-${crypto.randomUUID()}`;
    return [{ label: labelOf(marked), error: errorOf(marked), control }];
  });
}

/** Moves the focus to a field, and the field to the middle of the screen, where no sticky bar covers it. */
export function focusField(control: HTMLElement): void {
  control.focus({ preventScroll: true });
  control.scrollIntoView({ block: 'center' });
}

function labelOf(marked: HTMLElement): string {
  const label = marked instanceof HTMLInputElement || marked instanceof HTMLTextAreaElement ? marked.labels?.[0] : null;
  return (label ?? marked.querySelector('legend'))?.textContent.trim() ?? '';
}

function errorOf(marked: HTMLElement): string {
  const ids = marked.getAttribute('aria-describedby')?.split(' ') ?? [];
  const described = ids.find((id) => id.endsWith('-error')) ?? '';
  return document.getElementById(described)?.textContent.trim() ?? '';
}
