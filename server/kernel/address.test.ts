import { expect, test } from 'vitest';
import { canonicalAddress, networkOf } from './address.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:192.0.2.7', '192.0.2.7'],
  ['::ffff:c000:207', '192.0.2.7'],
  ['::ffff:c000:0207', '192.0.2.7'],
  ['0:0:0:0:0:ffff:c000:0207', '192.0.2.7'],
  ['0000:0000:0000:0000:0000:FFFF:192.0.2.7', '192.0.2.7'],
  ['::ffff:0.0.0.1', '0.0.0.1'],
  ['::ffff:255.255.255.255', '255.255.255.255'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::1', '::1'],
  ['::ffff:300.0.0.1', '::ffff:300.0.0.1'],
  ['unknown', 'unknown'],
  ['', ''],
])('%s is written as %s', (text, expected) => {
  expect(canonicalAddress(text)).toBe(expected);
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
])('%s belongs to the network %s', (address, expected) => {
  expect(networkOf(address)).toBe(expected);
});
