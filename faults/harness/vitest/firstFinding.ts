import { afterEach, beforeEach } from 'vitest';

let hasFailed = false;

beforeEach(({ skip }) => {
  if (hasFailed) skip('the control has found its defect');
});
afterEach(({ task }) => {
  hasFailed ||= task.result?.state === 'fail';
});
