import { beforeEach, describe, expect, it, vi } from 'vitest';

const page = document.documentElement;

/** Simulates a visitor with the preferences of the device and stored choices. */
async function arrive(wishes: readonly string[] = [], kept: Readonly<Record<string, string>> = {}) {
  for (const [name, choice] of Object.entries(kept)) localStorage.setItem(`ortsfunk.display.${name}`, choice);
  const listeners: (() => void)[] = [];
  const device = new Set(wishes);
  vi.stubGlobal('matchMedia', (query: string) => ({
    get matches() {
      return device.has(query);
    },
    addEventListener: (_: string, listener: () => void) => listeners.push(listener),
  }));
  vi.resetModules();
  const module = await import('./display.ts');
  module.followDisplay();
  return { ...module, device, deviceChanges: () => listeners.forEach((listener) => listener()) };
}
const dark = '(prefers-color-scheme: dark)';
const more = '(prefers-contrast: more)';

describe('how the pages look', () => {
  beforeEach(() => localStorage.clear());

  it('follows the device, also while the page is open', async () => {
    const { device, deviceChanges, isDark } = await arrive([dark]);
    expect({ ...page.dataset }).toEqual({ kernTheme: 'dark', text: '100', contrast: 'system', font: 'standard' });
    device.delete(dark);
    deviceChanges();
    expect(page.dataset.kernTheme).toBe('light');
    expect(isDark.value).toBe(false);
  });

  it('is as the visitor chose it, whatever the device wishes', async () => {
    const { chooseDisplay, deviceChanges } = await arrive([dark]);
    chooseDisplay('appearance', 'light');
    chooseDisplay('textSize', '130');
    deviceChanges();
    expect(page.dataset).toMatchObject({ kernTheme: 'light', text: '130' });
  });

  it('is kept for the next visit', async () => {
    (await arrive()).chooseDisplay('contrast', 'high');
    delete page.dataset.contrast;
    await arrive();
    expect(page.dataset.contrast).toBe('high');
  });

  it('has high contrast where the device asks for it, and says so', async () => {
    const { isContrastGiven } = await arrive([more]);
    expect(page.dataset.contrast).toBe('high');
    expect(isContrastGiven.value).toBe(true);
  });

  it('takes nothing from the storage that is not offered', async () => {
    const { display } = await arrive([], { appearance: 'pink', textSize: '1000', font: 'legible' });
    expect(display.value).toEqual({ appearance: 'system', textSize: '100', contrast: 'system', font: 'legible' });
  });

  it('follows what was chosen in another window', async () => {
    await arrive();
    localStorage.setItem('ortsfunk.display.appearance', 'dark');
    window.dispatchEvent(new Event('storage'));
    expect(page.dataset.kernTheme).toBe('dark');
  });
});
