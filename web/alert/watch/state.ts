import { computed, ref, shallowRef } from 'vue';
import { keepByIncident } from '../keepByIncident.ts';
import type { Thread } from './threads.ts';

/** Warnings and drills of the open town that go on, or ended while the page was open; the most urgent first. */
export const threads = shallowRef<readonly Thread[]>([]);
export const knowsAny = computed(() => threads.value.length > 0);

/** Incident whose takeover is open; null: none. */
export const openId = ref<string | null>(null);

/** Whether the home page shows the warnings itself: then there is no bar. */
export const isOnHome = ref(false);

/** Number of the newest alarm that this device has understood, by incident. */
export const understood = keepByIncident('alerts.understood');

/** State in which this device has hidden an incident's bar: as many alerts, expired or not. */
export const hidden = keepByIncident('alerts.hidden');
