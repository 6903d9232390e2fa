import { nextTick } from 'vue';

/** After a refusal the keyboard goes to the first field that needs another look. */
export async function focusFirstError(form: HTMLFormElement | null): Promise<void> {
  await nextTick();
  form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] input')?.focus();
}
