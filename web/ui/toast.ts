import { ref } from 'vue';

export interface ToastAct {
  readonly label: string;
  readonly run: () => void;
}
export interface Toast {
  readonly id: number;
  readonly text: string;
  /** `danger` stays until it is closed; `ok` disappears by itself. */
  readonly tone: 'ok' | 'danger';
  /** Act that is possible while the message is shown. */
  readonly act?: ToastAct | undefined;
}
export const toasts = ref<readonly Toast[]>([]);

let lastId = 0;

export function showToast(text: string, tone: Toast['tone'] = 'ok'): void {
  const id = push({ text, tone });
  if (tone === 'ok') setTimeout(() => closeToast(id), 6_000);
}

/** Shows a message for ten seconds with a button, such as one to undo the act. */
export function showWithAct(text: string, act: ToastAct): void {
  const id = push({ text, tone: 'ok', act });
  setTimeout(() => closeToast(id), 10_000);
}

export function runAct({ id, act }: Toast): void {
  closeToast(id);
  act?.run();
}

export function closeToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

function push(toast: Omit<Toast, 'id'>): number {
  const id = ++lastId;
  toasts.value = [...toasts.value.slice(-2), { id, ...toast }];
  return id;
}
