// Writes src/api/schema.d.ts from the API's own description, or (--check) says whether it still fits.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = fileURLToPath(new URL('../src/api/schema.d.ts', import.meta.url));
const own = `${root}.venv/bin/python`;
const python = process.env.VCS_PYTHON ?? (existsSync(own) ? own : 'python3');
const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
const described = execFileSync(
  python,
  ['manage.py', 'spectacular', '--format', 'openapi-json'],
  options,
);

/** Types say nothing of examples; without them the file changes only when the API does. */
function withoutExamples(node, isMap = false) {
  if (Array.isArray(node)) return node.map((one) => withoutExamples(one));
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(
    ([key]) => isMap || (key !== 'example' && key !== 'examples'),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [key, withoutExamples(value, key === 'properties')]),
  );
}

const head = '// Made by `npm run api:types` from the OpenAPI description; do not edit.\n\n';
const text = head + astToString(await openapiTS(withoutExamples(JSON.parse(described))));
if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  process.stderr.write('src/api/schema.d.ts does not fit the API: run `npm run api:types`\n');
  process.exit(1);
}
