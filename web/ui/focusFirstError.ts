import { nextTick } from 'vue';

/**
 * Moves the focus to the first invalid field of a refused form, and the field to the middle of the screen, where no
 * sticky bar covers it.
 */
export async function focusFirstError(form: HTMLFormElement | null): Promise<void> {
  await nextTick();
  const field = form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] input');
  field?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: 'center' });
}
