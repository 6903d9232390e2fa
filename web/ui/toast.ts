import { ref } from 'vue';

export interface Toast {
  readonly id: number;
  readonly text: string;
  /** Problems stay until they are closed; good news leaves by itself. */
  readonly tone: 'ok' | 'danger';
}
export const toasts = ref<readonly Toast[]>([]);

let lastId = 0;

export function showToast(text: string, tone: Toast['tone'] = 'ok'): void {
  const id = ++lastId;
  toasts.value = [...toasts.value.slice(-2), { id, text, tone }];
  if (tone === 'ok') setTimeout(() => closeToast(id), 6_000);
}

export function closeToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}
