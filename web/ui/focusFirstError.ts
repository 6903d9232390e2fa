import { nextTick } from 'vue';

/** Moves the focus to the first invalid field of a refused form. */
export async function focusFirstError(form: HTMLFormElement | null): Promise<void> {
  await nextTick();
  form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] input')?.focus();
}
