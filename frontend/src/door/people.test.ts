import { expect, test } from 'vitest';
import { readPeople } from './people';

test.each([
  ['', ''],
  [' 25 ', '25'],
  ['๒๕', '25'],
  ['9999', '9999'],
])('%j is read as %j', (typed, read) => {
  expect(readPeople(typed)).toBe(read);
});

test.each(['0', '-1', '10000', '1e3', 'สิบ', '2.5'])('%j is no number of people', (typed) => {
  expect(readPeople(typed)).toBeNull();
});
