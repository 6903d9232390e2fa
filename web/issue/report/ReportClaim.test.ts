import { mount } from '@vue/test-utils';
import { beforeEach, expect, it, vi } from 'vitest';
import de from '../../locales/de.json' with { type: 'json' };
import { i18n, setLocale } from '../../shared/i18n.ts';
import { deviceReports, keepDeviceReport } from './device/deviceReports.ts';
import ReportClaim from './ReportClaim.vue';

vi.mock('../../municipality/useTown.ts', () => ({ useTown: () => ({ ags: { value: '07138073' } }) }));

beforeEach(() => setLocale('de'));

it('shows the code, says that it stays on the device, and deletes it there', async () => {
  const report = { ags: '07138073', reference: 'M-1028', claimCode: 'ABCDE-FGH23', about: 'Straße', sentAt: 0 };
  keepDeviceReport(report);
  const props = { reference: 'M-1028', claimCode: 'ABCDE-FGH23', hasMail: false };
  const wrapper = mount(ReportClaim, { props, global: { plugins: [i18n] } });
  expect(wrapper.find('[data-claim-code]').text()).toBe('ABCDE-FGH23');
  expect(wrapper.text()).toContain(de.device.kept);
  const remove = wrapper.findAll('button').find((button) => button.text() === de.device.remove);
  await remove?.trigger('click');
  expect(deviceReports.value).toEqual([]);
  expect(wrapper.text()).toContain(de.device.removed);
  expect(wrapper.find('[data-claim-code]').text()).toBe('ABCDE-FGH23');
});
