import { nextTask } from '../../shared/tasks.ts';

/** Tasks after the last answer in which pages draw what depends on it. */
const tasksAfterwards = 4;

/**
 * Mounts the app outside the document while the HTML that the server sent is visible, and puts it in place of that HTML
 * in one step when it has drawn the answers of the HTML: no placeholder is visible in between, and nothing is there twice.
 * Without such HTML the app is visible at once. `answers`: number of answers, each of which is drawn in a task of its own.
 */
export async function replaceShell(mount: (place: Element) => unknown, answers: number): Promise<void> {
  const shell = document.getElementById('shell');
  const place = document.getElementById('app');
  if (place === null) throw new Error('the page has no place for the app');
  if (shell === null || shell.childElementCount === 0) {
    shell?.remove();
    mount(place);
    return;
  }
  place.remove();
  mount(place);
  for (let task = 0; task < answers + tasksAfterwards; task += 1) await nextTask();
  shell.replaceWith(place);
}
